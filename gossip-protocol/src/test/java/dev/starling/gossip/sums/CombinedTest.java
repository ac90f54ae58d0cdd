package dev.starling.gossip.sums;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What totals of several lists would show together. */
final class CombinedTest {
    private static final List<PeerId> ALL = IntStream.range(0, 26)
            .mapToObj(m -> new PeerId(Digest.of(new byte[] {(byte) m})))
            .toList();

    private static List<PeerId> list(String members) {
        return members.chars().mapToObj(m -> ALL.get(m - 'a')).toList();
    }

    private static boolean safe(String... lists) {
        Set<List<PeerId>> sets = new LinkedHashSet<>();
        for (String members : lists) {
            sets.add(list(members));
        }
        return Combined.areSafe(sets);
    }

    @Test
    void aListHasThreeMembersAndTwoListsDifferByThree() {
        assertThat(safe("abc")).isTrue();
        assertThat(safe("ab")).isFalse();
        assertThat(safe("abcde", "abcd")).isFalse();
        assertThat(safe("abcde", "abcdf")).isFalse();
        assertThat(safe("abcdef", "abc")).isTrue();
        assertThat(safe("abcde", "abfgh")).isTrue();
    }

    @Test
    void listsThatDifferByThreeEachMayShowOneMemberTogether() {
        // The first less the second is abc, the first less the third is def, and the first less both is what is left.
        assertThat(safe("abcdefh", "defh")).isTrue();
        assertThat(safe("abcdefh", "defh", "abch")).isFalse();
        assertThat(safe("abcdefhij", "defhij", "abchij")).isTrue();
        assertThat(safe("abcdefhij", "defhij", "abchij", "ghij")).isFalse();
    }

    /** Against all combinations with small whole coefficients: those of three lists are no larger. */
    @Test
    void whatIsSafeHasNoCombinationOfFewerThanThreeMembersAndWhatIsNotHasOne() {
        SplittableRandom random = new SplittableRandom(4);
        int unsafe = 0;
        for (int round = 0; round < 3000; round++) {
            int members = 4 + random.nextInt(6);
            int count = 1 + random.nextInt(3);
            List<int[]> rows = new ArrayList<>();
            List<List<PeerId>> lists = new ArrayList<>();
            for (int l = 0; l < count; l++) {
                int[] row = random.ints(members, 0, 2).toArray();
                rows.add(row);
                lists.add(IntStream.range(0, members)
                        .filter(m -> row[m] == 1)
                        .mapToObj(ALL::get)
                        .toList());
            }
            boolean found = fewest(rows, members) < 3;
            assertThat(Combined.areSafe(lists)).as("round %d", round).isEqualTo(!found);
            unsafe += found ? 1 : 0;
        }
        assertThat(unsafe).isBetween(500, 2500);
    }

    /** Entries of the combination that has the fewest, but for 0. */
    private static int fewest(List<int[]> rows, int members) {
        int base = 7;
        int fewest = Integer.MAX_VALUE;
        for (int code = 0; code < Math.pow(base, rows.size()); code++) {
            int[] sum = new int[members];
            int rest = code;
            for (int[] row : rows) {
                for (int m = 0; m < members; m++) {
                    sum[m] += (rest % base - 3) * row[m];
                }
                rest /= base;
            }
            int entries = (int) IntStream.of(sum).filter(entry -> entry != 0).count();
            fewest = entries == 0 ? fewest : Math.min(fewest, entries);
        }
        return fewest;
    }
}
