package dev.starling.node.cli.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.observe.Advice;
import dev.starling.node.observe.StatusReport;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StatusTest {
    private static String text(String json) throws Exception {
        return Status.text(new ObjectMapper().readTree(json));
    }

    @Test
    void anAccuracyIsShownAsPerCent() throws Exception {
        assertThat(text("{\"metric\":\"accuracy\",\"localScore\":0.8,\"federatedScore\":0.917}"))
                .contains("hold-out      alone 80.0 %, federated 91.7 %");
    }

    @Test
    void whoeverIsNotAliveStandsThereWithWhoSaysSoAndWhy() throws Exception {
        String peers = "[{\"id\":\"aaaaaaaaaaaaaaaaaaaa\",\"organisation\":\"North\",\"state\":\"alive\"},"
                + "{\"id\":\"bbbbbbbbbbbbbbbbbbbb\",\"organisation\":\"South\",\"state\":\"suspect\","
                + "\"heldBy\":\"aaaaaaaaaaaaaaaaaaaa\",\"reason\":\"it is silent\",\"sinceMillis\":2500}]";
        assertThat(text("{\"peers\":" + peers + "}")).contains("suspect since 2.5 s: North says that it is silent");
    }

    @Test
    void whatOthersSaidOfThisMemberIsShown() throws Exception {
        assertThat(text("{\"accusations\":[{\"by\":\"aaaaaaaaaaaaaaaaaaaa\",\"kind\":\"dead\","
                        + "\"reason\":\"no answer\",\"silentMillis\":4100,\"sinceMillis\":9000}]}"))
                .contains("accused       dead by aaaaaaaaaaaaaaaa 9.0 s ago: no answer,"
                        + " nothing heard for 4100 ms; refuted");
    }

    @Test
    void anErrorIsShownAsANumberAndAScoreThatIsNotKnownInWords() throws Exception {
        assertThat(text("{\"metric\":\"rmse\",\"localScore\":null,\"federatedScore\":3.14159}"))
                .contains("hold-out      RMSE alone not known, federated 3.142");
    }

    @Test
    void oneScreenSaysItAll() throws Exception {
        String id = "0123456789abcdef".repeat(4);
        String json = """
                {"peer":"%s","organisation":"Hospital North","federation":"%s","phase":"paused","detail":"paused",
                "pausedBy":["schedule"],"pausedUntil":"2026-03-02T19:00:00Z","slot":12,"plannedSlots":40,"metric":"accuracy",
                "localScore":0.91,"federatedScore":0.957,"consensusDistance":0.0123,"bytesSent":1234567,"bytesReceived":7654321,
                "openTransactions":0,"voids":0,"verdicts":{"STALE":2},"accusations":[],
                "federatedMetrics":{"index":3,"members":3,"rows":114,"accuracy":0.947,"loss":0.15},
                "judging":null,"scaling":null,
                "peers":[{"id":"%s","organisation":"Hospital South","state":"dead","slot":9,"lag":3,"lastContactMillis":61000,
                "roundTripMicros":1500,"quarantined":false,"paused":false,"heldBy":"%s","sinceMillis":30000,
                "reason":"it does not answer"}],
                "alarms":[{"code":"peer_dead","text":"Hospital South is dead","remedy":"run `starling doctor`"}],
                "nextAction":"rests until 2026-03-02T19:00:00Z"}
                """.formatted(id, id, id.replace('0', 'f'), id);

        assertThat(text(json)).isEqualTo("""
                member        Hospital North  %s
                federation    %s
                phase         paused (paused), slot 12 of 40
                paused        by the times of training until 2026-03-02T19:00:00Z
                hold-out      alone 91.0 %%, federated 95.7 %%
                hold-outs     accuracy 94.7 %%, loss 0.1500 of consolidated model 3 on 114 rows of 3 members
                consensus     0.0123 from the mean, relative
                bytes         sent 1234567, received 7654321
                transactions  open 0, voided 0
                refused       STALE 2
                peer                     fingerprint      state      slot    lag      contact round trip
                Hospital South           f123456789abcdef dead          9      3     61 s ago     1.5 ms
                                         dead since 30.0 s: this member says that it does not answer
                ALARM         Hospital South is dead; run `starling doctor`
                next          rests until 2026-03-02T19:00:00Z""".formatted(id, id));
    }

    @Test
    void theSchemaNamesExactlyTheFieldsOfTheReport() {
        Set<String> fields = new TreeSet<>();
        for (Class<? extends Record> type : List.of(StatusReport.class, Advice.class)) {
            for (RecordComponent component : type.getRecordComponents()) {
                fields.add(component.getName());
            }
        }
        fields.remove("advice");
        Set<String> described = new TreeSet<>();
        StatusReport.schema().get("properties").fieldNames().forEachRemaining(described::add);
        assertThat(described).isEqualTo(fields);
    }
}
