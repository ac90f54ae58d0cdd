package dev.starling.node.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.charter.Charter.Classes;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Target;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Quantities;
import dev.starling.node.verdict.Comparison.Decision;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Target TWO = new Classes(List.of("no", "yes"));
    private static final Target THREE = new Classes(List.of("a", "b", "c"));
    private static final Target NUMBER = new Quantity(0, 2);

    private static Examples rows(int classes, int... labels) {
        return new Examples(1, classes, new float[labels.length], labels);
    }

    /** Of two classes the probabilities of the second. */
    private static float[] yes(double... probabilities) {
        float[] outputs = new float[2 * probabilities.length];
        for (int row = 0; row < probabilities.length; row++) {
            outputs[2 * row] = (float) (1 - probabilities[row]);
            outputs[2 * row + 1] = (float) probabilities[row];
        }
        return outputs;
    }

    private static float[] noisy(SplittableRandom random, int[] labels, double skill) {
        double[] probabilities = new double[labels.length];
        for (int row = 0; row < labels.length; row++) {
            double logit = skill * (labels[row] == 1 ? 1 : -1) + random.nextGaussian();
            probabilities[row] = 1 / (1 + Math.exp(-logit));
        }
        return yes(probabilities);
    }

    private static int[] coins(SplittableRandom random, int rows) {
        return random.ints(rows, 0, 2).toArray();
    }

    @Test
    void wilsonsIntervalIsThatOfThePaper() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        assertThat(Interval.ofShare(81, 263).low()).isCloseTo(0.2553, within(5e-5));
        assertThat(Interval.ofShare(81, 263).high()).isCloseTo(0.3662, within(5e-5));
        assertThat(Interval.ofShare(15, 148).low()).isCloseTo(0.0624, within(5e-5));
        assertThat(Interval.ofShare(15, 148).high()).isCloseTo(0.1605, within(5e-5));
        assertThat(Interval.ofShare(0, 20).low()).isZero();
        assertThat(Interval.ofShare(0, 20).high()).isCloseTo(0.1611, within(5e-5));
        assertThat(Interval.ofShare(29, 29).low()).isCloseTo(0.8830, within(5e-5));
        assertThat(Interval.ofShare(29, 29).high()).isEqualTo(1);
        assertThat(Interval.ofShare(0, 0).known()).isFalse();
    }

    @Test
    void theFiguresOfClassesAreThoseOfThePapers() {
        Judgement judgement = Judgement.of(yes(0.9, 0.6, 0.4, 0.8), rows(2, 1, 0, 1, 1), TWO);

        assertThat(judgement.score("accuracy").value()).isEqualTo(0.5);
        assertThat(judgement.score("auc").value()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(judgement.score("log_loss").value())
                .isCloseTo(-(2 * Math.log(0.4) + Math.log(0.9) + Math.log(0.8)) / 4, within(1e-6));
        assertThat(judgement.score("brier").value()).isCloseTo(2 * (0.01 + 0.36 + 0.36 + 0.04) / 4, within(1e-6));
        // bins of the told class: 0.9 right, 0.6 wrong and 0.6 wrong together, 0.8 right
        assertThat(judgement.score("calibration_error").value()).isCloseTo((0.1 + 1.2 + 0.2) / 4, within(1e-6));
        assertThat(judgement.classes().get(1).recall().value()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(judgement.classes().get(1).precision().value()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(judgement.classes().get(0).rows()).isEqualTo(1);
        assertThat(judgement.score("accuracy").interval()).isEqualTo(Interval.ofShare(2, 4));
        assertThat(judgement.classes().get(1).recall().interval()).isEqualTo(Interval.ofShare(2, 3));
    }

    @Test
    void whatSaturatesStaysOrderedAndFinite() {
        float[] outputs = {1, 0, 1 - 1e-7f, 1e-7f, 0, 1, 1, 1e-30f};
        Judgement judgement = Judgement.of(outputs, rows(2, 0, 1, 1, 1), TWO);

        assertThat(judgement.score("auc").value()).isEqualTo(1);
        assertThat(judgement.score("log_loss").value()).isFinite();
        assertThat(Judgement.of(yes(0, 1), rows(2, 1, 0), TWO).score("log_loss").value())
                .isCloseTo(-Math.log(Float.MIN_VALUE), within(1e-9));
        assertThat(Judgement.of(yes(0.2, 0.3), rows(2, 0, 0), TWO).score("auc").value())
                .isNaN();
        assertThat(Judgement.of(new float[] {0.2f, 0.3f, 0.5f}, rows(3, 2), THREE)
                        .score("auc")
                        .value())
                .isNaN();
    }

    @Test
    void ofMoreClassesTheAreaIsThatOfHandAndTill() {
        int[] labels = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2};
        int[] parts = {
            48, 8, 8, 32, 16, 16, 16, 40, 8, 16, 40, 8, 8, 32, 24, 24, 16, 24, 8, 16, 40, 16, 24, 24, 32, 8, 24, 4, 4,
            56
        };
        float[] outputs = new float[parts.length];
        for (int k = 0; k < parts.length; k++) {
            outputs[k] = parts[k] / 64f;
        }
        Score auc = Judgement.of(outputs, rows(3, labels), THREE).score("auc");

        // By counting pairs of rows with fractions: 3/4, 11/12 and 41/48 of the pairs of classes; scikit-learn says the
        // same
        // (roc_auc_score, multi_class="ovo", average="macro").
        assertThat(auc.value()).isCloseTo(121.0 / 144, within(1e-12));
        assertThat(Separation.of(outputs, new ClassLabels(3, labels)))
                .as("the same without intervals")
                .isEqualTo(auc.value());
        assertThat(Separation.of(new float[] {1, 2}, new Quantities(new float[] {1, 2})))
                .as("of quantities")
                .isNaN();
        assertThat(auc.interval().low()).isBetween(0.4, 0.8);
        assertThat(auc.interval().high()).isBetween(0.9, 1.0);
        assertThat(Judgement.of(new float[] {1, 0, 0, 0, 1, 0}, rows(3, 0, 1), THREE)
                        .score("auc")
                        .value())
                .as("of the classes that occur")
                .isEqualTo(1);
    }

    @Test
    void theAreaCountsEachRowAsOftenAsItWasDrawn() {
        SplittableRandom random = new SplittableRandom(11);
        int classes = 4;
        int[] labels = random.ints(60, 0, classes).toArray();
        float[] outputs = new float[60 * classes];
        for (int row = 0; row < 60; row++) {
            int rest = 16;
            for (int c = 0; c < classes - 1; c++) {
                int part = random.nextInt(rest + 1);
                outputs[row * classes + c] = part / 16f;
                rest -= part;
            }
            outputs[row * classes + classes - 1] = rest / 16f;
        }
        double[] weights = random.ints(60, 0, 3).asDoubleStream().toArray();

        double told = new Separation(outputs, new ClassLabels(classes, labels)).of(weights);

        assertThat(told).as("seed 11").isCloseTo(areaByPairs(outputs, labels, classes, weights), within(1e-12));
    }

    private static double areaByPairs(float[] outputs, int[] labels, int classes, double[] weights) {
        double[][] right = new double[classes][classes];
        double[][] all = new double[classes][classes];
        for (int row = 0; row < labels.length; row++) {
            for (int other = 0; other < labels.length; other++) {
                int c = labels[row];
                double weight = weights[row] * weights[other];
                float own = outputs[row * classes + c];
                float others = outputs[other * classes + c];
                right[c][labels[other]] += weight * (own > others ? 1 : own == others ? 0.5 : 0);
                all[c][labels[other]] += weight;
            }
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            for (int other = 0; other < classes; other++) {
                sum += c == other ? 0 : right[c][other] / all[c][other];
            }
        }
        return sum / (classes * (classes - 1));
    }

    @Test
    void ofMoreThanTwentyClassesNoAreaIsTold() {
        int[] labels = {0, 1, 20};
        Target many = new Classes(IntStream.range(0, 21).mapToObj(k -> "c" + k).toList());

        assertThat(Judgement.of(new float[3 * 21], rows(21, labels), many)
                        .score("auc")
                        .value())
                .isNaN();
    }

    @Test
    void theFiguresOfAQuantityAreInItsUnit() {
        Examples rows = new Examples(1, new float[4], new Quantities(new float[] {0, 1, 2, 3}));
        Judgement judgement = Judgement.of(new float[] {0, 1, 2, 5}, rows, NUMBER);

        assertThat(judgement.score("rmse").value()).isCloseTo(2, within(1e-9));
        assertThat(judgement.score("mae").value()).isCloseTo(1, within(1e-9));
        assertThat(judgement.score("r2").value()).isCloseTo(1 - 4.0 / 5, within(1e-9));
        assertThat(judgement.classes()).isEmpty();
    }

    @Test
    void aBootstrapIntervalHoldsTheTruthAboutAsOftenAsItSays() {
        int held = 0;
        for (int round = 0; round < 60; round++) {
            SplittableRandom random = new SplittableRandom(1000 + round);
            float[] errors = new float[150];
            for (int row = 0; row < errors.length; row++) {
                errors[row] = (float) random.nextGaussian();
            }
            Examples rows = new Examples(1, new float[150], new Quantities(new float[150]));
            Interval interval =
                    Judgement.of(errors, rows, new Quantity(0, 1)).score("rmse").interval();
            held += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
        }
        assertThat(held).as("of 60, seeds from 1000 on").isBetween(51, 60);
    }

    @Test
    void rowsOfOneGroupCountAsOne() {
        SplittableRandom random = new SplittableRandom(3);
        int[] patients = coins(random, 40);
        float[] once = noisy(random, patients, 0.8);
        int[] labels = new int[400];
        int[] groups = new int[400];
        float[] outputs = new float[800];
        for (int row = 0; row < 400; row++) {
            labels[row] = patients[row / 10];
            groups[row] = row / 10;
            System.arraycopy(once, 2 * (row / 10), outputs, 2 * row, 2);
        }
        Judgement alike = Judgement.of(outputs, rows(2, labels).withGroups(groups), TWO);
        Judgement apart = Judgement.of(outputs, rows(2, labels), TWO);
        Judgement few = Judgement.of(once, rows(2, patients), TWO);

        assertThat(alike.groups()).isEqualTo(40);
        double wide = width(few.score("accuracy"));
        assertThat(width(alike.score("accuracy"))).isCloseTo(wide, within(0.3 * wide));
        assertThat(width(apart.score("accuracy"))).isLessThan(0.5 * wide);
        assertThat(width(alike.classes().get(1).recall()))
                .isGreaterThan(2 * width(apart.classes().get(1).recall()));
    }

    private static double width(Score score) {
        return score.interval().high() - score.interval().low();
    }

    @Test
    void aBetterModelIsShownByEnoughRowsAndByFewNot() {
        SplittableRandom random = new SplittableRandom(4);
        int[] labels = coins(random, 1000);
        float[] better = noisy(random, labels, 1.5);
        float[] worse = noisy(random, labels, 0.7);

        Comparison many = Comparison.of(better, worse, rows(2, labels), TWO);
        Comparison turned = Comparison.of(worse, better, rows(2, labels), TWO);
        int[] twenty = Arrays.copyOf(labels, 20);
        Comparison few = Comparison.of(noisy(random, twenty, 1.5), noisy(random, twenty, 0.7), rows(2, twenty), TWO);

        assertThat(many.decision()).isEqualTo(Decision.SHARED_BETTER);
        assertThat(turned.decision()).isEqualTo(Decision.SHARED_WORSE);
        assertThat(many.differences().get(0).value())
                .isCloseTo(
                        many.shared().score("accuracy").value()
                                - many.alone().score("accuracy").value(),
                        within(1e-9));
        assertThat(many.differences())
                .allMatch(difference -> difference.interval().excludesZero()
                        || difference.name().equals("calibration_error"));
        assertThat(Sentence.of(many)).startsWith("The shared model is better").contains("points (95 % interval +");
        assertThat(Sentence.of(turned)).startsWith("The shared model is worse");
        assertThat(few.decision()).isEqualTo(Decision.NOT_SHOWN);
        assertThat(Sentence.of(few))
                .startsWith("No difference that these 20 rows can show")
                .contains("The intervals are wide: 20 rows are few.");
        assertThat(many.enough()).isBetween(10L, 1000L);
    }

    /** Power by simulation: with as many rows as are said to be enough, about four of five comparisons show it. */
    @Test
    void asManyRowsAsAreSaidToBeEnoughAreEnoughFourTimesOutOfFive() {
        SplittableRandom random = new SplittableRandom(6);
        int[] labels = coins(random, 5000);
        Comparison large = Comparison.of(noisy(random, labels, 1.2), noisy(random, labels, 1.0), rows(2, labels), TWO);
        int enough = (int) large.enough();
        int shown = 0;
        for (int round = 0; round < 100; round++) {
            int[] some = coins(random, enough);
            SignTest signs = SignTest.of(
                    Judgement.told(noisy(random, some, 1.2), rows(2, some), TWO),
                    Judgement.told(noisy(random, some, 1.0), rows(2, some), TWO));
            shown += signs.pValue() < 0.05 && signs.forShared() > signs.forAlone() ? 1 : 0;
        }
        assertThat(shown).as("of 100 with %d rows, seed 6", enough).isBetween(65, 92);
    }

    @Test
    void equalModelsDifferInNothing() {
        SplittableRandom random = new SplittableRandom(5);
        int[] labels = coins(random, 200);
        float[] outputs = noisy(random, labels, 1);
        Comparison comparison = Comparison.of(outputs, outputs.clone(), rows(2, labels), TWO);

        assertThat(comparison.decision()).isEqualTo(Decision.NOT_SHOWN);
        assertThat(comparison.differences()).allMatch(difference -> difference.value() == 0);
        assertThat(Sentence.of(comparison)).isEqualTo("Both models tell the same of these 200 rows: no difference.");
        assertThat(Comparison.of(outputs, outputs.clone(), rows(2, labels), TWO))
                .isEqualTo(comparison);
    }

    @Test
    void modelsThatAreRightEquallyOftenMayDifferInHowSureTheyAre() {
        SplittableRandom random = new SplittableRandom(8);
        int[] labels = coins(random, 300);
        float[] modest = noisy(random, labels, 1);
        float[] rash = modest.clone();
        for (int row = 0; row < 300; row++) {
            boolean yes = modest[2 * row + 1] > 0.5f;
            rash[2 * row + 1] = yes ? 0.999f : 0.001f;
            rash[2 * row] = 1 - rash[2 * row + 1];
        }
        Comparison comparison = Comparison.of(rash, flipped(modest, 0), rows(2, labels), TWO);

        assertThat(comparison.decision()).isEqualTo(Decision.NOT_SHOWN);
        assertThat(Sentence.of(comparison)).contains("Its probabilities are worse, though: log-loss +");
    }

    /** The same but for one row, on which the other class is told. */
    private static float[] flipped(float[] outputs, int row) {
        float[] other = outputs.clone();
        other[2 * row] = outputs[2 * row + 1];
        other[2 * row + 1] = outputs[2 * row];
        return other;
    }

    @Test
    void estimatesAreComparedByTheirErrors() {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[300];
        float[] near = new float[300];
        float[] far = new float[300];
        for (int row = 0; row < 300; row++) {
            values[row] = (float) random.nextGaussian();
            near[row] = values[row] + (float) (0.3 * random.nextGaussian());
            far[row] = values[row] + (float) (0.5 * random.nextGaussian());
        }
        Examples rows = new Examples(1, new float[300], new Quantities(values));

        Comparison comparison = Comparison.of(near, far, rows, NUMBER);

        assertThat(comparison.decision()).isEqualTo(Decision.SHARED_BETTER);
        assertThat(comparison.differences().get(0).value()).isNegative();
        assertThat(Sentence.of(comparison)).contains("RMSE 0.").contains("against");
    }

    @Test
    void thePValueIsThatOfTheExactSignTest() {
        assertThat(new SignTest(9, 1).pValue()).isCloseTo(22.0 / 1024, within(1e-12));
        assertThat(new SignTest(1, 9).pValue()).isCloseTo(22.0 / 1024, within(1e-12));
        assertThat(new SignTest(5, 0).pValue()).isCloseTo(2.0 / 32, within(1e-12));
        assertThat(new SignTest(4, 4).pValue()).isEqualTo(1);
        assertThat(new SignTest(0, 0).pValue()).isEqualTo(1);
        assertThat(new SignTest(2000, 1950).pValue()).isBetween(0.4, 0.5);
        assertThat(new SignTest(3000, 0).pValue()).isZero();
    }

    @Test
    void aRowSpeaksForTheModelThatAloneIsRightOrIsNearer() {
        Examples rows = rows(2, 0, 0, 1, 1);
        Told first = Judgement.told(yes(0.1, 0.1, 0.1, 0.8), rows, TWO);
        Told second = Judgement.told(yes(0.1, 0.6, 0.9, 0.4), rows, TWO);
        assertThat(SignTest.of(first, second)).isEqualTo(new SignTest(2, 1));

        Examples numbers = new Examples(1, new float[5], new Quantities(new float[] {0, 0, 1, 1, 2}));
        Told near = Judgement.told(new float[] {0.1f, -0.2f, 1, 3, 2.5f}, numbers, NUMBER);
        Told far = Judgement.told(new float[] {-0.3f, 0.1f, 4, 0.5f, 1.5f}, numbers, NUMBER);
        assertThat(SignTest.of(near, far)).isEqualTo(new SignTest(2, 2));
    }
}
