package dev.starling.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

final class CpuShareTest {
    private static final long MILLI = 1_000_000;

    private long now = 77;
    private long rested;

    private void sleep(long nanos) {
        rested += nanos;
        now += nanos;
    }

    private void work(CpuShare share, int pieces, long nanos) {
        share.begin();
        for (int k = 0; k < pieces; k++) {
            now += nanos;
            share.worked();
        }
    }

    @Test
    void aQuarterOfTheTimeIsWorkedAndTheRestRested() {
        CpuShare share = new CpuShare(0.25, () -> now, this::sleep);
        work(share, 100, 10 * MILLI);
        assertThat(rested).isEqualTo(3000 * MILLI);
    }

    @Test
    void shortPiecesArePutTogether() {
        CpuShare share = new CpuShare(0.5, () -> now, this::sleep);
        work(share, 1, MILLI);
        assertThat(rested).isZero();
        work(share, 999, MILLI);
        assertThat(rested).isCloseTo(1000 * MILLI, offset(2 * MILLI));
    }

    @Test
    void aRestThatWasCutShortIsMadeUpForAndOneThatWasTooLongIsNotPaidBack() {
        CpuShare share = new CpuShare(0.5, () -> now, nanos -> sleep(nanos / 2));
        work(share, 1000, 10 * MILLI);
        assertThat(rested).isCloseTo(10_000 * MILLI, offset(20 * MILLI));

        rested = 0;
        CpuShare tired = new CpuShare(0.5, () -> now, nanos -> sleep(3 * nanos));
        work(tired, 10, 10 * MILLI);
        assertThat(rested).isEqualTo(300 * MILLI);
    }

    @Test
    void whoMayWorkAllTheTimeNeverRests() {
        CpuShare share = new CpuShare(1, () -> now, this::sleep);
        work(share, 100, 10 * MILLI);
        assertThat(rested).isZero();
    }

    @Test
    void waitingBetweenTrainingsIsNoWork() {
        CpuShare share = new CpuShare(0.5, () -> now, this::sleep);
        work(share, 1, 10 * MILLI);
        now += 5000 * MILLI;
        work(share, 1, 10 * MILLI);
        assertThat(rested).isEqualTo(20 * MILLI);
    }
}
