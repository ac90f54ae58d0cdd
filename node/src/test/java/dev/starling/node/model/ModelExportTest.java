package dev.starling.node.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.crypto.digest.Digest;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charters;
import dev.starling.node.model.ModelExport.Format;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportTest {
    private static final Charter CHARTER = Charters.of(
            new Charter.Model(Charter.Model.Kind.MLP, List.of(2), 1),
            new Charter.Numeric("age", 50, 12.5),
            new Charter.Categorical("größe", List.of("s", "l")));
    private static final Digest FEDERATION = Digest.of("charter".getBytes(UTF_8));

    @TempDir
    Path directory;

    /** 3 x 2 weights, 2 biases, 2 x 2 weights, 2 biases: the value is the position. */
    private static float[] parameters() {
        float[] parameters = new float[14];
        for (int k = 0; k < parameters.length; k++) {
            parameters[k] = k;
        }
        return parameters;
    }

    private static ModelCard card(float[] parameters) {
        return card(CHARTER, parameters);
    }

    private static ModelCard card(Charter charter, float[] parameters) {
        ModelCard.Origin origin = new ModelCard.Origin(
                FEDERATION,
                charter.name(),
                "current",
                99,
                "Hospital 1",
                charter.founders().stream().map(ModelCard.Participant::of).toList());
        ModelCard.Score score = new ModelCard.Score(ModelCard.Score.VALIDATION, 1, 40, "accuracy", 0.875);
        return ModelCard.of(origin, charter, List.of(score), parameters);
    }

    private byte[] export(Format format) throws IOException {
        Path file = directory.resolve("model." + format.word());
        ModelExport.write(file, format, card(parameters()), parameters(), true);
        return Files.readAllBytes(file);
    }

    private static float[] floats(byte[] bytes, int from, int to) {
        float[] floats = new float[(to - from) / Float.BYTES];
        ByteBuffer.wrap(bytes, from, to - from)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(floats);
        return floats;
    }

    @Test
    void aNumpyArchiveHoldsOneStoredArrayATensor() throws IOException {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(export(Format.NPZ)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                arrays.put(entry.getName(), zip.readAllBytes());
            }
        }

        assertThat(arrays.keySet())
                .containsExactly("layer0.weight.npy", "layer0.bias.npy", "layer1.weight.npy", "layer1.bias.npy");
        checkNpy(content(arrays, "layer0.weight.npy"), "(3, 2)", new float[] {0, 1, 2, 3, 4, 5});
        checkNpy(content(arrays, "layer0.bias.npy"), "(2,)", new float[] {6, 7});
        checkNpy(content(arrays, "layer1.weight.npy"), "(2, 2)", new float[] {8, 9, 10, 11});
        checkNpy(content(arrays, "layer1.bias.npy"), "(2,)", new float[] {12, 13});
    }

    private static byte[] content(Map<String, byte[]> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    private static void checkNpy(byte[] npy, String shape, float[] values) {
        assertThat(Arrays.copyOf(npy, 8)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        int length = (npy[8] & 0xFF) | (npy[9] & 0xFF) << 8;
        assertThat((10 + length) % 64).isZero();
        String header = new String(npy, 10, length, US_ASCII);
        assertThat(header).endsWith("\n");
        assertThat(header.strip()).isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }");
        assertThat(floats(npy, 10 + length, npy.length)).isEqualTo(values);
    }

    @Test
    void safetensorsHoldsTheArraysWithoutGapsAndTheCardInItsHeader() throws IOException {
        byte[] file = export(Format.SAFETENSORS);
        int length = Math.toIntExact(
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong());
        assertThat(length % 8).isZero();
        ObjectMapper json = new ObjectMapper();
        JsonNode header = json.readTree(new String(file, 8, length, UTF_8));

        assertThat(header.fieldNames())
                .toIterable()
                .containsExactly("__metadata__", "layer0.weight", "layer0.bias", "layer1.weight", "layer1.bias");
        int expected = 0;
        for (String name : List.of("layer0.weight", "layer0.bias", "layer1.weight", "layer1.bias")) {
            JsonNode tensor = header.get(name);
            assertThat(tensor.get("dtype").asText()).isEqualTo("F32");
            int from = tensor.get("data_offsets").get(0).asInt();
            int to = tensor.get("data_offsets").get(1).asInt();
            assertThat(from).isEqualTo(expected);
            assertThat(floats(file, 8 + length + from, 8 + length + to)[0]).isEqualTo(from / 4f);
            expected = to;
        }
        assertThat(header.get("layer0.weight").get("shape")).hasToString("[3,2]");
        assertThat(header.get("layer1.bias").get("shape")).hasToString("[2]");
        assertThat(file).hasSize(8 + length + expected);

        JsonNode metadata = header.get("__metadata__");
        assertThat(metadata).allSatisfy(value -> assertThat(value.isTextual()).isTrue());
        JsonNode card = json.readTree(metadata.get("card").asText());
        assertThat(card.get("format")).isEqualTo(metadata.get("format"));
        assertThat(card.get("charter_sha256").asText()).isEqualTo(FEDERATION.hex());
        assertThat(card.get("federation").asText()).isEqualTo("test");
        assertThat(card.get("held_by").asText()).isEqualTo("Hospital 1");
        assertThat(card.get("slot").asInt()).isEqualTo(99);
        assertThat(card.get("members")).hasSize(2);
        assertThat(card.get("members").get(1).get("organisation").asText()).isEqualTo("Hospital 2");
        assertThat(card.get("layers")).hasToString("[3,2,2]");
        assertThat(card.get("label").asText()).isEqualTo("sick");
        assertThat(card.get("classes")).hasToString("[\"no\",\"yes\"]");
        assertThat(card.get("columns")).isEqualTo(json.readTree("""
                        [{"name":"age","kind":"numeric","mean":50.0,"deviation":12.5,"from":0,"to":1},
                         {"name":"größe","kind":"categorical","categories":["s","l"],"from":1,"to":3}]
                        """));
        assertThat(card.get("scores").get(0).get("value").asDouble()).isEqualTo(0.875);
        assertThat(card.get("parameters_sha256").asText())
                .isEqualTo(Digest.of(Arrays.copyOfRange(file, 8 + length, file.length))
                        .hex());
    }

    @Test
    void theCardOfARegressionOnImagesNamesTheirScaling() throws IOException {
        Charter.Schema schema = new Charter.Schema(
                "age", new Charter.Quantity(51.5, 12.25), List.of(new Charter.Vector("pixel", 4, 0, 255)));
        Charter charter = Charter.withDefaults("ages", CHARTER.founders(), schema);

        JsonNode card = CardJson.object(card(charter, new float[5]));

        assertThat(card.has("classes")).isFalse();
        assertThat(card.get("target")).hasToString("{\"mean\":51.5,\"deviation\":12.25}");
        assertThat(card.get("columns")).hasToString("""
                [{"name":"pixel","kind":"vector","mean":0.0,"deviation":255.0,"from":0,"to":4}]""");
    }

    @Test
    void aCardIsReadAsItWasWritten() {
        Charter.Schema schema = new Charter.Schema(
                "age", new Charter.Quantity(51.5, 12.25), List.of(new Charter.Vector("pixel", 4, 0.1, 255)));
        Charter regression = Charter.withDefaults("ages", CHARTER.founders(), schema);
        for (ModelCard card : List.of(card(parameters()), card(regression, new float[5]))) {
            assertThat(CardJson.parse(CardJson.text(card))).isEqualTo(card);
            assertThat(CardJson.parse(new String(CardJson.page(card), UTF_8))).isEqualTo(card);
        }
    }

    @Test
    void theCardOfANumpyArchiveStandsBesideIt() throws IOException {
        export(Format.NPZ);

        assertThat(Files.readAllBytes(directory.resolve("model.card.json")))
                .isEqualTo(CardJson.page(card(parameters())));
    }

    @Test
    void jsonHoldsTheCardAndEveryDigit() throws IOException {
        float[] parameters = parameters();
        parameters[3] = 0.1f;
        parameters[13] = 1e-30f;
        Path file = directory.resolve("model.json");
        ModelExport.write(file, Format.JSON, card(parameters), parameters, false);

        JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
        assertThat(json.get("card")).hasToString(CardJson.text(card(parameters)));
        assertThat(json.get("tensors").get("layer0.weight").get("shape")).hasToString("[3,2]");
        assertThat(json.get("tensors").get("layer0.weight").get("values")).hasToString("[0.0,1.0,2.0,0.1,4.0,5.0]");
        assertThat((float) json.get("tensors")
                        .get("layer1.bias")
                        .get("values")
                        .get(1)
                        .asDouble())
                .isEqualTo(1e-30f);
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        for (Format format : Format.values()) {
            assertThat(export(format)).isEqualTo(export(format));
        }
    }

    @Test
    void aLargeTensorIsWrittenWhole() throws IOException {
        float[] values = new float[100_001];
        for (int k = 0; k < values.length; k++) {
            values[k] = k;
        }
        Tensor tensor = new Tensor("t", List.of(values.length - 1), 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tensor.write(values, out);

        assertThat(floats(out.toByteArray(), 0, out.size())).isEqualTo(Arrays.copyOfRange(values, 1, values.length));
    }

    @Test
    void aFileIsNotReplacedUnlessThatIsAskedFor() throws IOException {
        Path file = Files.writeString(directory.resolve("model.npz"), "precious");

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> ModelExport.write(file, Format.NPZ, card(parameters()), parameters(), false))
                .withMessageContaining(file.toString());
        assertThat(file).hasContent("precious");

        ModelExport.write(file, Format.NPZ, card(parameters()), parameters(), true);
        assertThat(Files.readAllBytes(file)).startsWith('P', 'K');
        Path fresh = directory.resolve("fresh.npz");
        ModelExport.write(fresh, Format.NPZ, card(parameters()), parameters(), false);
        assertThat(fresh).hasSameBinaryContentAs(file);
        assertThat(names()).containsExactlyInAnyOrder("model.npz", "model.card.json", "fresh.npz", "fresh.card.json");
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNoOther() throws IOException {
        Path file = Files.writeString(directory.resolve("model.npz"), "precious");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WholeFile.write(file, true, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("disk full");
                }))
                .withMessage("disk full");

        assertThat(file).hasContent("precious");
        assertThat(names()).containsExactly("model.npz");
    }

    @Test
    void whoeverIsFasterKeepsTheName() {
        Path file = directory.resolve("model.npz");

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> WholeFile.write(file, false, out -> Files.writeString(file, "faster")));

        assertThat(file).hasContent("faster");
    }

    @Test
    void aCardOfOtherParametersIsRefused() {
        float[] others = parameters();
        others[3] = -1;
        Path file = directory.resolve("model.npz");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelExport.write(file, Format.NPZ, card(parameters()), others, false));
        assertThat(file).doesNotExist();
    }

    @Test
    void theFormatFollowsFromTheFileName() {
        assertThat(Format.ofFileName(Path.of("a/model.NPZ"))).contains(Format.NPZ);
        assertThat(Format.ofFileName(Path.of("model.safetensors"))).contains(Format.SAFETENSORS);
        assertThat(Format.ofFileName(Path.of("npz"))).isEmpty();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
