package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.partition.Tables.Table;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QuantitySkewTest {

    /**
     * A size is a Beta distributed share of all rows. A share of less than 5 in 5,000 has a probability of 0.0002, which is
     * as often as a draw is repeated: far below the standard error. One member a seed, because sizes of one deal depend.
     */
    @Test
    void sizesSpreadAsTheirLawSays() throws NodeFailure {
        int members = 10;
        int count = 5000;
        int seeds = 2000;
        Rows rows = Tables.even(1, count);
        Beta law = Beta.ofPart(2, members);
        double squares = 0;
        for (long seed = 0; seed < seeds; seed++) {
            int[] sizes = Floor.sizes(new QuantitySkew(2).deal(rows, members, seed), members);
            double off = (double) sizes[(int) seed % members] / count - law.mean();
            squares += off * off;
        }
        assertThat(squares / seeds).isCloseTo(law.variance(), within(5 * law.errorOfVariance(seeds)));
    }

    @Test
    void aSmallConcentrationMakesOneMemberRichAndLeavesTheOthersFiveRows() throws NodeFailure {
        int[] sizes = Floor.sizes(new QuantitySkew(1e-4).deal(Tables.even(2, 500), 10, 3), 10);
        Arrays.sort(sizes);
        assertThat(sizes).containsExactly(5, 5, 5, 5, 5, 5, 5, 5, 5, 955);
    }

    @Test
    void theClassesChangeNothing() throws NodeFailure {
        for (long seed = 0; seed < 300; seed++) {
            Table table = Tables.random(seed);
            Rows renamed = Tables.renamed(table.rows(), seed);
            assertThat(new QuantitySkew(0.5).deal(renamed, table.members(), seed))
                    .isEqualTo(new QuantitySkew(0.5).deal(table.rows(), table.members(), seed));
        }
    }
}
