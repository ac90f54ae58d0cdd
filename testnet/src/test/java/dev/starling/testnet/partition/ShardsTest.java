package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.partition.Tables.Table;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardsTest {

    @Test
    void whereShardsFillClassesExactlyAMemberSeesAtMostKOfThem() throws NodeFailure {
        Rows rows = Tables.even(10, 100);
        for (long seed = 0; seed < 300; seed++) {
            Partition partition = new Partition(rows, 20, new Shards(2).deal(rows, 20, seed));
            for (int member = 0; member < 20; member++) {
                assertThat(partition.rows(member)).hasSize(50);
                assertThat(classesOf(partition, member)).isBetween(1, 2);
            }
        }
    }

    /** Each of the classes - 1 borders between classes is in one shard at most, and shows it one class more. */
    @Test
    void allMembersTogetherSeeAtMostOneClassForEachShardAndOneForEachBorder() throws NodeFailure {
        for (long seed = 0; seed < 300; seed++) {
            Table table = Tables.random(seed);
            int perMember = 1 + (int) seed % 3;
            if (fits(table.rows().count(), table.members(), perMember)) {
                Partition partition = table.dealt(new Shards(perMember), seed);
                int seen = IntStream.range(0, table.members())
                        .map(member -> classesOf(partition, member))
                        .sum();
                assertThat(seen)
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(
                                table.members() * perMember + table.rows().classes() - 1);
            }
        }
    }

    @Test
    void sharesDifferByAtMostARowAShard() throws NodeFailure {
        for (long seed = 0; seed < 300; seed++) {
            Table table = Tables.random(seed);
            if (fits(table.rows().count(), table.members(), 3)) {
                int[] sizes = Tables.sizes(table.dealt(new Shards(3), seed));
                int shards = 3 * table.members();
                assertThat(Arrays.stream(sizes))
                        .allMatch(size -> size >= 3 * (table.rows().count() / shards)
                                && size <= 3 * ((table.rows().count() + shards - 1) / shards));
            }
        }
    }

    @Test
    void shardsThatDoNotFitAreRefusedWithANumberThatDoes() {
        assertThatThrownBy(() -> new Shards(4).deal(Tables.even(1, 59), 10, 1))
                .isInstanceOfSatisfying(
                        NodeFailure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessage("10 members with 4 shards each cannot share 59 rows so that everybody has at least 5; "
                        + "write shards:1, or ask for fewer members");
    }

    @Test
    void theNumberThatARefusalProposesAlwaysFits() {
        Pattern proposal = Pattern.compile("write shards:(\\d+),");
        for (int count = 10; count < 200; count++) {
            Rows rows = Tables.even(1, count);
            for (int members = 1; members <= count / Floor.ROWS; members++) {
                int most = members;
                for (int perMember : new int[] {2, 4, 7, 50, Integer.MAX_VALUE}) {
                    try {
                        new Shards(perMember).deal(rows, members, 1);
                    } catch (NodeFailure refusal) {
                        Matcher proposed = proposal.matcher(refusal.message());
                        assertThat(proposed.find()).isTrue();
                        Shards fitting = new Shards(Integer.parseInt(proposed.group(1)));
                        assertThatCode(() -> fitting.deal(rows, most, 1)).doesNotThrowAnyException();
                    }
                }
            }
        }
    }

    private static boolean fits(int rows, int members, int perMember) {
        return perMember * (rows / (members * perMember)) >= Floor.ROWS;
    }

    private static int classesOf(Partition partition, int member) {
        return (int) Arrays.stream(partition.classCounts(member))
                .filter(count -> count > 0)
                .count();
    }
}
