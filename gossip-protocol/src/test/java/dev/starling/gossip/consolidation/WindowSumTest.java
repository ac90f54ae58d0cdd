package dev.starling.gossip.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.gossip.consolidation.WindowSum.Round;
import dev.starling.gossip.consolidation.WindowSum.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Window doubling for every number of participants, against the plain sum. */
final class WindowSumTest {

    static IntStream participants() {
        return IntStream.concat(IntStream.rangeClosed(1, 130), IntStream.of(333, 1000));
    }

    /** All participants through all rounds; what is sent in a round was taken before anybody heard anything in it. */
    private static List<WindowSum> run(long[][] inputs) {
        int n = inputs.length;
        List<WindowSum> sums = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            sums.add(new WindowSum(n, i, inputs[i].clone()));
        }
        for (int r = 0; r < WindowSum.rounds(n); r++) {
            List<long[]> sent = sums.stream().map(WindowSum::outgoing).toList();
            for (WindowSum sum : sums) {
                sum.incoming(sent.get(sum.current().from()));
            }
        }
        return sums;
    }

    @ParameterizedTest
    @MethodSource("participants")
    void everybodyEndsWithTheSameBitsOfTheWholeSumAfterLogTwoRounds(int n) {
        SplittableRandom random = new SplittableRandom(n);
        long[][] inputs = new long[n][];
        long[] expected = new long[5];
        for (int i = 0; i < n; i++) {
            inputs[i] = random.longs(5).toArray();
            for (int k = 0; k < 5; k++) {
                expected[k] += inputs[i][k];
            }
        }
        for (WindowSum sum : run(inputs)) {
            assertThat(sum.complete()).isTrue();
            assertThat(sum.round()).isEqualTo(ceilLog2(n));
            assertThat(sum.total()).isEqualTo(expected);
        }
    }

    static IntStream fewParticipants() {
        return IntStream.rangeClosed(1, 130);
    }

    @ParameterizedTest
    @MethodSource("fewParticipants")
    void everyInputIsCountedExactlyOnceByEverybody(int n) {
        long[][] inputs = new long[n][n];
        for (int i = 0; i < n; i++) {
            inputs[i][i] = 1;
        }
        long[] once = new long[n];
        Arrays.fill(once, 1);
        run(inputs).forEach(sum -> assertThat(sum.total()).isEqualTo(once));
    }

    @ParameterizedTest
    @MethodSource("participants")
    void inARoundEverybodySendsOnceAndHearsOnceFromWhoeverSendsToIt(int n) {
        List<List<Round>> plans =
                IntStream.range(0, n).mapToObj(i -> WindowSum.plan(n, i)).toList();
        for (int r = 0; r < WindowSum.rounds(n); r++) {
            boolean[] heard = new boolean[n];
            Window window = plans.get(0).get(r).window();
            for (int i = 0; i < n; i++) {
                Round round = plans.get(i).get(r);
                assertThat(round.to()).isNotEqualTo(i);
                assertThat(plans.get(round.to()).get(r).from()).isEqualTo(i);
                assertThat(round.window()).isEqualTo(window);
                assertThat(heard[round.to()]).isFalse();
                heard[round.to()] = true;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "2, 1",
        "5, 3",
        "7, 3",
        "8, 3",
        "12, 4",
        "17, 5",
        "25, 5",
        "32, 5",
        "50, 6",
        "100, 7",
        "256, 8",
        "500, 9",
        "1000, 10"
    })
    void theNumberOfRoundsIsTheLowerBound(int n, int rounds) {
        assertThat(WindowSum.rounds(n)).isEqualTo(rounds).isEqualTo(ceilLog2(n));
        assertThat(WindowSum.plan(n, n - 1)).hasSize(rounds);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        WindowSum sum = new WindowSum(2, 1, new long[] {1, 2});
        assertThatThrownBy(sum::total).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sum.incoming(new long[3])).isInstanceOf(IllegalArgumentException.class);
        sum.incoming(new long[] {3, 4});
        assertThat(sum.total()).containsExactly(4, 6);
        assertThatThrownBy(() -> sum.incoming(new long[2])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> WindowSum.plan(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WindowSum.rounds(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int ceilLog2(int n) {
        int rounds = 0;
        while (1L << rounds < n) {
            rounds++;
        }
        return rounds;
    }
}
