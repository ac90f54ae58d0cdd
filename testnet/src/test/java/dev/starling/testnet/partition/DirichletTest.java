package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.partition.Tables.Table;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirichletTest {

    /**
     * One member's share of a class is Beta distributed. With 20 classes of 1,000 rows nobody is short of five rows (all
     * twenty shares would have to be below 1/200), so the law is not conditioned. Classes and seeds are independent draws.
     * A count is off by less than one row from its share, which moves the variance by less than 2 sigma/1,000 + 1/1,000^2.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 10, 100})
    void aMembersShareOfAClassSpreadsAsItsLawSays(double concentration) throws NodeFailure {
        int members = 10;
        int classes = 20;
        int size = 1000;
        int seeds = 200;
        Rows rows = Tables.even(classes, size);
        Beta law = Beta.ofPart(concentration, members);
        double sum = 0;
        double squares = 0;
        for (long seed = 0; seed < seeds; seed++) {
            Partition partition = new Partition(rows, members, new Dirichlet(concentration).deal(rows, members, seed));
            for (int count : partition.classCounts((int) seed % members)) {
                double off = (double) count / size - law.mean();
                sum += off;
                squares += off * off;
            }
        }
        int draws = seeds * classes;
        double sigma = Math.sqrt(law.variance());
        double rounding = 1.0 / size;
        assertThat(sum / draws).isCloseTo(0, within(5 * sigma / Math.sqrt(draws) + rounding));
        assertThat(squares / draws)
                .isCloseTo(
                        law.variance(),
                        within(5 * law.errorOfVariance(draws) + 2 * sigma * rounding + rounding * rounding));
    }

    @Test
    void aHugeConcentrationGivesEverybodyTheSameMix() throws NodeFailure {
        Rows rows = Tables.even(5, 1000);
        Partition partition = new Partition(rows, 10, new Dirichlet(1e6).deal(rows, 10, 1));
        for (int member = 0; member < 10; member++) {
            assertThat(Arrays.stream(partition.classCounts(member))).allMatch(count -> Math.abs(count - 100) <= 2);
        }
    }

    @Test
    void aTinyConcentrationGivesAClassToOneMember() throws NodeFailure {
        Rows rows = Tables.even(50, 100);
        Partition partition = new Partition(rows, 4, new Dirichlet(1e-6).deal(rows, 4, 1));
        for (int member = 0; member < 4; member++) {
            assertThat(partition.classCounts(member)).containsOnly(0, 100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 100, 1500})
    void fortyMembersAndAConcentrationOfAHundredthEndWithFiveRowsEach(int rowsPerClass) throws NodeFailure {
        Rows rows = Tables.even(10, rowsPerClass);
        for (long seed = 0; seed < 20; seed++) {
            Partition partition = new Partition(rows, 40, new Dirichlet(0.01).deal(rows, 40, seed));
            assertThat(Arrays.stream(Tables.sizes(partition))).allMatch(size -> size >= Floor.ROWS);
            assertThat(Arrays.stream(Tables.sizes(partition)).sum()).isEqualTo(rows.count());
        }
    }

    @Test
    void whatTheClassesAreNumberedChangesNothing() throws NodeFailure {
        for (long seed = 0; seed < 300; seed++) {
            Table table = Tables.random(seed);
            Rows renamed = Tables.renamed(table.rows(), seed);
            assertThat(new Dirichlet(0.5).deal(renamed, table.members(), seed))
                    .as("seed %d", seed)
                    .isEqualTo(new Dirichlet(0.5).deal(table.rows(), table.members(), seed));
        }
    }
}
