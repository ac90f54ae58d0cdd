package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.partition.Tables.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ByColumnTest {

    private final ByColumn byHospital = new ByColumn("hospital");

    @Test
    void noValueIsEverSplitAndNoShareIsAheadByMoreThanOneValue() throws NodeFailure {
        for (long seed = 0; seed < 300; seed++) {
            Table table = Tables.random(seed);
            List<String> keys = table.rows().keys();
            int[] owners = byHospital.deal(table.rows(), table.members(), seed);
            Map<String, Integer> ownerOf = new HashMap<>();
            Map<String, Integer> sizes = new HashMap<>();
            for (int row = 0; row < owners.length; row++) {
                sizes.merge(keys.get(row), 1, Integer::sum);
                Integer before = ownerOf.put(keys.get(row), owners[row]);
                assertThat(before == null || before == owners[row])
                        .as("row %d, seed %d", row, seed)
                        .isTrue();
            }
            int[] shares = Floor.sizes(owners, table.members());
            int ahead = Arrays.stream(shares).max().orElseThrow()
                    - Arrays.stream(shares).min().orElseThrow();
            // The richest was poorest before its last value came; with a member a value nothing is balanced.
            assertThat(ahead).as("seed %d", seed).isLessThanOrEqualTo(Collections.max(sizes.values()));
        }
    }

    @Test
    void asManyValuesAsMembersAreTheMembersInSortedOrderAndNameThem() throws NodeFailure {
        Rows rows = keyed(List.of(repeated("Fir", 7), repeated("Alder", 5), repeated("Birch", 6)));
        int[] owners = byHospital.deal(rows, 3, 1);
        assertThat(Floor.sizes(owners, 3)).containsExactly(5, 6, 7);
        assertThat(byHospital.names(rows, 3)).containsExactly("Alder", "Birch", "Fir");
        assertThat(byHospital.deal(rows, 3, 2)).isEqualTo(owners);
    }

    @Test
    void moreValuesThanMembersAreBalancedAndNameNobody() throws NodeFailure {
        Rows rows = keyed(List.of(repeated("a", 9), repeated("b", 8), repeated("c", 6), repeated("d", 5)));
        assertThat(Floor.sizes(byHospital.deal(rows, 2, 1), 2)).containsExactly(14, 14);
        assertThat(byHospital.names(rows, 2)).isEmpty();
    }

    @Test
    void theSeedOrdersValuesOfOneSize() throws NodeFailure {
        Rows rows = keyed(List.of(repeated("a", 5), repeated("b", 5), repeated("c", 5), repeated("d", 5)));
        List<int[]> deals = new ArrayList<>();
        for (long seed = 0; seed < 50; seed++) {
            deals.add(byHospital.deal(rows, 2, seed));
        }
        assertThat(deals.stream().map(Arrays::toString).distinct()).hasSize(6);
    }

    @Test
    void fewerValuesThanMembersAreRefusedWithTheirNumber() {
        Rows rows = keyed(List.of(repeated("a", 20), repeated("b", 20)));
        assertThatThrownBy(() -> byHospital.deal(rows, 3, 1))
                .isInstanceOfSatisfying(
                        NodeFailure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessage("column \"hospital\" has 2 values, too few for 3 members; ask for at most 2, "
                        + "or split by another column");
    }

    @Test
    void aValueThatIsTooSmallToBeAMemberIsRefusedAndNotNamed() {
        Rows rows = keyed(List.of(repeated("a", 20), repeated("Zelda", 2)));
        assertThatThrownBy(() -> byHospital.deal(rows, 2, 1))
                .hasMessage("by column \"hospital\" one of 2 members would hold 2 rows, and needs at least 5; "
                        + "ask for fewer members, so that more values come together");
    }

    @Test
    void anEmptyCellIsRefusedWithItsRow() {
        Rows rows = keyed(List.of(repeated("a", 20), repeated(" ", 2)));
        assertThatThrownBy(() -> byHospital.deal(rows, 1, 1))
                .isInstanceOfSatisfying(
                        NodeFailure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.DATA))
                .hasMessage("column \"hospital\" is empty in 2 rows, first in row 21; fill it in, "
                        + "or leave these rows out");
    }

    @Test
    void rowsWithoutTheColumnAreTheCallersMistake() {
        assertThat(byHospital.column()).contains("hospital");
        assertThatThrownBy(() -> byHospital.deal(Tables.even(2, 20), 2, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> repeated(String value, int times) {
        return Collections.nCopies(times, value);
    }

    private static Rows keyed(List<List<String>> groups) {
        List<String> keys = groups.stream().flatMap(List::stream).toList();
        return Tables.even(1, keys.size()).withKeys(keys);
    }
}
