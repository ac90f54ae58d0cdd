package dev.starling.testnet.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class NodeStatusTest {

    private static NodeStatus read(String json) throws JsonProcessingException {
        return NodeStatus.of(new ObjectMapper().readTree(json));
    }

    @Test
    void onlyLivePeersAreCountedAlive() throws Exception {
        NodeStatus status = read("""
                {"phase": "training", "slot": 12, "bytesSent": 3456, "exchanges": 7, "exchangeMillis": 1.5, "offerDiskMillis": 0.25, "peers": [
                  {"state": "alive", "linked": true}, {"state": "left", "linked": false},
                  {"state": "alive", "linked": false}]}
                """);
        assertThat(status).isEqualTo(new NodeStatus("training", 12, 2, 1, 3456, 7, 1.5, 0.25));
        assertThat(status.idle()).isFalse();
    }

    @Test
    void aNodeWhosePlanIsDoneIsIdle() throws Exception {
        assertThat(read("{\"phase\": \"idle\", \"slot\": 40}").idle()).isTrue();
    }
}
