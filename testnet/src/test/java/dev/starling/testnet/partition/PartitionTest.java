package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionTest {

    private final Rows rows = new Rows(3, new int[] {0, 1, 0, 1, 0});
    private final Partition partition = new Partition(rows, 2, new int[] {1, 0, 1, -1, 0});

    @Test
    void everyMemberHasItsRowsInOrderAndItsClassesCounted() {
        assertThat(partition.rows(0)).containsExactly(1, 4);
        assertThat(partition.rows(1)).containsExactly(0, 2);
        assertThat(partition.classCounts(0)).containsExactly(1, 1, 0);
        assertThat(partition.classCounts(1)).containsExactly(2, 0, 0);
        assertThat(partition.test()).containsExactly(3);
    }

    @Test
    void aPartitionCannotBeChangedFromOutside() {
        partition.rows(0)[0] = 9;
        partition.classCounts(0)[0] = 9;
        partition.test()[0] = 9;
        everyMemberHasItsRowsInOrderAndItsClassesCounted();
    }

    @Test
    void ownersOfAnotherTableOrOfMoreMembersAreRefused() {
        assertThatThrownBy(() -> new Partition(rows, 2, new int[4])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Partition(rows, 2, new int[] {0, 1, 2, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowsOfUnknownClassesAndColumnsOfOtherTablesAreRefused() {
        assertThatThrownBy(() -> new Rows(1, new int[] {1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.withKeys(List.of("a"))).isInstanceOf(IllegalArgumentException.class);
    }
}
