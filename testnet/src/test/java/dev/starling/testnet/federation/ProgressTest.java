package dev.starling.testnet.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testnet.report.Score;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter written = new StringWriter();

    private Progress progress(boolean terminal) {
        Progress progress = new Progress(new PrintWriter(written), terminal);
        progress.expect(40, Score.ACCURACY);
        return progress;
    }

    private static List<Progress.Line> members(int slot) {
        return List.of(
                new Progress.Line("Alder", slot, Optional.of(0.965), 4, 41_300, "training"),
                new Progress.Line("Birch", slot - 1, Optional.empty(), 1, 900, "left"));
    }

    @Test
    void withoutATerminalThereIsOnePlainLineASecond() {
        Progress progress = progress(false);
        progress.members(10_000, members(17));
        progress.members(10_900, members(18));
        progress.members(11_000, members(19));
        assertThat(written.toString().lines())
                .containsExactly(
                        "[ 10.0 s] slot 17/40  Alder 96.5 %, 4 peers, 41 kB, training | Birch -, 1 peer, 1 kB, left",
                        "[ 11.0 s] slot 19/40  Alder 96.5 %, 4 peers, 41 kB, training | Birch -, 1 peer, 1 kB, left");
        assertThat(written.toString()).doesNotContain("\u001b").doesNotContain("\r");
    }

    @Test
    void onATerminalTheTableIsRewrittenInPlace() {
        Progress progress = progress(true);
        progress.members(1_000, members(17));
        assertThat(written.toString()).doesNotContain("\u001b");
        progress.members(1_500, members(18));
        assertThat(written.toString()).contains("\u001b[3A\u001b[J").contains("18/40");
    }

    @Test
    void aPhaseLeavesTheTableAboveItStanding() {
        Progress progress = progress(true);
        progress.members(1_000, members(17));
        progress.phase(1_100, "Fir joins, by invitation");
        progress.members(1_200, members(17));
        assertThat(written.toString()).doesNotContain("\u001b").contains("[  1.1 s] Fir joins, by invitation");
    }
}
