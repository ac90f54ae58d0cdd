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
                {"phase": "training", "slot": 12, "bytesSent": 3456, "exchanges": 7, "exchangeMillis": 1.5,
                  "offerDiskMillis": 0.25, "awaitedReplyMillis": 0.125, "replySyncMillis": 0.5, "peers": [
                  {"state": "alive", "linked": true}, {"state": "left", "linked": false},
                  {"state": "alive", "linked": false}]}
                """);
        assertThat(status).isEqualTo(new NodeStatus("training", 12, 2, 1, 3456, 7, 1.5, 0.25, 0.125, 0.5, 0, null));
        assertThat(status.idle()).isFalse();
    }

    @Test
    void federatedMetricsAreSharesForClassesAndErrorsForQuantities() throws Exception {
        NodeStatus classes = read("""
                {"phase": "idle", "consolidated": {"index": 4}, "federatedMetrics":
                  {"index": 3, "members": 5, "rows": 63, "correct": 60, "accuracy": 0.95, "loss": 0.125, "rmse": null}}
                """);
        assertThat(classes.models()).isEqualTo(4);
        assertThat(classes.metrics()).isEqualTo(new NodeStatus.Metrics(3, 5, 63, 0.95, 0.125));
        NodeStatus quantities = read("""
                {"phase": "idle", "consolidated": null, "federatedMetrics":
                  {"index": 1, "members": 3, "rows": 30, "correct": null, "accuracy": null, "loss": 0.5, "rmse": 6.25}}
                """);
        assertThat(quantities.metrics()).isEqualTo(new NodeStatus.Metrics(1, 3, 30, 6.25, 0.5));
        assertThat(read("{\"phase\": \"idle\", \"federatedMetrics\": null}").metrics())
                .isNull();
    }

    @Test
    void aNodeWhosePlanIsDoneIsIdle() throws Exception {
        assertThat(read("{\"phase\": \"idle\", \"slot\": 40}").idle()).isTrue();
    }
}
