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

    private static StatusReport status(String detail, int slot, long bytes) {
        return new StatusReport(
                "", "", "", detail, detail, 1, slot, 40, List.of(), null, 0.5, 0.5, 0.5, bytes, bytes, 0, 0, 0, 0,
                List.of(), List.of(), Map.of());
    }
}
