package dev.starling.testnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {

    /** The bounds are where the normal test statistic of the share, under the bound itself, is 1.96. */
    @Test
    void theBoundsAreTheSharesThatAScoreTestJustRejects() {
        for (int successes = 1; successes < 114; successes++) {
            double share = successes / 114.0;
            Interval interval = Interval.wilson(share, 114);
            for (double bound : new double[] {interval.low(), interval.high()}) {
                double score = Math.abs(share - bound) / Math.sqrt(bound * (1 - bound) / 114);
                assertThat(score).as("%d of 114", successes).isCloseTo(1.959964, within(1e-5));
            }
        }
    }

    @Test
    void aPerfectScoreOnFewRowsIsStillUncertain() {
        Interval interval = Interval.wilson(1, 16);
        assertThat(interval.high()).isCloseTo(1, within(1e-12));
        assertThat(interval.low()).isCloseTo(16 / (16 + 1.959964 * 1.959964), within(1e-6));
    }
}
