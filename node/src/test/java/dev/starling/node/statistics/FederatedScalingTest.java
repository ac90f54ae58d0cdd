package dev.starling.node.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Classes;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums of terms against the statistics of the union of all rows. */
final class FederatedScalingTest {
    private static final String HEADER = "age,constant,flag,far,word,sick\n";
    private static final Schema SCHEMA = new Schema(
            "sick",
            new Classes(List.of("no", "yes")),
            List.of(
                    new Numeric("age", 0, 1),
                    new Numeric("constant", 0, 1),
                    new Numeric("flag", 0, 1),
                    new Numeric("far", 0, 1),
                    new Categorical("word", List.of("x", "y"))),
            true);

    @TempDir
    Path directory;

    private Table table(String name, String rows) throws Exception {
        Path file = directory.resolve(name);
        Files.writeString(file, HEADER + rows);
        return Table.open(file, null);
    }

    private static String rows(SplittableRandom random, int count) {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < count; row++) {
            String age = random.nextInt(10) == 0 ? "" : String.valueOf(random.nextDouble(100));
            rows.append(age)
                    .append(",0.1,")
                    .append(random.nextInt(2))
                    .append(',')
                    .append(1e9 + random.nextDouble())
                    .append(",x,")
                    .append(random.nextInt(4) == 0 ? "yes" : "no")
                    .append('\n');
        }
        return rows.toString();
    }

    @Test
    void theSumOfAllTermsScalesAsTheUnionOfAllTablesDoes() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder union = new StringBuilder();
        long[] totals = new long[SCHEMA.statisticsWords()];
        for (int site = 0; site < 7; site++) {
            String rows = rows(random, 20 + 50 * site);
            union.append(rows);
            long[] term = FederatedScaling.term(table("site" + site + ".csv", rows), SCHEMA);
            for (int k = 0; k < totals.length; k++) {
                totals[k] += term[k];
            }
        }
        Table all = table("all.csv", union.toString());
        Schema expected = ColumnStatistics.of(List.of(all), new ColumnStatistics.Selection("sick", Set.of()))
                .schema(Task.CLASSIFICATION, Scaling.STANDARD);
        Schema scaled = FederatedScaling.scaled(SCHEMA, totals);
        assertThat(scaled.federatedScaling()).isFalse();
        assertThat(FederatedScaling.rows(totals)).isEqualTo(all.rows());
        for (int c = 0; c < 4; c++) {
            assertThat(scaled.columns().get(c)).isEqualTo(expected.columns().get(c));
        }
        assertThat(((Numeric) scaled.columns().get(1)).deviation()).isEqualTo(1);
        assertThat(totals[totals.length - 2] + totals[totals.length - 1]).isEqualTo(all.rows());
    }

    @Test
    void aQuantityIsScaledAsAColumnIs() throws Exception {
        Schema schema = new Schema("age", new Quantity(0, 1), List.of(new Numeric("flag", 0, 1)), true);
        long[] term = FederatedScaling.term(table("q.csv", "10,0,1,0,x,no\n30,0,0,0,x,no\n,0,0,0,x,no\n"), schema);
        Schema scaled = FederatedScaling.scaled(schema, term);
        assertThat(scaled.target()).isEqualTo(new Quantity(20, 10));
        assertThat(FederatedScaling.rows(term)).isEqualTo(3);
    }

    @Test
    void aColumnWithoutNumbersIsLeftAsItIs() throws Exception {
        long[] term = FederatedScaling.term(table("empty.csv", ",0.1,1,5,x,no\n"), SCHEMA);
        assertThat(FederatedScaling.scaled(SCHEMA, term).columns().get(0)).isEqualTo(new Numeric("age", 0, 1));
    }

    @Test
    void numbersBeyondTheWordsAreRefusedWithARemedy() throws Exception {
        Table table = table("huge.csv", "1e40,0.1,1,5,x,no\n");
        assertThatThrownBy(() -> FederatedScaling.term(table, SCHEMA))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("larger unit");
    }

    @Test
    void wideNumbersAddWordByWord() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 200; round++) {
            long[] sum = new long[WideNumber.WORDS];
            BigDecimal expected = BigDecimal.ZERO;
            int terms = 1 + random.nextInt(40);
            for (int k = 0; k < terms; k++) {
                double scale = Math.scalb(1.0, random.nextInt(-40, 80));
                // A multiple of the grid, so that nothing is rounded.
                BigDecimal value = new BigDecimal(Math.rint(Math.scalb(random.nextGaussian() * scale, 56)))
                        .divide(new BigDecimal(Math.scalb(1.0, 56)));
                long[] words = new long[WideNumber.WORDS];
                WideNumber.write(value, words, 0);
                assertThat(WideNumber.read(words, 0)).isEqualByComparingTo(value);
                expected = expected.add(value);
                for (int w = 0; w < words.length; w++) {
                    sum[w] += words[w];
                }
            }
            assertThat(WideNumber.read(sum, 0)).isEqualByComparingTo(expected);
        }
        List<BigDecimal> edge = new ArrayList<>(List.of(new BigDecimal("1e25"), new BigDecimal("-1e25")));
        assertThat(edge).allMatch(WideNumber::fits);
        assertThat(WideNumber.fits(new BigDecimal("1e27"))).isFalse();
    }
}
