package dev.starling.testnet.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("images-idx3-ubyte");
    }

    @Test
    void imagesBeginWith2051AndTheirExtents() throws IOException {
        IdxFile.write(file, Elements.unsigned(new byte[] {0, 1, 127, -128, -1, 6}), 1, 2, 3);
        assertThat(written()).isEqualTo("00000803" + "00000001" + "00000002" + "00000003" + "00017f80ff06");
        assertThat(HexFormat.fromHexDigits(written(), 0, 8)).isEqualTo(2051);
    }

    @Test
    void labelsBeginWith2049AndTheirNumber() throws IOException {
        IdxFile.write(file, Elements.unsigned(new byte[] {7, 2}), 2);
        assertThat(written()).isEqualTo("00000801" + "00000002" + "0702");
        assertThat(HexFormat.fromHexDigits(written(), 0, 8)).isEqualTo(2049);
    }

    @Test
    void everyOtherTypeIsBigEndian() throws IOException {
        assertThat(written(Elements.of(new byte[] {-1}))).isEqualTo("00000901" + "00000001" + "ff");
        assertThat(written(Elements.of(new short[] {-2}))).isEqualTo("00000b01" + "00000001" + "fffe");
        assertThat(written(Elements.of(new int[] {258}))).isEqualTo("00000c01" + "00000001" + "00000102");
        assertThat(written(Elements.of(new float[] {1.5f}))).isEqualTo("00000d01" + "00000001" + "3fc00000");
        assertThat(written(Elements.of(new double[] {0.1}))).isEqualTo("00000e01" + "00000001" + "3fb999999999999a");
    }

    @Test
    void aShareHasTheChosenRowsInTheirOrder() throws IOException {
        Elements table = Elements.unsigned(new byte[] {10, 11, 20, 21, 30, 31, 40, 41});
        IdxFile.write(file, table.rows(2, 3, 0, 3), 3, 2);
        assertThat(written()).isEqualTo("00000802" + "00000003" + "00000002" + "28290a0b2829");
    }

    @Test
    void anEmptyShareIsAHeader() throws IOException {
        IdxFile.write(file, Elements.unsigned(new byte[8]).rows(4), 0, 2, 2);
        assertThat(written()).isEqualTo("00000803" + "00000000" + "00000002" + "00000002");
    }

    @Test
    void aNameThatEndsInGzIsPacked() throws IOException {
        Path packed = directory.resolve("images-idx3-ubyte.gz");
        int[] values = new int[50_000];
        Arrays.setAll(values, i -> i * i);
        IdxFile.write(packed, Elements.of(values), 500, 100);
        IdxFile.write(file, Elements.of(values), 500, 100);
        try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(packed))) {
            assertThat(unpacked.readAllBytes())
                    .isEqualTo(Files.readAllBytes(file))
                    .hasSize(12 + 200_000);
        }
    }

    @Test
    void whatIdxCannotHoldIsRefusedBeforeAFileIsThere() {
        assertThatThrownBy(() -> IdxFile.write(file, Elements.of(new long[1]), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("IDX cannot store INT64; take INT32 or NPY");
        assertThatThrownBy(() -> IdxFile.write(file, Elements.of(new float[5]), 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("5 elements do not fill the shape [2, 3]");
        assertThatThrownBy(() -> IdxFile.write(file, Elements.of(new float[6]), -2, -3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void aRowThatTheTableDoesNotHaveIsRefused() {
        Elements table = Elements.of(new float[6]);
        assertThatThrownBy(() -> table.rows(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.rows(3, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws IOException {
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> IdxFile.write(file, Elements.of(new float[1]), 1))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    private String written(Elements elements) throws IOException {
        Files.deleteIfExists(file);
        IdxFile.write(file, elements, elements.count());
        return written();
    }

    private String written() throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(file));
    }
}
