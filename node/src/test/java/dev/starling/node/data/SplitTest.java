package dev.starling.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    /** One feature a row: its own number. */
    private static Examples numbered(int... labels) {
        float[] features = new float[labels.length];
        for (int i = 0; i < features.length; i++) {
            features[i] = i;
        }
        return new Examples(1, 3, features, labels);
    }

    private static ClassLabels classes(Examples examples) {
        return (ClassLabels) examples.labels();
    }

    private static Examples random(SplittableRandom random, int rows) {
        return numbered(random.ints(rows, 0, 3).map(c -> c * c / 2).toArray());
    }

    @Test
    void noRowIsLostOrInBothParts() {
        SplittableRandom random = new SplittableRandom(5);
        for (int rows = 1; rows < 200; rows++) {
            Examples examples = random(random, rows);
            Split split = Split.holdout(examples, random.nextDouble(0, 0.9), random.nextLong());

            float[] all = new float[rows];
            System.arraycopy(
                    split.training().features(), 0, all, 0, split.training().rows());
            System.arraycopy(
                    split.holdout().features(),
                    0,
                    all,
                    split.training().rows(),
                    split.holdout().rows());
            Arrays.sort(all);
            assertThat(all).isEqualTo(examples.features());
            for (int i = 0; i < split.holdout().rows(); i++) {
                int row = (int) split.holdout().features()[i];
                assertThat(classes(split.holdout()).numbers()[i])
                        .isEqualTo(classes(examples).numbers()[row]);
            }
        }
    }

    @Test
    void theNumberOfTrainingRowsFollowsFromTheNumberOfRowsAlone() {
        SplittableRandom random = new SplittableRandom(6);
        for (int rows = 1; rows < 100; rows++) {
            for (double fraction : new double[] {0, 0.1, 0.2, 0.5, 0.9}) {
                int expected = Split.trainingRows(rows, fraction);
                assertThat(Split.holdout(random(random, rows), fraction, rows)
                                .training()
                                .rows())
                        .isEqualTo(expected);
                assertThat(expected).isBetween(1, rows);
                assertThat(expected == rows)
                        .as("nothing is held out of %s rows at %s", rows, fraction)
                        .isEqualTo(fraction == 0 || rows < 5);
            }
        }
        assertThat(Split.trainingRows(569, 0.2)).isEqualTo(455);
        assertThatIllegalArgumentException().isThrownBy(() -> Split.trainingRows(10, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Split.trainingRows(10, -0.1));
    }

    @Test
    void everyClassGivesItsShare() {
        int[] labels =
                IntStream.range(0, 1000).map(i -> i < 500 ? 0 : i < 900 ? 1 : 2).toArray();

        Split split = Split.holdout(numbered(labels), 0.2, 1);

        assertThat(classes(split.holdout()).counts()).containsExactly(100, 80, 20);
    }

    @Test
    void aClassKeepsItsOnlyRowForTraining() {
        for (long seed = 0; seed < 20; seed++) {
            Split split = Split.holdout(numbered(0, 0, 0, 1, 1, 2), 0.2, seed);

            assertThat(classes(split.training()).counts()[2]).isEqualTo(1);
            assertThat(split.holdout().rows()).isEqualTo(1);
        }
    }

    @Test
    void theSameSeedSplitsAlikeAndAnotherOtherwise() {
        Examples examples = random(new SplittableRandom(8), 100);

        float[] first = Split.holdout(examples, 0.2, 1).holdout().features();
        float[] again = Split.holdout(examples, 0.2, 1).holdout().features();
        float[] other = Split.holdout(examples, 0.2, 2).holdout().features();

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void quantitiesAreDrawnAtRandomAndKeepTheirRows() {
        float[] values = new float[50];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Examples examples = new Examples(1, values, new Quantities(values.clone()));

        Split split = Split.holdout(examples, 0.2, 3);

        assertThat(split.training().rows()).isEqualTo(40);
        assertThat(((Quantities) split.holdout().labels()).values())
                .hasSize(10)
                .isEqualTo(split.holdout().features());
        assertThat(Split.holdout(examples, 0.2, 3).holdout().features())
                .isEqualTo(split.holdout().features());
        assertThat(Split.holdout(examples, 0, 3).holdout().rows()).isZero();
    }
}
