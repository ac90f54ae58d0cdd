package dev.starling.testnet.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes that NumPy 2.4 saves for the same arrays. */
class NpyFileTest {

    private static final String PROLOGUE = "934e554d505901007600";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("x.npy");
    }

    @Test
    void aMatrixOfFloatsIsWrittenAsNumpyDoes() throws IOException {
        NpyFile.write(file, Elements.of(new float[] {1.5f, -2, 0, 3}), 2, 2);
        assertThat(hex(Files.readAllBytes(file)))
                .isEqualTo(golden(
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }",
                        "0000c03f000000c00000000000004040"));
    }

    @Test
    void aVectorOfLongsIsWrittenAsNumpyDoes() throws IOException {
        NpyFile.write(file, Elements.of(new long[] {1, -2}), 2);
        assertThat(hex(Files.readAllBytes(file)))
                .isEqualTo(golden(
                        "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }",
                        "0100000000000000feffffffffffffff"));
    }

    @Test
    void bytesAreWrittenAsNumpyDoes() throws IOException {
        NpyFile.write(file, Elements.unsigned(new byte[] {0, -1}), 1, 1, 2);
        assertThat(hex(Files.readAllBytes(file)))
                .isEqualTo(golden("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 2), }", "00ff"));
    }

    @Test
    void doublesAreWrittenAsNumpyDoes() throws IOException {
        NpyFile.write(file, Elements.of(new double[] {0.1}), 1);
        assertThat(hex(Files.readAllBytes(file)))
                .isEqualTo(golden("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "9a9999999999b93f"));
    }

    @Test
    void aNameThatEndsInGzIsPacked() throws IOException {
        Path packed = directory.resolve("x.npy.GZ");
        Elements elements = Elements.of(new float[100_000]);
        NpyFile.write(file, elements, 1000, 100);
        NpyFile.write(packed, elements, 1000, 100);
        try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(packed))) {
            assertThat(unpacked.readAllBytes())
                    .isEqualTo(Files.readAllBytes(file))
                    .hasSize(128 + 400_000);
        }
    }

    @Test
    void moreExtentsThanNumpyKnowsAreRefused() {
        int[] shape = new int[33];
        Arrays.fill(shape, 1);
        assertThatThrownBy(() -> NpyFile.write(file, Elements.of(new float[1]), shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NumPy has no array of 33 extents");
        assertThat(file).doesNotExist();
    }

    /** Prologue and literal, blanks and a newline up to 128 bytes, and the elements. */
    private static String golden(String literal, String elements) {
        byte[] header = (literal + " ".repeat(117 - literal.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
        return PROLOGUE + hex(header) + elements;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
