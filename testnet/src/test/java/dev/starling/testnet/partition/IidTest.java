package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.partition.Tables.Table;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IidTest {

    @Test
    void sharesDifferByAtMostOneRow() throws NodeFailure {
        for (long seed = 0; seed < 300; seed++) {
            int[] sizes = Tables.sizes(Tables.random(seed).dealt(new Iid(), seed));
            int most = Arrays.stream(sizes).max().orElseThrow();
            int fewest = Arrays.stream(sizes).min().orElseThrow();
            assertThat(most - fewest).as("seed %d", seed).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theClassesChangeNothing() throws NodeFailure {
        for (long seed = 0; seed < 300; seed++) {
            Table table = Tables.random(seed);
            Rows renamed = Tables.renamed(table.rows(), seed);
            assertThat(new Iid().deal(renamed, table.members(), seed))
                    .isEqualTo(new Iid().deal(table.rows(), table.members(), seed));
        }
    }
}
