package dev.starling.node.table;

import static dev.starling.node.table.ArrayBytes.gzip;
import static dev.starling.node.table.ArrayBytes.hex;
import static dev.starling.node.table.ArrayBytes.idx;
import static dev.starling.node.table.ArrayBytes.npy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.starling.node.array.ElementType;
import dev.starling.node.table.ArrayLayout.Format;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayTableTest {
    private static final byte[] IMAGES = idx(8, new int[] {2, 2, 3}, hex("00 01 02 03 04 05 FF 80 7F 00 00 09"));
    private static final byte[] LABELS = idx(8, new int[] {2}, hex("07 03"));

    @TempDir
    Path directory;

    private static String rows(ArrayTable table) throws DataException {
        List<String> rows = new ArrayList<>();
        table.forEachRow((row, numbers, label) -> rows.add(row + Arrays.toString(numbers) + label));
        return String.join(" ", rows);
    }

    private static DataException refusal(byte[] features, byte[] labels) {
        try {
            rows(ArrayTable.of("t", features, labels));
        } catch (DataException e) {
            return e;
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    void imagesAndLabelsInIdxAreReadAsTheFormatSays() throws DataException {
        ArrayTable table = ArrayTable.of("t", IMAGES, LABELS);

        assertThat(rows(table))
                .isEqualTo("0[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]7.0 1[255.0, 128.0, 127.0, 0.0, 0.0, 9.0]3.0");
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.width()).isEqualTo(6);
        assertThat(table.features().itemShape()).containsExactly(2, 3);
        assertThat(table.features().element())
                .isEqualTo(new ArrayLayout.Element(Format.IDX, ElementType.UINT8, ByteOrder.BIG_ENDIAN));
        assertThat(table.features().words()).isEqualTo("images of 2 x 3 = 6 values");
    }

    @Test
    void everyTypeOfIdxIsBigEndian() throws DataException {
        Map<Integer, String> values = Map.of(
                0x09,
                "FF 02",
                0x0B,
                "FFFF 0002",
                0x0C,
                "FFFFFFFF 00000002",
                0x0D,
                "BF800000 40000000",
                0x0E,
                "BFF0000000000000 4000000000000000");
        for (Map.Entry<Integer, String> type : values.entrySet()) {
            byte[] features = idx(type.getKey(), new int[] {1, 2}, hex(type.getValue()));

            assertThat(rows(ArrayTable.of("t", features, idx(8, new int[] {1}, hex("01")))))
                    .isEqualTo("0[-1.0, 2.0]1.0");
        }
    }

    @Test
    void everyTypeOfNpyIsReadInEitherByteOrder() throws DataException {
        Map<String, String> values = Map.ofEntries(
                Map.entry("|u1", "01 FF"),
                Map.entry("|b1", "01 00"),
                Map.entry("|i1", "01 FF"),
                Map.entry("<u2", "0100 FFFF"),
                Map.entry(">u2", "0001 FFFF"),
                Map.entry("<i2", "0100 FFFF"),
                Map.entry(">i2", "0001 FFFF"),
                Map.entry("<u4", "01000000 FFFFFFFF"),
                Map.entry(">i4", "00000001 FFFFFFFF"),
                Map.entry("<i8", "0100000000000000 FFFFFFFFFFFFFFFF"),
                Map.entry(">u8", "0000000000000001 FFFFFFFFFFFFFFFF"),
                Map.entry("<f4", "0000803F 000080BF"),
                Map.entry(">f4", "3F800000 BF800000"),
                Map.entry("<f8", "000000000000F03F 000000000000F0BF"),
                Map.entry(">f8", "3FF0000000000000 BFF0000000000000"));
        Map<String, Double> unsigned =
                Map.of("|u1", 255.0, "|b1", 0.0, "<u2", 65535.0, ">u2", 65535.0, "<u4", 4294967295.0, ">u8", 0x1p64);
        for (Map.Entry<String, String> type : values.entrySet()) {
            byte[] features = npy(type.getKey(), "(1, 2)", hex(type.getValue()));
            double second = unsigned.getOrDefault(type.getKey(), -1.0);

            assertThat(rows(ArrayTable.of("t", features, npy("|i1", "(1,)", hex("FE")))))
                    .as(type.getKey())
                    .isEqualTo("0[1.0, " + second + "]-2.0");
        }
    }

    @Test
    void versionsOneToThreeOfNpyAndAnyOrderOfItsKeysAreRead() throws DataException {
        String header = "{\"shape\":(1,2,),'fortran_order':False , 'descr': '|u1'}";
        for (int version = 1; version <= 3; version++) {
            assertThat(rows(ArrayTable.of("t", npy(version, header, hex("0102")), npy("|u1", "(1, 1)", hex("05")))))
                    .isEqualTo("0[1.0, 2.0]5.0");
        }
    }

    @Test
    void theContentDecidesNotTheName() throws Exception {
        Path images = Files.write(directory.resolve("images.csv"), gzip(IMAGES));
        Path labels = Files.write(directory.resolve("labels"), LABELS);
        Path text = Files.write(directory.resolve("images.idx"), gzip("a,b\n1,2\n".getBytes(UTF_8)));

        assertThat(Table.open(images, labels)).isInstanceOf(ArrayTable.class);
        assertThat(Table.open(images, labels).rows()).isEqualTo(2);
        assertThat(rows(ArrayTable.open(images, labels))).startsWith("0[0.0, 1.0");
        assertThat(Table.open(text, null)).isInstanceOf(CsvTable.class);
        assertThat(Table.open(text, null).rows()).isEqualTo(1);
    }

    @Test
    void labelsBelongToArraysAndToNothingElse() throws IOException {
        Path images = Files.write(directory.resolve("images"), IMAGES);
        Path text = Files.writeString(directory.resolve("t.csv"), "a,b\n1,2\n");
        Path zip = Files.write(directory.resolve("t.npz"), hex("504B0304"));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(images, null))
                .satisfies(e -> assertThat(e.remedy()).contains("--labels FILE").contains("data.labels"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(text, images))
                .satisfies(e -> assertThat(e.remedy()).contains("leave out --labels"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(images, text))
                .withMessageContaining("t.csv: is neither an IDX nor an NPY array");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(zip, null))
                .withMessageContaining("does not end as one");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Table.open(images, directory.resolve("none")))
                .withMessageContaining("there is no such file");
    }

    @Test
    void countsThatDisagreeAreBothNamed() {
        assertThat(refusal(IMAGES, idx(8, new int[] {3}, hex("010203"))))
                .hasMessageContaining("holds 3 labels for the 2 rows of t");
    }

    @Test
    void featuresAndLabelsThatChangedPlacesAreNoticed() {
        assertThat(refusal(LABELS, LABELS)).hasMessageContaining("is this the one of the labels?");
        assertThat(refusal(IMAGES, IMAGES))
                .hasMessageContaining("holds images of 2 x 3 = 6 values, which are no labels");
    }

    @Test
    void aFileThatIsShorterOrLongerThanItsHeaderPromisesIsRefused() {
        byte[] shorter = Arrays.copyOf(IMAGES, IMAGES.length - 1);
        byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + 1);

        for (byte[] damaged : List.of(shorter, longer)) {
            assertThat(refusal(damaged, LABELS)).hasMessageContaining("is not as long as its header promises");
        }
        assertThat(refusal(gzip(shorter), LABELS)).hasMessageContaining("ends within item 2 of the 2");
        assertThat(refusal(gzip(longer), LABELS)).hasMessageContaining("goes on after the 2 items");
        byte[] packed = gzip(IMAGES);
        assertThat(refusal(Arrays.copyOf(packed, packed.length - 9), LABELS))
                .hasMessageContaining("check that it is complete");
        assertThat(refusal(Arrays.copyOf(IMAGES, 9), LABELS)).hasMessageContaining("ends within its header");
    }

    @Test
    void aHeaderThatPromisesMoreThanItsPackedFileCanHoldIsRefusedBeforeAnythingIsMade() {
        byte[] bomb = gzip(idx(8, new int[] {2_000_000_000, 1000}));

        assertThat(refusal(bomb, LABELS)).hasMessageContaining("2000000000 rows of 1000 values");
    }

    @Test
    void shapesWithoutARowOrBeyondBoundsAreRefused() {
        assertThat(refusal(idx(8, new int[] {0, 4}), LABELS)).hasMessageContaining("has no rows or too many");
        assertThat(refusal(idx(8, new int[] {2, 0}), LABELS)).hasMessageContaining("no or too many values");
        assertThat(refusal(idx(8, new int[] {2, 65536, 65536}), LABELS)).hasMessageContaining("no or too many values");
        assertThat(refusal(idx(8, new int[] {-1, 4}), LABELS)).hasMessageContaining("has no rows or too many");
        assertThat(refusal(idx(8, new int[9]), LABELS)).hasMessageContaining("has 9 dimensions");
        assertThat(refusal(idx(8, new int[0]), LABELS)).hasMessageContaining("has 0 dimensions");
        assertThat(refusal(npy("|u1", "()"), LABELS)).hasMessageContaining("has 0 dimensions");
    }

    @Test
    void whatNpyCanHoldButNoTableHasARemedy() {
        String header = "{'descr': '%s', 'fortran_order': %s, 'shape': (2, 1)}";
        assertThat(refusal(npy(1, header.formatted("<f4", "True"), new byte[8]), LABELS)
                        .remedy())
                .contains("ascontiguousarray");
        assertThat(refusal(npy(1, header.formatted("|O", "False")), LABELS))
                .hasMessageContaining("pickled objects")
                .hasMessageContaining("astype");
        assertThat(refusal(npy(1, header.formatted("<U5", "False")), LABELS)).hasMessageContaining("type, <U5, that");
        assertThat(refusal(npy(1, header.formatted("<c8", "False")), LABELS)).hasMessageContaining("astype");
        assertThat(refusal(npy(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}"), LABELS))
                .hasMessageContaining("structured");
        assertThat(refusal(npy(4, header.formatted("<f4", "False")), LABELS)).hasMessageContaining("version 4.0");
        assertThat(refusal(idx(0x0A, new int[] {2, 1}, hex("0000")), LABELS)).hasMessageContaining("names no type");
    }

    @Test
    void headersThatAreNotExactlyADictionaryOfThreeKeysAreRefused() {
        for (String header : List.of(
                "",
                "{}",
                "{'descr': '|u1', 'fortran_order': False}",
                "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2, 1)}",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), 'more': 1}",
                "{'descr': '|u1', 'fortran_order': 0, 'shape': (2, 1)}",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (2, -1)}",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1)} x",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1)",
                "{'descr': '|u1, 'fortran_order': False, 'shape': (2, 1)}",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (2 1)}",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999, 1)}",
                "__import__('os')")) {
            assertThat(refusal(npy(1, header, hex("0102")), LABELS))
                    .as(header)
                    .hasMessageContaining("has an NPY header that cannot be read");
        }
    }

    @Test
    void infiniteNumbersAreRefusedWithTheirRow() {
        byte[] features = npy("<f4", "(2, 1)", hex("0000803F 0000807F"));

        assertThat(refusal(features, LABELS)).hasMessageContaining("infinite number in row 1 (counted from 0)");
    }

    @Test
    void rowsAreHandedOutAsTheyAreStored() throws DataException {
        List<String> items = new ArrayList<>();
        byte[] features = npy(">i2", "(2, 1)", hex("0102 0304"));

        ArrayTable.of("t", features, LABELS)
                .forEachItem((row, bytes, label) -> items.add(row + Arrays.toString(bytes) + Arrays.toString(label)));

        assertThat(items).containsExactly("0[1, 2][7]", "1[3, 4][3]");
    }

    @Test
    void damagedFilesAreRefusedOrReadButNeverAnythingElseAndNeverMakeMuch() {
        List<byte[]> sound =
                List.of(IMAGES, gzip(IMAGES), npy("<f4", "(2, 1)", new byte[8]), npy("|u1", "(2, 2, 2)", new byte[8]));
        SplittableRandom random = new SplittableRandom(11);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = sound.get(round % sound.size()).clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                rows(ArrayTable.of("t", damaged, LABELS));
            } catch (DataException e) {
                assertThat(e.remedy()).isNotBlank();
                refused++;
            }
            assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
        }
        assertThat(refused).isBetween(500, 1999);
    }
}
