package dev.starling.node.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.config.Charter.Categorical;
import dev.starling.node.config.Charter.Numeric;
import dev.starling.node.config.Charter.Schema;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColumnStatisticsTest {
    private static Schema schema(String text, String label, String... leftOut) throws DataException {
        return ColumnStatistics.schema(CsvTable.of("t.csv", text.getBytes(UTF_8)), label, Set.of(leftOut));
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
        CsvTable table = CsvTable.of("t.csv", text.toString().getBytes(UTF_8));
        float[] scaled = SchemaReader.read(table, ColumnStatistics.schema(table, "y", Set.of()))
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
}
