package dev.starling.node.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.node.config.TableRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    Path directory;

    private static CsvTable table(String text) throws DataException {
        return CsvTable.of("t.csv", text.getBytes(UTF_8));
    }

    private static List<String> rows(CsvTable table) throws DataException {
        List<String> rows = new ArrayList<>();
        table.forEachRow((line, cells) -> rows.add(line + "=" + String.join("|", cells)));
        return rows;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    @Test
    void rowsComeWithTheirLinesAndTheHeaderIsNotARow() throws DataException {
        CsvTable table = table("a,b\n1,2\n\n\"x, \"\"y\"\"\nz\",?\r\n 3 , \n");

        assertThat(table.header()).containsExactly("a", "b");
        assertThat(rows(table)).containsExactly("2=1|2", "4=x, \"y\"\nz|", "6=3|");
        assertThat(rows(table)).as("a second pass").hasSize(3);
    }

    @Test
    void gzipIsToldByItsFirstBytesNotByItsName(@TempDir Path own) throws Exception {
        Path packed = Files.write(own.resolve("packed.csv"), gzip("a,b\n1,2\n".getBytes(UTF_8)));
        Path plain = Files.writeString(own.resolve("plain.csv.gz"), "a,b\n1,2\n");

        assertThat(rows(CsvTable.open(packed))).containsExactly("2=1|2");
        assertThat(rows(CsvTable.open(plain))).containsExactly("2=1|2");
    }

    @Test
    void semicolonsAndTabsSeparateWhereTheHeaderHasNoComma() throws DataException {
        assertThat(rows(table("a;b\n1,5;2\n"))).containsExactly("2=1,5|2");
        assertThat(rows(table("a\tb\n1\t2\n"))).containsExactly("2=1|2");
        assertThat(table("only;\"b, c\"\n").header()).containsExactly("only;\"b", "c\"");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws DataException {
        assertThat(table("\uFEFFa,b\n1,2\n").header()).containsExactly("a", "b");
    }

    @Test
    void aTableWithoutAUsableHeaderIsRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table(""))
                .withMessage("t.csv: the table is empty; the first line must name the columns");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table("a,b,a\n"))
                .withMessage("t.csv:1: column \"a\" is in the header twice; rename or remove one of them");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table("a,,b\n"))
                .withMessageContaining("a column has no name");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table("1.5,2,3\n4,5,6\n"))
                .withMessageContaining("there is no header");
    }

    @Test
    void aRowWithTooFewOrTooManyCellsIsRefusedWithItsLine() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> rows(table("a,b\n1,2\n1\n")))
                .satisfies(e -> assertThat(e.line()).isEqualTo(3))
                .withMessageStartingWith("t.csv:3: the row has 1 cells, the header 2");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> rows(table("a,b\n1,2,3\n")))
                .satisfies(e -> assertThat(e.line()).isEqualTo(2));
    }

    @Test
    void aColumnThatIsNotThereIsAnsweredWithTheNearest() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table("radius_mean,age\n").column("radius_maen"))
                .satisfies(e -> assertThat(e.remedy()).isEqualTo("did you mean \"radius_mean\"?"))
                .satisfies(e -> assertThat(e.column()).contains("radius_maen"));
    }

    @Test
    void whatCannotBeReadIsADataProblemNotACrash(@TempDir Path own) throws Exception {
        byte[] packed = gzip("a,b\n1,2\n".repeat(1000).getBytes(UTF_8));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> rows(CsvTable.of("t.csv", Arrays.copyOf(packed, packed.length - 9))))
                .withMessageContaining("check that it is complete");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> CsvTable.open(own.resolve("none.csv")))
                .withMessageContaining("there is no such file");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> CsvTable.open(own))
                .withMessageContaining("is not a regular file");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> rows(CsvTable.of("t.csv", new byte[] {'a', '\n', (byte) 0xC3, (byte) 0x28})))
                .withMessageContaining("not UTF-8");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> rows(table("a,b\n1,2\n\"x,y\n")))
                .satisfies(e -> assertThat(e.line()).isEqualTo(3));
    }

    @Test
    void aTableThatSpeaksItsOwnWayReadsAsTheCharterHasIt() throws Exception {
        Path file = Files.writeString(
                directory.resolve("own.csv"), "Alter,Geschlecht,Fall,x\n61,M,p1,?\nNA,W,p1,2\n-9,,p2,M\n");
        TableRules rules = new TableRules(
                Map.of("age", "Alter", "sex", "Geschlecht"),
                Set.of("NA", "-9"),
                Map.of("sex", Map.of("M", "male", "W", "female")),
                "Fall",
                new TableRules.Arrays(null, null));

        CsvTable table = (CsvTable) Table.open(file, null, rules);

        assertThat(table.header()).containsExactly("age", "sex", "Fall", "x");
        assertThat(rows(table)).containsExactly("2=61|male|p1|?", "3=|female|p1|2", "4=||p2|M");
        assertThat(table.groupColumn()).hasValue(2);
        assertThat(CsvTable.open(file).groupColumn()).isEmpty();
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table.column("Alter"))
                .withMessageContaining("is not in the header");
    }

    @Test
    void rulesThatDoNotFitTheHeaderAreNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("own.csv"), "Alter,age,x\n1,2,3\n");
        TableRules twice = new TableRules(Map.of("age", "Alter"), Set.of(), Map.of(), null, TableRules.NONE.arrays());
        TableRules typo = new TableRules(Map.of("years", "Alte"), Set.of(), Map.of(), "ag", TableRules.NONE.arrays());

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(file, null, twice))
                .withMessageContaining("column \"age\"")
                .withMessageContaining("data.columns");
        CsvTable table = (CsvTable) Table.open(file, null, typo);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table.column("years"))
                .withMessageContaining("column \"Alte\" is not in the header for \"years\" (data.columns)")
                .withMessageContaining("did you mean \"Alter\"?");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(table::groupColumn)
                .withMessageContaining("data.group");
    }

    @Test
    void aFirstLineThatMayBeARowIsNeverShown() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table("61,canary,3\n62,x,4\n").column("age"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"))
                .withMessageContaining("name the columns");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table("61,canary,canary\n"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
    }

    @Test
    void parquetIsAnsweredWithAWayOut() throws Exception {
        Path file = Files.writeString(directory.resolve("rows.csv"), "PAR1....PAR1");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(file, null))
                .withMessageContaining("is Parquet")
                .withMessageContaining("CSV");
    }

    @Test
    void anyBytesAreReadOrRefusedButNothingElseHappens() {
        SplittableRandom random = new SplittableRandom(11);
        int read = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] content = new byte[random.nextInt(60)];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) "ab1,\"\n\r?;\u001F\u008B".charAt(random.nextInt(11));
            }
            try {
                rows(CsvTable.of("t.csv", content));
                read++;
            } catch (DataException e) {
                assertThat(e).hasMessageStartingWith("t.csv");
            }
        }
        assertThat(read).isBetween(1, 2999);
    }
}
