package dev.starling.node.table;

import static dev.starling.node.table.ArrayBytes.gzip;
import static dev.starling.node.table.ArrayBytes.hex;
import static dev.starling.node.table.ArrayBytes.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.node.config.TableRules;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayArchiveTest {
    private static final byte[] ROWS = npy("|u1", "(2, 2)", hex("01020304"));
    private static final byte[] LABELS = npy("|i1", "(2,)", hex("0501"));
    private static final byte[] PATIENTS = npy("<f4", "(2,)", hex("0000E040 0000C07F"));

    @TempDir
    Path directory;

    private Path npz(boolean packed, Map<String, byte[]> arrays) throws IOException {
        Path file = Files.createTempFile(directory, "rows", ".npz");
        try (OutputStream bytes = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                ZipEntry entry = new ZipEntry(array.getKey());
                if (!packed) {
                    CRC32 crc = new CRC32();
                    crc.update(array.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(array.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(array.getValue());
            }
        }
        return file;
    }

    private static Map<String, byte[]> arrays(Object... namesAndBytes) {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        for (int i = 0; i < namesAndBytes.length; i += 2) {
            arrays.put((String) namesAndBytes[i], (byte[]) namesAndBytes[i + 1]);
        }
        return arrays;
    }

    private static TableRules named(@Nullable String rows, @Nullable String labels, @Nullable String group) {
        return new TableRules(Map.of(), Set.of("?"), Map.of(), group, new TableRules.Arrays(rows, labels));
    }

    private static List<String> read(Table table) throws DataException {
        List<String> rows = new ArrayList<>();
        ((ArrayTable) table).forEachRow((row, numbers, label) -> rows.add(numbers[0] + " " + numbers[1] + ":" + label));
        return rows;
    }

    @Test
    void theUsualNamesAreFoundAndOthersAreConfigured() throws Exception {
        for (boolean packed : new boolean[] {true, false}) {
            for (String[] names : new String[][] {{"x", "y"}, {"X", "y"}, {"arr_0", "arr_1"}, {"images", "labels"}}) {
                Path usual = npz(packed, arrays(names[0] + ".npy", ROWS, names[1] + ".npy", LABELS));
                assertThat(read(Table.open(usual, null))).containsExactly("1.0 2.0:5.0", "3.0 4.0:1.0");
            }
            Path own = npz(packed, arrays("scans.npy", ROWS, "findings.npy", LABELS, "who.npy", PATIENTS));
            ArrayTable table = (ArrayTable) Table.open(own, null, named("scans", "findings", "who"));
            assertThat(read(table)).hasSize(2);
            assertThat(table.groups().orElseThrow()).containsExactly("7", "");
        }
    }

    @Test
    void anArrayThatIsNotThereIsAnsweredWithThoseThatAre() throws Exception {
        Path file = npz(true, arrays("scans.npy", ROWS, "findings.npy", LABELS, "bell\u0007.npy", LABELS));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(file, null))
                .withMessageContaining("it holds scans, findings and 1 more")
                .withMessageContaining("data.array")
                .withMessageContaining("data.label_array");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(file, null, named("scan", "findings", null)))
                .withMessageContaining("no array \"scan\" (data.array)")
                .withMessageContaining("did you mean \"scans\"?");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(file, null, named("scans", "findings", "patient")))
                .withMessageContaining("no array \"patient\" (data.group)");
        Path labels = Files.write(directory.resolve("labels.npy"), LABELS);
        assertThat(read(Table.open(file, labels, named("scans", null, null)))).hasSize(2);
    }

    @Test
    void whatIsNoArchiveOfArraysIsNamed() throws Exception {
        Path workbook = npz(true, arrays("xl/workbook.xml", ROWS));
        Path broken = Files.write(directory.resolve("broken.npz"), hex("504B0304"));
        Path nested = npz(true, arrays("x.npy", gzip(ROWS), "y.npy", LABELS));
        Path objects = npz(true, arrays("x.npy", npy("|O", "(2, 2)", hex("00")), "y.npy", LABELS));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(workbook, null))
                .withMessageContaining("without an array (.npy)")
                .withMessageContaining("as CSV");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(broken, null))
                .withMessageContaining("does not end as one");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(nested, null))
                .withMessageContaining("neither an IDX nor an NPY array");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(objects, null))
                .withMessageContaining("x.npy: holds pickled objects");
    }

    /** A header that promises 64 GB in a few bytes, an entry that goes on, a directory without end: nothing is made room for. */
    @Test
    void anArchiveThatPromisesMoreThanItHoldsIsRefusedBeforeRoomIsMade() throws Exception {
        Path promise = npz(true, arrays("x.npy", npy("<f8", "(100000, 80000)", hex("00")), "y.npy", LABELS));
        Path goesOn = npz(true, arrays("x.npy", npy("|u1", "(2, 2)", new byte[1 << 20]), "y.npy", LABELS));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(promise, null))
                .withMessageContaining("is not as long as its header promises");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(goesOn, null))
                .withMessageContaining("is not as long as its header promises");

        Map<String, byte[]> many = arrays("x.npy", ROWS, "y.npy", LABELS);
        for (int i = 0; i < 1000; i++) {
            many.put(i + ".npy", new byte[0]);
        }
        Path crowd = npz(true, many);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(crowd, null))
                .withMessageContaining("1002 entries");
    }

    @Test
    void damagedArchivesAreReadOrRefusedAndNothingElse() throws Exception {
        byte[] sound = Files.readAllBytes(npz(true, arrays("x.npy", ROWS, "y.npy", LABELS)));
        SplittableRandom random = new SplittableRandom(12);
        Path file = directory.resolve("damaged.npz");
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] damaged = sound.clone();
            for (int hits = random.nextInt(1, 4); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try {
                Table table = Table.open(file, null);
                if (table instanceof ArrayTable) {
                    read(table);
                }
            } catch (DataException e) {
                refused++;
                assertThat(e).as("round %d of seed 12", round).hasMessageStartingWith(file.toString());
            }
        }
        assertThat(refused).isBetween(1, 399);
    }
}
