package dev.starling.node.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Quantities;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
            Split split = Split.of(examples, Shares.holdout(random.nextDouble(0, 0.9)), random.nextLong());

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
                int expected = Shares.holdout(fraction).trainingRows(rows);
                assertThat(Split.of(random(random, rows), Shares.holdout(fraction), rows)
                                .training()
                                .rows())
                        .isEqualTo(expected);
                assertThat(expected).isBetween(1, rows);
                assertThat(expected == rows)
                        .as("nothing is held out of %s rows at %s", rows, fraction)
                        .isEqualTo(fraction == 0 || rows < 5);
            }
        }
        assertThat(Shares.holdout(0.2).trainingRows(569)).isEqualTo(455);
        assertThatIllegalArgumentException().isThrownBy(() -> Shares.holdout(1).trainingRows(10));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shares.holdout(-0.1).trainingRows(10));
    }

    @Test
    void everyClassGivesItsShare() {
        int[] labels =
                IntStream.range(0, 1000).map(i -> i < 500 ? 0 : i < 900 ? 1 : 2).toArray();

        Split split = Split.of(numbered(labels), Shares.holdout(0.2), 1);

        assertThat(classes(split.holdout()).counts()).containsExactly(100, 80, 20);
    }

    @Test
    void aClassKeepsItsOnlyRowForTraining() {
        for (long seed = 0; seed < 20; seed++) {
            Split split = Split.of(numbered(0, 0, 0, 1, 1, 2), Shares.holdout(0.2), seed);

            assertThat(classes(split.training()).counts()[2]).isEqualTo(1);
            assertThat(split.holdout().rows()).isEqualTo(1);
        }
    }

    @Test
    void theSameSeedSplitsAlikeAndAnotherOtherwise() {
        Examples examples = random(new SplittableRandom(8), 100);

        float[] first = Split.of(examples, Shares.holdout(0.2), 1).holdout().features();
        float[] again = Split.of(examples, Shares.holdout(0.2), 1).holdout().features();
        float[] other = Split.of(examples, Shares.holdout(0.2), 2).holdout().features();

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

        Split split = Split.of(examples, Shares.holdout(0.2), 3);

        assertThat(split.training().rows()).isEqualTo(40);
        assertThat(((Quantities) split.holdout().labels()).values())
                .hasSize(10)
                .isEqualTo(split.holdout().features());
        assertThat(Split.of(examples, Shares.holdout(0.2), 3).holdout().features())
                .isEqualTo(split.holdout().features());
        assertThat(Split.of(examples, Shares.holdout(0), 3).holdout().rows()).isZero();
    }

    @Test
    void aValidationPartComesFromTheRowsToTrainOnAndLeavesTheHoldoutAsItIs() {
        int[] labels = new int[200];
        Arrays.fill(labels, 100, 200, 1);
        Split without = Split.of(numbered(labels), Shares.holdout(0.2), 7);
        Split with = Split.of(numbered(labels), new Shares(0.2, 0.25), 7);

        assertThat(without.validation().rows()).isZero();
        assertThat(with.holdout().features()).isEqualTo(without.holdout().features());
        assertThat(classes(with.validation()).counts()).startsWith(25, 25);
        assertThat(classes(with.training()).counts()).startsWith(55, 55);
        assertThat(new Shares(0.2, 0.25).trainingRows(200)).isEqualTo(110);
        assertThat(new Shares(0.4, 0.5).trainingRows(5)).isEqualTo(1);
        assertThat(new Shares(0.4, 0.5).trainingRows(4)).isEqualTo(4);
        assertThatIllegalArgumentException().isThrownBy(() -> new Shares(0.5, 0.5));
    }

    @Test
    void noGroupIsEverOnTwoSidesAndTheSharesAreNearlyKept() {
        SplittableRandom random = new SplittableRandom(31);
        for (int round = 0; round < 300; round++) {
            int rows = random.nextInt(5, 400);
            int[] groups = groups(random, rows, random.nextInt(1, 9));
            Examples examples = random(random, rows).withGroups(groups);
            Shares shares = new Shares(random.nextDouble(0.05, 0.4), random.nextDouble(0, 0.4));
            Parts parts = Split.parts(examples, shares, round);

            assertThat(all(parts))
                    .as("seed 31, round %d", round)
                    .isEqualTo(IntStream.range(0, rows).toArray());
            Set<Integer> training = groupsOf(groups, parts.training());
            Set<Integer> validation = groupsOf(groups, parts.validation());
            Set<Integer> holdout = groupsOf(groups, parts.holdout());
            assertThat(Collections.disjoint(training, holdout) && Collections.disjoint(training, validation))
                    .as("seed 31, round %d", round)
                    .isTrue();
            assertThat(Collections.disjoint(validation, holdout)).isTrue();
            assertThat(training).isNotEmpty();
            if (training.size() + holdout.size() + validation.size() > 50) {
                assertThat(parts.holdout().length).isCloseTo(shares.heldOut(rows), within(20));
                assertThat(parts.training().length).isCloseTo(shares.trainingRows(rows), within(30));
            }
        }
    }

    @Test
    void groupsOfOneClassEachAreHeldOutFromEveryClass() {
        int[] labels = IntStream.range(0, 600).map(row -> row < 480 ? 0 : 1).toArray();
        int[] groups = IntStream.range(0, 600).map(row -> row / 3).toArray();
        for (int seed = 0; seed < 20; seed++) {
            Split split = Split.of(numbered(labels).withGroups(groups), Shares.holdout(0.25), seed);

            assertThat(split.holdout().rows()).as("seed %d", seed).isBetween(135, 165);
            assertThat(classes(split.holdout()).counts()[1]).as("seed %d", seed).isBetween(20, 40);
            assertThat(split.holdout().groups().orElseThrow())
                    .hasSize(split.holdout().rows());
        }
    }

    @Test
    void oneGroupIsHeldOutEvenWhenEachIsTooLargeAndOneIsAlwaysLeft() {
        int[] halves = IntStream.range(0, 40).map(row -> row < 19 ? 0 : 1).toArray();
        Split split = Split.of(numbered(new int[40]).withGroups(halves), new Shares(0.1, 0.1), 1);
        Split whole = Split.of(numbered(new int[40]).withGroups(new int[40]), new Shares(0.1, 0.1), 1);

        assertThat(split.holdout().rows()).isEqualTo(19);
        assertThat(split.training().rows()).isEqualTo(21);
        assertThat(whole.training().rows()).isEqualTo(40);
    }

    private static int[] groups(SplittableRandom random, int rows, int largest) {
        int[] groups = new int[rows];
        int group = 0;
        for (int row = 0; row < rows; group++) {
            for (int left = random.nextInt(1, largest + 1); left > 0 && row < rows; left--) {
                groups[row++] = group;
            }
        }
        return groups;
    }

    private static Set<Integer> groupsOf(int[] groups, int[] rows) {
        return IntStream.of(rows).mapToObj(row -> groups[row]).collect(Collectors.toSet());
    }

    private static int[] all(Parts parts) {
        return Stream.of(parts.training(), parts.validation(), parts.holdout())
                .flatMapToInt(IntStream::of)
                .sorted()
                .toArray();
    }
}
