package dev.starling.node.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
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
        assertThat(rows(table)).containsExactly("2=1|2", "4=x, \"y\"\nz|?", "6=3|");
        assertThat(rows(table)).as("a second pass").hasSize(3);
    }

    @Test
    void gzipIsToldByItsFirstBytesNotByItsName(@TempDir Path directory) throws Exception {
        Path packed = Files.write(directory.resolve("packed.csv"), gzip("a,b\n1,2\n".getBytes(UTF_8)));
        Path plain = Files.writeString(directory.resolve("plain.csv.gz"), "a,b\n1,2\n");

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
    void whatCannotBeReadIsADataProblemNotACrash(@TempDir Path directory) throws Exception {
        byte[] packed = gzip("a,b\n1,2\n".repeat(1000).getBytes(UTF_8));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> rows(CsvTable.of("t.csv", Arrays.copyOf(packed, packed.length - 9))))
                .withMessageContaining("check that it is complete");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> CsvTable.open(directory.resolve("none.csv")))
                .withMessageContaining("there is no such file");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> CsvTable.open(directory))
                .withMessageContaining("cannot be read");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> rows(CsvTable.of("t.csv", new byte[] {'a', '\n', (byte) 0xC3, (byte) 0x28})))
                .withMessageContaining("not UTF-8");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> rows(table("a,b\n1,2\n\"x,y\n")))
                .satisfies(e -> assertThat(e.line()).isEqualTo(3));
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
