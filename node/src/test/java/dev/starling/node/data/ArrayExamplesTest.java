package dev.starling.node.data;

import static dev.starling.node.table.ArrayBytes.hex;
import static dev.starling.node.table.ArrayBytes.idx;
import static dev.starling.node.table.ArrayBytes.npy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.data.SchemaReader.Reading;
import dev.starling.node.statistics.ColumnStatistics;
import dev.starling.node.statistics.ColumnStatistics.Selection;
import dev.starling.node.statistics.Scaling;
import dev.starling.node.statistics.Task;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Arrays, from their bytes to a charter and to examples. */
class ArrayExamplesTest {
    private static final byte[] LABELS = idx(8, new int[] {3}, hex("0A 02 0A"));

    private static ArrayTable images() throws DataException {
        return ArrayTable.of("t", idx(8, new int[] {3, 1, 2}, hex("00 33 66 99 CC FF")), LABELS);
    }

    private static ColumnStatistics statistics(Table... tables) throws DataException {
        return ColumnStatistics.of(List.of(tables), new Selection("digit", Set.of()));
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    @Test
    void imagesOfBytesAreAVectorOfOneUnitAndWholeLabelsAreClassesInNumericOrder() throws DataException {
        ColumnStatistics statistics = statistics(images());

        Schema schema = statistics.schema(Task.CLASSIFICATION, Scaling.MAX);

        assertThat(statistics.ofOneUnit()).isTrue();
        assertThat(statistics.labelLooksLikeQuantity()).isFalse();
        assertThat(schema).isEqualTo(new Schema("digit", List.of("2", "10"), List.of(new Vector("pixel", 2, 0, 255))));
        Examples examples = SchemaReader.read(images(), schema).examples();
        assertThat(examples.features()).containsExactly(0, 0.2f, 0.4f, 0.6f, 0.8f, 1);
        assertThat(((ClassLabels) examples.labels()).numbers()).containsExactly(1, 0, 1);
    }

    @Test
    void aVectorHasOneMeanAndOneDeviation() throws DataException {
        SplittableRandom random = new SplittableRandom(4);
        float[] values = new float[3 * 300];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-3, 5);
            sum += values[i];
            squares += (double) values[i] * values[i];
        }
        double mean = sum / values.length;
        ColumnStatistics statistics = statistics(ArrayTable.of("t", npy("<f4", "(3, 300)", floats(values)), LABELS));

        Vector vector = (Vector) statistics
                .schema(Task.CLASSIFICATION, Scaling.STANDARD)
                .columns()
                .get(0);

        assertThat(vector.name()).isEqualTo("x");
        assertThat(vector.mean()).isCloseTo(mean, within(1e-4));
        assertThat(vector.deviation()).isCloseTo(Math.sqrt(squares / values.length - mean * mean), within(1e-4));
        assertThat(statistics.ofOneUnit()).as("some are negative").isFalse();
    }

    @Test
    void aNarrowMatrixHasOneColumnForEachNumber() throws DataException {
        ArrayTable table = ArrayTable.of("t", npy("<f4", "(3, 2)", floats(1, -10, 2, 0, 3, Float.NaN)), LABELS);

        Schema schema = statistics(table).schema(Task.CLASSIFICATION, Scaling.STANDARD);

        assertThat(schema.columns()).containsExactly(new Numeric("x0", 2, 0.816497), new Numeric("x1", -5, 5));
        Reading reading = SchemaReader.read(table, schema);
        assertThat(reading.missingCells()).isEqualTo(1);
        assertThat(reading.examples().features()[5]).isZero();
        assertThat(reading.examples().features()[1]).isEqualTo(-1);
    }

    @Test
    void columnsOfAMatrixCanBeLeftOutAndPixelsCannot() throws DataException {
        ArrayTable matrix = ArrayTable.of("t", npy("<f4", "(3, 2)", floats(1, 2, 3, 4, 5, 6)), LABELS);
        Selection selection = new Selection("digit", Set.of("x0"));

        Schema schema = ColumnStatistics.of(List.of(matrix), selection).schema(Task.CLASSIFICATION, Scaling.NONE);

        assertThat(schema.columns()).containsExactly(new Numeric("x1", 0, 1));
        assertThat(SchemaReader.read(matrix, schema).examples().features()).containsExactly(2, 4, 6);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ColumnStatistics.of(List.of(images()), selection))
                .withMessageContaining("one block of numbers");
    }

    @Test
    void aTableInTextServesACharterOfColumnsAndAnArrayServesOneOfNumberedColumns() throws DataException {
        Schema schema = new Schema("digit", List.of("2", "10"), List.of(new Numeric("x1", 0, 1)));

        assertThat(SchemaReader.read(CsvTable.of("t.csv", "x0,x1,digit\n1,5,10\n".getBytes(UTF_8)), schema)
                        .examples()
                        .features())
                .containsExactly(5);
        assertThat(SchemaReader.read(images(), schema).examples().features()).containsExactly(0x33, 0x99, 0xFF);
        Schema named = new Schema("digit", List.of("2", "10"), List.of(new Numeric("age", 0, 1)));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SchemaReader.read(images(), named))
                .withMessageContaining("column \"age\" of the charter is not in the array");
    }

    @Test
    void imagesOfAnotherSizeAreRefusedWithBothSizes() {
        Schema schema = new Schema("digit", List.of("2", "10"), List.of(new Vector("pixel", 784, 0, 255)));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SchemaReader.read(images(), schema))
                .withMessageContaining("has images of 1 x 2 = 2 values, the charter wants 784; ");
    }

    @Test
    void aLabelThatIsNoClassNamesItsRow() {
        Schema schema = new Schema("digit", List.of("3", "10"), List.of(new Vector("pixel", 2, 0, 255)));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SchemaReader.read(images(), schema))
                .withMessageStartingWith("t-labels: column \"digit\" holds no class of the charter in row 1");
    }

    @Test
    void labelsThatAreNotWholeAreQuantitiesAndNaNIsNoLabel() throws DataException {
        byte[] labels = npy("<f4", "(3,)", floats(0.5f, Float.NaN, 1.5f));
        ArrayTable table = ArrayTable.of("t", npy("|u1", "(3, 1)", hex("010203")), labels);
        ColumnStatistics statistics = statistics(table);

        Schema schema = statistics.schema(Task.REGRESSION, Scaling.NONE);
        Reading reading = SchemaReader.read(table, schema);

        assertThat(statistics.labelLooksLikeQuantity()).isTrue();
        assertThat(schema.target()).isEqualTo(new Quantity(1, 0.5));
        assertThat(reading.withoutLabel()).isEqualTo(1);
        assertThat(reading.examples().features()).containsExactly(1, 3);
        assertThat(((Quantities) reading.examples().labels()).values()).containsExactly(-1, 1);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> statistics.schema(Task.CLASSIFICATION, Scaling.NONE))
                .withMessageContaining("not whole")
                .satisfies(e -> assertThat(e.remedy()).contains("--regression"));
    }

    @Test
    void arraysOfAnotherShapeOrFormatAreNotReadAsOne() throws DataException {
        ArrayTable wider = ArrayTable.of("w", idx(8, new int[] {3, 1, 3}, new byte[9]), LABELS);
        Table text = CsvTable.of("t.csv", "a,digit\n".getBytes(UTF_8));

        assertThat(statistics(images(), images())
                        .schema(Task.CLASSIFICATION, Scaling.MAX)
                        .classes())
                .hasSize(2);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> statistics(images(), wider))
                .withMessageContaining("w: has images of 1 x 3 = 3 values, and t images of 1 x 2 = 2 values");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> statistics(images(), text))
                .withMessageContaining("another format");
    }
}
