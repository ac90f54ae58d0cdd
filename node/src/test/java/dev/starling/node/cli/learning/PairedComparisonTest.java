package dev.starling.node.cli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.config.Metric;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Quantities;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    private static PairedComparison byClass(int rows, int forFirst, int forSecond) {
        return new PairedComparison(Metric.ACCURACY, rows, forFirst, forSecond);
    }

    @Test
    void thePValueIsThatOfTheExactSignTest() {
        assertThat(byClass(50, 9, 1).pValue()).isCloseTo(22.0 / 1024, within(1e-12));
        assertThat(byClass(50, 1, 9).pValue()).isCloseTo(22.0 / 1024, within(1e-12));
        assertThat(byClass(50, 5, 0).pValue()).isCloseTo(2.0 / 32, within(1e-12));
    }

    @Test
    void equalModelsDifferByChanceOnly() {
        assertThat(byClass(50, 0, 0).pValue()).isEqualTo(1);
        assertThat(byClass(50, 4, 4).pValue()).isEqualTo(1);
        assertThat(byClass(50, 4, 4).sentence()).contains("equally often");
    }

    @Test
    void manyRowsDoNotUnderflow() {
        assertThat(byClass(9000, 2000, 1950).pValue()).isBetween(0.4, 0.5);
        assertThat(byClass(9000, 3000, 0).pValue()).isZero();
    }

    @Test
    void onlyRowsOnWhichTheModelsDifferInBeingRightCount() {
        Examples rows = new Examples(1, 2, new float[4], new int[] {0, 0, 1, 1});
        float[] first = {0.9f, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 0.2f, 0.8f};
        float[] second = {0.9f, 0.1f, 0.4f, 0.6f, 0.1f, 0.9f, 0.6f, 0.4f};

        assertThat(PairedComparison.of(first, second, rows.labels())).isEqualTo(byClass(4, 2, 1));
    }

    @Test
    void theSentenceNamesTheBetterModelAndWhetherChanceExplainsIt() {
        assertThat(byClass(100, 9, 1).sentence())
                .contains("shared model is right on 8 more of 100 rows")
                .contains("more than chance explains");
        assertThat(byClass(100, 1, 3).sentence())
                .contains("own model is right on 2 more")
                .contains("may be chance");
    }

    @Test
    void anEstimateSpeaksForTheModelWhoseErrorIsSmaller() {
        Quantities values = new Quantities(new float[] {0, 0, 1, 1, 2});
        float[] first = {0.1f, -0.2f, 1, 3, 2.5f};
        float[] second = {-0.3f, 0.1f, 4, 0.5f, 1.5f};

        assertThat(PairedComparison.of(first, second, values)).isEqualTo(new PairedComparison(Metric.RMSE, 5, 2, 2));
    }

    @Test
    void theSentenceOnEstimatesSpeaksOfCloserNotOfRight() {
        assertThat(new PairedComparison(Metric.RMSE, 100, 70, 30).sentence())
                .contains("shared model is closer on 40 more of 100 rows")
                .contains("(shared closer: 70, alone closer: 30; p = 0.000)")
                .contains("more than chance explains");
        assertThat(new PairedComparison(Metric.RMSE, 4, 2, 2).sentence()).contains("closer equally often");
    }
}
