package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.partition.Tables.Table;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionerTest {

    private static final int SEEDS = 300;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iid",
                "dirichlet:0.000001",
                "dirichlet:0.1",
                "dirichlet:1",
                "dirichlet:1000000",
                "shards:1",
                "quantity:0.01",
                "quantity:2",
                "column:v"
            })
    void everyRowHasOneOwnerEveryMemberFiveRowsAndOneSeedOneResult(String text) throws NodeFailure {
        Partitioner partitioner = Partitioner.parse(text);
        for (long seed = 0; seed < SEEDS; seed++) {
            Table table = Tables.random(seed);
            int[] owners = partitioner.deal(table.rows(), table.members(), seed);
            assertThat(owners).hasSize(table.rows().count());
            Partition partition = new Partition(table.rows(), table.members(), owners);
            assertThat(partition.test()).as("seed %d", seed).isEmpty();
            assertThat(Arrays.stream(Tables.sizes(partition)))
                    .as("seed %d", seed)
                    .allMatch(size -> size >= Floor.ROWS);
            assertThat(partitioner.deal(table.rows(), table.members(), seed)).isEqualTo(owners);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iid", "dirichlet:0.5", "shards:2", "quantity:0.5"})
    void anotherSeedDealsOtherRows(String text) throws NodeFailure {
        Partitioner partitioner = Partitioner.parse(text);
        Rows rows = Tables.even(4, 50);
        assertThat(partitioner.deal(rows, 5, 1)).isNotEqualTo(partitioner.deal(rows, 5, 2));
    }

    /** Written down once, so that another JVM, or another version of this program, is seen to deal the same. */
    @ParameterizedTest
    @CsvSource({
        "iid, 021110121222021221011000000122",
        "dirichlet:0.3, 121111221100002020001110011111",
        "shards:2, 222220000000000222221111111111",
        "quantity:0.5, 210110111001121122101211211111",
        "column:hospital, 022111020020111220221110200201",
    })
    void whoOwnsWhatIsTheSameOnEveryMachine(String text, String owners) throws NodeFailure {
        Rows rows = Tables.even(3, 10)
                .withKeys(IntStream.range(0, 30)
                        .mapToObj(row -> "v" + row * row % 17)
                        .toList());
        assertThat(Arrays.stream(Partitioner.parse(text).deal(rows, 3, 2026))
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining()))
                .isEqualTo(owners);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iid", "dirichlet:0.3", "shards:2", "quantity:0.5", "column:hospital", "file:owners.csv"})
    void moreMembersThanTheRowsSufficeForAreRefusedWithTheMost(String text) {
        Rows rows = Tables.even(1, 29);
        assertThatThrownBy(() -> Partitioner.parse(text).deal(rows.withKeys(Collections.nCopies(29, "v")), 12, 1))
                .isInstanceOfSatisfying(
                        NodeFailure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessage("12 members, but only 29 rows: every member needs at least 5; "
                        + "take a larger table, or ask for at most 5 members");
    }

    @Test
    void aTableOfFourRowsIsTooSmallForAnybody() {
        assertThatThrownBy(() -> new Iid().deal(Tables.even(1, 4), 1, 1))
                .hasMessage("1 member, but only 4 rows: every member needs at least 5; take a larger table");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iid",
                "dirichlet:0.3",
                "dirichlet:0.000001",
                "dirichlet:100",
                "shards:2",
                "quantity:0.5",
                "column:hospital",
                "column:ward: name",
                "file:owners.csv.gz"
            })
    void aWayToSplitReadsBackAsItIsWritten(String text) {
        Partitioner partitioner = Partitioner.parse(text);
        assertThat(partitioner.text()).isEqualTo(text);
        assertThat(Partitioner.parse(partitioner.text())).isEqualTo(partitioner);
    }

    @Test
    void anyConcentrationReadsBackExactly() {
        Sampler sampler = new Sampler(1);
        for (int i = 0; i < SEEDS; i++) {
            Partitioner drawn = new Dirichlet(Math.exp(12 * sampler.uniform() - 6));
            assertThat(Partitioner.parse(drawn.text())).isEqualTo(drawn);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dirichlett:0.3 | \"dirichlett:0.3\" is not a way to split; did you mean dirichlet:A? The ways are iid, dirich",
                "IID            | did you mean iid?",
                "random         | \"random\" is not a way to split; the ways are iid, dirichlet:A, shards:K, quantity:A",
                "''             | \"\" is not a way to split",
                "iid:3          | nothing comes after iid; write iid",
                "dirichlet      | dirichlet:A needs its A; write for example dirichlet:0.3. The ways to split are iid",
                "shards:        | shards:K needs its K",
                "column:        | column:NAME needs its NAME",
                "dirichlet:x    | \"x\" cannot be the A of dirichlet:A; write for example dirichlet:0.3",
                "dirichlet:NaN  | cannot be the A",
                "dirichlet:0    | the A of dirichlet:A is a number from 0.000001 to 1000000",
                "quantity:-1    | the A of quantity:A is a number from 0.000001 to 1000000",
                "shards:0       | the K of shards:K is a whole number, 1 or more",
                "shards:1.5     | \"1.5\" cannot be the K of shards:K; write for example shards:2",
                "shards:9999999999 | cannot be the K of shards:K",
            })
    void whatCannotBeReadIsAnsweredWithWhatCan(String text, String answer) {
        assertThatThrownBy(() -> Partitioner.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(answer);
    }

    @Test
    void aPathThatNoFileCanHaveIsRefused() {
        assertThatThrownBy(() -> Partitioner.parse("file:a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be the PATH of file:PATH");
    }
}
