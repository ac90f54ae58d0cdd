package dev.starling.node.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter written = new StringWriter();
    private final ProgressLine progress = new ProgressLine(new PrintWriter(written), ProgressLine.Style.PLAIN);

    @Test
    void anIdleNodeWritesALineAMinuteAndATrainingOneALineASlot() {
        for (int second = 1; second <= 150; second++) {
            progress.show(status("idle", 40, 1000L * second), second * SECOND, false);
        }
        assertThat(written.toString().lines()).hasSize(3);
        for (int second = 151; second <= 160; second++) {
            progress.show(status("training", second, 0), second * SECOND, false);
        }
        assertThat(written.toString().lines()).hasSize(13);
    }

    @Test
    void anAccuracyIsShownAsPerCentAndAnErrorAsANumberOfFourDigits() {
        assertThat(ProgressLine.text(status("training", 1, 0))).contains("hold-out 50.0 %");
        assertThat(ProgressLine.text(status("training", "rmse", 3.14159))).contains("hold-out 3.142 ");
        assertThat(ScoreText.of("rmse", 48_231.7)).isEqualTo("48230");
        assertThat(ScoreText.of("rmse", 0.000123456)).isEqualTo("0.0001235");
        assertThat(ScoreText.of("accuracy", 0.9166)).isEqualTo("91.7 %");
        assertThat(ScoreText.named("rmse", 2)).isEqualTo("RMSE 2");
        assertThat(ScoreText.of("rmse", Double.POSITIVE_INFINITY)).isEqualTo("not finite");
    }

    @Test
    void theJsonLineNamesTheMetric() {
        new ProgressLine(new PrintWriter(written), ProgressLine.Style.JSON)
                .show(status("training", "rmse", 3.5), SECOND, false);

        assertThat(written.toString()).contains("\"metric\":\"rmse\",\"federatedScore\":3.5,");
    }

    private static StatusReport status(String detail, int slot, long bytes) {
        return status(detail, slot, bytes, "accuracy", 0.5);
    }

    private static StatusReport status(String detail, String metric, double score) {
        return status(detail, 1, 0, metric, score);
    }

    private static StatusReport status(String detail, int slot, long bytes, String metric, double score) {
        return new StatusReport(
                "",
                "",
                "",
                detail,
                detail,
                List.of(),
                null,
                1,
                slot,
                40,
                List.of(),
                metric,
                null,
                score,
                0.5,
                0.5,
                bytes,
                bytes,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                Map.of(),
                0,
                null,
                0,
                0,
                0,
                List.of(),
                null,
                0,
                List.of(),
                null,
                null,
                null,
                null,
                new Advice(List.of(), ""));
    }
}
