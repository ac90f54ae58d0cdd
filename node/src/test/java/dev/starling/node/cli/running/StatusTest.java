package dev.starling.node.cli.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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
}
