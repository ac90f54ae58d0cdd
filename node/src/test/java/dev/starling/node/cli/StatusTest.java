package dev.starling.node.cli;

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
    void anErrorIsShownAsANumberAndAScoreThatIsNotKnownInWords() throws Exception {
        assertThat(text("{\"metric\":\"rmse\",\"localScore\":null,\"federatedScore\":3.14159}"))
                .contains("hold-out      RMSE alone not known, federated 3.142");
    }
}
