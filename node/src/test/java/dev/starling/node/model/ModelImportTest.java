package dev.starling.node.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.crypto.digest.Digest;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charters;
import dev.starling.node.model.ModelExport.Format;
import dev.starling.node.table.ArrayBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelImportTest {
    private static final Charter CHARTER = Charters.of(
            new Charter.Model(Charter.Model.Kind.MLP, List.of(2), 1),
            new Charter.Numeric("age", 50, 12.5),
            new Charter.Categorical("size", List.of("s", "l")));

    @TempDir
    Path directory;

    private static float[] parameters() {
        float[] parameters = new float[14];
        for (int k = 0; k < parameters.length; k++) {
            parameters[k] = k / 7f;
        }
        return parameters;
    }

    private Path export(Format format) throws IOException {
        Path file = directory.resolve("model." + format.word());
        ModelCard.Origin origin =
                new ModelCard.Origin(Digest.of("charter".getBytes(UTF_8)), "test", "best", 7, "Hospital 1", List.of());
        ModelExport.write(file, format, ModelCard.of(origin, CHARTER, List.of(), parameters()), parameters(), false);
        return file;
    }

    private static void refused(Path file, String... words) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> ModelImport.read(file))
                .withMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.getMessage()).contains(words).contains("; "));
    }

    @ParameterizedTest
    @EnumSource(names = {"NPZ", "SAFETENSORS"})
    void whatWasExportedIsReadBackWithItsCard(Format format) throws Exception {
        ModelImport model = ModelImport.read(export(format));

        assertThat(model.parameters()).isEqualTo(parameters());
        assertThat(model.layerSizes()).containsExactly(3, 2, 2);
        assertThat(model.card().orElseThrow().schema()).isEqualTo(CHARTER.schema());
        assertThat(model.card().orElseThrow().origin().slot()).isEqualTo(7);
    }

    @Test
    void plainArraysAreAModelWithoutACard() throws Exception {
        Path file = directory.resolve("plain.npz");
        ModelExport.writeArrays(file, List.of(3, 2, 2), parameters(), false);

        ModelImport model = ModelImport.read(file);

        assertThat(model.card()).isEmpty();
        assertThat(model.parameters()).isEqualTo(parameters());
    }

    @Test
    void compressedArraysInAnyOrderAreRead() throws Exception {
        Path plain = directory.resolve("plain.npz");
        ModelExport.writeArrays(plain, List.of(1, 2), new float[] {1, 2, 3, 4}, false);
        Path file = directory.resolve("compressed.npz");
        try (ZipFile stored = new ZipFile(plain.toFile());
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : List.of("layer0.bias.npy", "layer0.weight.npy")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(stored.getInputStream(stored.getEntry(name)).readAllBytes());
            }
        }

        assertThat(ModelImport.read(file).parameters()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void arraysThatMakeNoNetworkAreRefused() throws Exception {
        Path file = safetensors("""
                {"layer0.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
                 "layer0.bias":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16);
        refused(file, "layer 0", "[2, 1]", "[2]");
        Path gap = safetensors("""
                {"layer0.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},
                 "layer0.bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},
                 "layer1.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},
                 "layer1.bias":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}}""", 20);
        refused(gap, "layer 1", "1 outputs of the layer below");
        refused(safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4), "[w]");
        refused(safetensors("{}", 0), "layer0.weight [in, out]");
        refused(safetensors("{\"w\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8), "float32");
    }

    @Test
    void aFileThatLiesAboutItsLengthsIsRefusedBeforeAnythingIsAllocated() throws Exception {
        String far = "{\"layer0.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]},"
                + "\"layer0.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        refused(safetensors(far.formatted(20_000, 20_000, 1_600_000_000L), 16), "does not lie where");
        refused(safetensors(far.formatted(1 << 30, 1 << 30, 8L), 16), "does not lie where");
        Path huge = Files.write(
                directory.resolve("huge.safetensors"),
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(1L << 60)
                        .array());
        refused(huge, "header has a length");
        refused(Files.write(directory.resolve("empty.safetensors"), new byte[3]), "too short");
        refused(npz("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), }"), "header promises");
        refused(npz("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }"), "column by column");
        refused(npz("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"), "float32");
        refused(npz("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 99999999999), }"), "no usable shape");
        refused(npz("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"), "header promises");
    }

    @Test
    void moreParametersThanANodeTakesAreRefusedBeforeAnyIsRead() throws Exception {
        long bytes = 4L * 10_001 * 10_000;
        Path file = safetensors(
                "{\"layer0.weight\":{\"dtype\":\"F32\",\"shape\":[10001,10000],\"data_offsets\":[0,%d]},"
                                .formatted(bytes)
                        + "\"layer0.bias\":{\"dtype\":\"F32\",\"shape\":[10000],\"data_offsets\":[0,40000]}}",
                0);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(sparse.length() + bytes);
        }

        refused(file, "100020000 parameters", "are the most");
    }

    @Test
    void aCardOfOtherParametersIsRefused() throws Exception {
        Path file = export(Format.NPZ);
        float[] others = parameters();
        others[0] = 9;
        ModelExport.writeArrays(file, List.of(3, 2, 2), others, true);

        refused(file, "card is of other parameters", "export the model again");
    }

    @Test
    void aValueThatIsNoNumberIsRefused() throws Exception {
        Path file = directory.resolve("nan.npz");
        ModelExport.writeArrays(file, List.of(1, 1), new float[] {1, Float.NaN}, false);

        refused(file, "no finite number");
    }

    @Test
    void aFileThatIsNotThereIsAnotherMatter() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> ModelImport.read(directory.resolve("missing.npz")));
    }

    @Test
    void damageIsRefusedOrHarmlessWhereverItIs() throws Exception {
        for (Format format : List.of(Format.NPZ, Format.SAFETENSORS)) {
            byte[] sound = Files.readAllBytes(export(format));
            Path file = directory.resolve("damaged." + format.word());
            SplittableRandom random = new SplittableRandom(11);
            for (int k = 0; k < 400; k++) {
                byte[] bytes = sound.clone();
                int at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, k % 4 == 0 ? Arrays.copyOf(bytes, at) : bytes);
                try {
                    assertThat(ModelImport.read(file).parameters())
                            .as("byte %d, seed 11", at)
                            .hasSize(14);
                } catch (ModelFormatException e) {
                    assertThat(e).hasMessageContaining(file.toString());
                }
            }
        }
    }

    private Path safetensors(String header, int bytes) throws IOException {
        byte[] text = header.getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                directory.resolve("made.safetensors"),
                file.putLong(text.length).put(text).array());
    }

    /** A weight with this header and no values, and a bias. */
    private Path npz(String header) throws IOException {
        Path file = directory.resolve("made.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("layer0.weight.npy"));
            zip.write(ArrayBytes.npy(1, header));
            String shape = header.replaceAll(".*'shape': \\([0-9]+, ([0-9]+)\\).*", "$1");
            zip.putNextEntry(new ZipEntry("layer0.bias.npy"));
            zip.write(ArrayBytes.npy("<f4", "(" + shape + ",)"));
        }
        return file;
    }
}
