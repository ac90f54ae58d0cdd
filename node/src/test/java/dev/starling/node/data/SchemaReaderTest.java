package dev.starling.node.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.config.TableRules;
import dev.starling.node.data.SchemaReader.Reading;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaReaderTest {
    private static final Schema SCHEMA = new Schema(
            "sick",
            List.of("no", "yes"),
            List.of(new Numeric("age", 50, 10), new Categorical("smoker", List.of("never", "now"))));

    private static Reading read(String text) throws DataException {
        return SchemaReader.read(CsvTable.of("t.csv", text.getBytes(UTF_8)), SCHEMA);
    }

    private static ClassLabels classes(Examples examples) {
        return (ClassLabels) examples.labels();
    }

    @Test
    void numbersAreScaledAndWordsSpreadInTheOrderOfTheCharter() throws DataException {
        Examples examples =
                read("smoker,extra,sick,age\nnow,x,yes,60\nnever,y,no,45.5\n").examples();

        assertThat(examples.features()).containsExactly(1, 0, 1, -0.45f, 1, 0);
        assertThat(classes(examples).numbers()).containsExactly(1, 0);
        assertThat(classes(examples).counts()).containsExactly(1, 1);
    }

    @Test
    void aMissingNumberIsTheMeanAndAMissingOrUnlistedWordIsAllZeros() throws DataException {
        Reading reading = read("age,smoker,sick\n?,,no\n50,often,yes\n");

        assertThat(reading.examples().features()).containsOnly(0).hasSize(6);
        assertThat(reading.missingCells()).isEqualTo(2);
        assertThat(reading.unlistedCategories()).isEqualTo(1);
    }

    @Test
    void rowsWithoutALabelAreSkippedAndCounted() throws DataException {
        Reading reading = read("age,smoker,sick\n1,now,?\n2,now,\n60,now,yes\n");

        assertThat(reading.withoutLabel()).isEqualTo(2);
        assertThat(reading.examples().rows()).isEqualTo(1);
        assertThat(reading.examples().features()).containsExactly(1, 0, 1);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("age,smoker,sick\n1,now,?\n"))
                .withMessageContaining("no row has a label");
    }

    @Test
    void anUnknownClassNamesTheLineAndTheClassesButNotTheCell() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("age,smoker,sick\n1,now,no\n2,now,perhaps\n"))
                .withMessage("t.csv:3: column \"sick\" holds no class of the charter; the classes are: no, yes");
    }

    @Test
    void aCellThatIsNoNumberNamesLineAndColumnButNotTheCell() {
        for (String cell : List.of("secret", "NaN", "1e999", "0x1p3", "1f", "1,5", "--1", ".", "Infinity")) {
            assertThatExceptionOfType(DataException.class)
                    .as(cell)
                    .isThrownBy(() -> read("age,smoker,sick\n1,now,no\n\"" + cell + "\",now,no\n"))
                    .satisfies(e -> assertThat(e.line()).isEqualTo(3))
                    .satisfies(e -> assertThat(e.column()).contains("age"))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        }
    }

    @Test
    void aNumberThatOverflowsOnceScaledIsRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("age,smoker,sick\n1e300,now,no\n"))
                .withMessageContaining("out of range once scaled");
    }

    @Test
    void aColumnOfTheCharterThatTheTableLacksIsRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("aeg,smoker,sick\n"))
                .satisfies(e -> assertThat(e.remedy()).isEqualTo("did you mean \"aeg\"?"));
    }

    @Test
    void manyRowsKeepTheirOrder() throws DataException {
        StringBuilder text = new StringBuilder("age,smoker,sick\n");
        for (int i = 0; i < 3000; i++) {
            text.append(50 + 10 * i)
                    .append(",now,")
                    .append(i % 3 == 0 ? "yes" : "no")
                    .append('\n');
        }
        Examples examples = read(text.toString()).examples();

        assertThat(examples.rows()).isEqualTo(3000);
        for (int i = 0; i < 3000; i++) {
            assertThat(examples.features()[3 * i]).isEqualTo(i);
            assertThat(classes(examples).numbers()[i]).isEqualTo(i % 3 == 0 ? 1 : 0);
        }
    }

    @Test
    void aQuantityIsStandardisedAndRowsWithoutOneAreSkipped() throws DataException {
        Schema schema = new Schema("stay", new Quantity(10, 4), List.of(new Numeric("age", 50, 10)));
        CsvTable table = CsvTable.of("t.csv", "age,stay\n60,12\n40,?\n50,4\n".getBytes(UTF_8));

        Reading reading = SchemaReader.read(table, schema);

        assertThat(reading.withoutLabel()).isEqualTo(1);
        assertThat(reading.examples().features()).containsExactly(1, 0);
        assertThat(((Quantities) reading.examples().labels()).values()).containsExactly(0.5f, -1.5f);
        assertThat(reading.examples().toString()).isEqualTo("2 rows of 1 features, a quantity");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SchemaReader.read(CsvTable.of("t.csv", "age,stay\n1,long\n".getBytes(UTF_8)), schema))
                .withMessageStartingWith("t.csv:2: column \"stay\" does not hold a number")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\"long"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SchemaReader.read(CsvTable.of("t.csv", "age,stay\n1,1e99\n".getBytes(UTF_8)), schema))
                .withMessageContaining("out of range once scaled");
    }

    @Test
    void aTextIsNoImage() {
        Schema schema = new Schema("sick", List.of("no", "yes"), List.of(new Vector("pixel", 784, 0, 255)));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SchemaReader.read(CsvTable.of("t.csv", "a,sick\n1,no\n".getBytes(UTF_8)), schema))
                .withMessageContaining("wants rows of 784 values")
                .satisfies(e -> assertThat(e.remedy()).contains("data.labels"));
    }

    @Test
    void rowsOfOneGroupShareANumberAndAnUnknownGroupIsOneOfItsOwn(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("t.csv"), "case,age,sick\nb,1,no\na,2,no\nb,3,yes\n,4,no\nx,5,\n,6,no\n");
        Schema schema = new Schema("sick", List.of("no", "yes"), List.of(new Numeric("age", 0, 1)));
        Schema betrayed = new Schema(
                "sick",
                List.of("no", "yes"),
                List.of(new Numeric("age", 0, 1), new Categorical("case", List.of("a", "b"))));

        Reading reading = SchemaReader.read(Table.open(file, null, grouped("case")), schema);

        assertThat(reading.examples().groups().orElseThrow()).containsExactly(0, 1, 0, 2, 3);
        assertThat(reading.withoutGroup()).isEqualTo(2);
        assertThat(reading.withoutLabel()).isEqualTo(1);
        assertThat(SchemaReader.read(Table.open(file, null), schema).examples().groups())
                .isEmpty();
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SchemaReader.read(Table.open(file, null, grouped("case")), betrayed))
                .withMessageContaining("column \"case\" is data.group here and a feature in the charter");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SchemaReader.read(Table.open(file, null, grouped("sick")), schema))
                .withMessageContaining("is the label and cannot be data.group");
    }

    private static TableRules grouped(String column) {
        return new TableRules(Map.of(), Set.of("?"), Map.of(), column, TableRules.NONE.arrays());
    }
}
