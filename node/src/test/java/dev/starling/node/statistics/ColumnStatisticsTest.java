package dev.starling.node.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Metric;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.statistics.ColumnStatistics.Selection;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColumnStatisticsTest {
    private static Schema schema(String text, String label, String... leftOut) throws DataException {
        return statistics(text, label, leftOut).schema(Task.CLASSIFICATION, Scaling.STANDARD);
    }

    private static ColumnStatistics statistics(String text, String label, String... leftOut) throws DataException {
        return ColumnStatistics.of(List.of(table("t.csv", text)), new Selection(label, Set.of(leftOut)));
    }

    private static Table table(String name, String text) throws DataException {
        return CsvTable.of(name, text.getBytes(UTF_8));
    }

    @Test
    void kindsMeansDeviationsCategoriesAndClassesFollowFromTheCells() throws DataException {
        Schema schema = schema("""
                id,age,smoker,constant,sick
                p1,2,now,7,1
                p2,4,?,7,0
                p3,?,never,7,10
                p4,9,now,7,2
                """, "sick", "id");

        assertThat(schema.label()).isEqualTo("sick");
        assertThat(schema.classes()).as("numbers sort as numbers").containsExactly("0", "1", "2", "10");
        assertThat(schema.columns())
                .containsExactly(
                        new Numeric("age", 5, 2.94392),
                        new Categorical("smoker", List.of("never", "now")),
                        new Numeric("constant", 7, 1));
    }

    @Test
    void theDeviationIsExactFarFromZero() throws DataException {
        SplittableRandom random = new SplittableRandom(9);
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 10_000; i++) {
            text.append(1e9 + random.nextInt(2)).append(',').append(i % 2).append('\n');
        }
        Numeric column = (Numeric) schema(text.toString(), "y").columns().get(0);

        assertThat(column.deviation()).isCloseTo(0.5, within(0.001));
    }

    @Test
    void scalingWithItsOwnStatisticsCentresATable() throws DataException {
        StringBuilder text = new StringBuilder("x,y\n");
        SplittableRandom random = new SplittableRandom(10);
        for (int i = 0; i < 500; i++) {
            text.append(random.nextDouble(20, 30)).append(',').append(i % 2).append('\n');
        }
        float[] scaled = SchemaReader.read(table("t.csv", text.toString()), schema(text.toString(), "y"))
                .examples()
                .features();
        double sum = 0;
        double squares = 0;
        for (float value : scaled) {
            sum += value;
            squares += value * value;
        }

        assertThat(sum / 500).isCloseTo(0, within(1e-4));
        assertThat(squares / 500).isCloseTo(1, within(1e-4));
    }

    @Test
    void anIdentifierIsNotTakenForACategory() {
        StringBuilder text = new StringBuilder("id,x,y\n");
        for (int i = 0; i < 1001; i++) {
            text.append("p").append(i).append(",1,").append(i % 2).append('\n');
        }
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> schema(text.toString(), "y"))
                .satisfies(e -> assertThat(e.column()).contains("id"))
                .withMessageContaining("more than 1000 different words");
    }

    @Test
    void aLabelNeedsTwoClassesAndAModelNeedsAFeature() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> schema("x,y\n1,a\n2,a\n", "y"))
                .withMessageContaining("holds 1 classes");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> schema("x,y\n1,a\n2,b\n", "y", "x"))
                .withMessageContaining("no column is left");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> schema("x,y\n1,a\n2,b\n", "y", "z"))
                .withMessageContaining("is not in the header");
    }

    @Test
    void divisionByTheLargestMagnitudeKeepsZeroWhereItIs() throws DataException {
        String text = "a,b,word,y\n-4,1,u,0\n2,3,v,1\n0,0,u,1\n";

        assertThat(statistics(text, "y")
                        .schema(Task.CLASSIFICATION, Scaling.MAX)
                        .columns())
                .containsExactly(
                        new Numeric("a", 0, 4), new Numeric("b", 0, 3), new Categorical("word", List.of("u", "v")));
        assertThat(statistics(text, "y")
                        .schema(Task.CLASSIFICATION, Scaling.NONE)
                        .columns())
                .startsWith(new Numeric("a", 0, 1), new Numeric("b", 0, 1));
        assertThat(statistics(text, "y").ofOneUnit()).as("one is negative").isFalse();
    }

    @Test
    void columnsOfWhichMostReachTheSameLargestNumberAreOfOneUnit() throws DataException {
        String pixels = "a,b,c,y\n16,0,1,0\n3,16,2,1\n";

        assertThat(statistics(pixels, "y").ofOneUnit()).isTrue();
        assertThat(statistics(pixels, "y")
                        .schema(Task.CLASSIFICATION, Scaling.MAX)
                        .columns())
                .containsExactly(new Numeric("a", 0, 16), new Numeric("b", 0, 16), new Numeric("c", 0, 16));
        assertThat(statistics("flag,flog,age,y\n1,1,90,0\n0,1,20,1\n", "y").ofOneUnit())
                .as("most reach the same number, but not the largest of all")
                .isFalse();
        assertThat(statistics("a,y\n1,0\n2,1\n", "y").ofOneUnit())
                .as("one column")
                .isFalse();
    }

    @Test
    void aLabelOfNumbersBecomesAQuantityWithItsScaling() throws DataException {
        Schema schema = statistics("x,y\n1,2\n2,4\n3,?\n4,9\n", "y").schema(Task.REGRESSION, Scaling.NONE);

        assertThat(schema.target()).isEqualTo(new Quantity(5, 2.94392));
        assertThat(schema.metric()).isEqualTo(Metric.RMSE);
        assertThat(schema.outputs()).isEqualTo(1);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> statistics("x,y\n1,2\n2,secret\n", "y").schema(Task.REGRESSION, Scaling.NONE))
                .withMessageStartingWith("t.csv:3: column \"y\" does not hold a number")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> statistics("x,y\n1,2\n2,2\n", "y").schema(Task.REGRESSION, Scaling.NONE))
                .withMessageContaining("the same number in every row");
    }

    @Test
    void aLabelLooksLikeAQuantityWhenItIsNotWholeOrHasManyValues() throws DataException {
        StringBuilder many = new StringBuilder("x,y\n");
        for (int i = 0; i <= 20; i++) {
            many.append("1,").append(i).append('\n');
        }
        assertThat(statistics(many.toString(), "y").labelLooksLikeQuantity()).isTrue();
        assertThat(statistics(many.toString().replace(",20\n", ",19\n"), "y").labelLooksLikeQuantity())
                .isFalse();
        assertThat(statistics("x,y\n1,0.5\n1,?\n", "y").labelLooksLikeQuantity())
                .isTrue();
        assertThat(statistics("x,y\n1,0.5\n1,a\n", "y").labelLooksLikeQuantity())
                .isFalse();
    }

    @Test
    void severalTablesCountAsOneAndRowsCanBeLeftOut() throws DataException {
        List<Table> tables = List.of(table("a.csv", "x,y\n1,0\n99,1\n"), table("b.csv", "x,y\n3,1\n99,7\n"));

        Schema schema = ColumnStatistics.of(tables, new Selection("y", Set.of(), row -> row != 1))
                .schema(Task.CLASSIFICATION, Scaling.STANDARD);

        assertThat(schema.columns()).containsExactly(new Numeric("x", 2, 1));
        assertThat(schema.classes()).containsExactly("0", "1");
    }

    @Test
    void tablesOfDifferentHeadersAreRefusedWithTheFirstDifference() throws DataException {
        Table first = table("a.csv", "x,z,y\n1,1,0\n");
        Selection selection = new Selection("y", Set.of());

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ColumnStatistics.of(List.of(first, table("b.csv", "x,v,y\n")), selection))
                .withMessageStartingWith("b.csv:1: column \"v\" is column 2, which in a.csv is \"z\"");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ColumnStatistics.of(List.of(first, table("b.csv", "x,z\n")), selection))
                .withMessageContaining("has 2 columns, and a.csv 3");
    }
}
