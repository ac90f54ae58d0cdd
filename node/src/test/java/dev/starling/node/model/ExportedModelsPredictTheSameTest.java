package dev.starling.node.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.crypto.digest.Digest;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charters;
import dev.starling.node.data.Examples;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.model.ModelExport.Format;
import dev.starling.node.table.CsvTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that was exported predicts what the node's learner predicts, to 1e-5: as a graph in ONNX Runtime, fed with the
 * cells of the table, and by the rules that the card states, followed by hand from nothing but the JSON file.
 */
class ExportedModelsPredictTheSameTest {
    private static final double SAME = 1e-5;
    private static final int ROWS = 60;
    private static final List<Charter.Column> COLUMNS = List.of(
            new Charter.Numeric("age", 51.25, 12.5),
            new Charter.Categorical("size", List.of("s", "m", "l")),
            new Charter.Numeric("epoch", 1_700_000_000, 0.75),
            new Charter.Categorical("sex", List.of("f", "m")));

    @TempDir
    Path directory;

    /** Numbers far from 0 with a small deviation, missing cells, missing words and words that no charter lists. */
    private static String table(String labels) {
        SplittableRandom random = new SplittableRandom(3);
        String[] words = labels.split(" ", -1);
        StringBuilder csv = new StringBuilder("age,size,epoch,sex,sick\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(i % 7 == 0 ? "" : "%.2f".formatted(20 + 60 * random.nextDouble()))
                    .append(',')
                    .append(List.of("s", "m", "l", "xxl", "?").get(random.nextInt(5)))
                    .append(',')
                    .append(i % 11 == 0 ? "?" : "%.3f".formatted(1_700_000_000 + random.nextGaussian()))
                    .append(',')
                    .append(List.of("f", "m", "").get(random.nextInt(3)))
                    .append(',')
                    .append(words[random.nextInt(words.length)])
                    .append('\n');
        }
        return csv.toString();
    }

    private static Charter charter(Charter.Target target, Integer... hidden) {
        Charter.Model.Kind kind = hidden.length == 0 ? Charter.Model.Kind.SOFTMAX : Charter.Model.Kind.MLP;
        Charter plain = Charters.of(new Charter.Model(kind, List.of(hidden), 1), COLUMNS.get(0));
        return plain.with(new Charter.Schema("sick", target, COLUMNS));
    }

    @Test
    void aLinearClassifier() throws Exception {
        check(charter(new Charter.Classes(List.of("no", "yes", "unclear"))), "no yes unclear");
    }

    @Test
    void aNetworkWithHiddenLayers() throws Exception {
        check(charter(new Charter.Classes(List.of("no", "yes")), 16, 8), "no yes");
    }

    @Test
    void aRegressionInTheUnitOfItsLabel() throws Exception {
        check(charter(new Charter.Quantity(120.5, 14.25), 12), "110 130.5 99");
    }

    private void check(Charter charter, String labels) throws Exception {
        CsvTable table = CsvTable.of("rows.csv", table(labels).getBytes(UTF_8));
        Examples examples = SchemaReader.read(table, charter);
        float[] parameters = parameters(charter.parameters());
        float[] expected;
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(charter), examples)) {
            expected = learner.outputs(parameters, examples);
        }
        Charter.Target target = charter.schema().target();
        double unit = target instanceof Charter.Quantity quantity ? quantity.deviation() : 1;
        double zero = target instanceof Charter.Quantity quantity ? quantity.mean() : 0;
        Path json = export(charter, parameters, Format.JSON);
        Path onnx = export(charter, parameters, Format.ONNX);

        double[] byOnnx = inOnnxRuntime(onnx, cells(table, charter));
        double[] byHand = byTheCard(json, table);
        assertThat(byOnnx).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            double value = zero + unit * expected[k];
            assertThat(byOnnx[k]).as("ONNX Runtime, output %d", k).isCloseTo(value, within(SAME * unit));
            assertThat(byHand[k]).as("by the card, output %d", k).isCloseTo(value, within(SAME * unit));
        }
    }

    private static float[] parameters(int length) {
        SplittableRandom random = new SplittableRandom(5);
        float[] parameters = new float[length];
        for (int k = 0; k < length; k++) {
            parameters[k] = (float) (0.5 * random.nextGaussian());
        }
        return parameters;
    }

    private Path export(Charter charter, float[] parameters, Format format) throws Exception {
        ModelCard.Origin origin =
                new ModelCard.Origin(Digest.of(new byte[1]), charter.name(), "current", 1, "Hospital 1", List.of());
        Path file = directory.resolve("model." + format.word());
        ModelExport.write(file, format, ModelCard.of(origin, charter, List.of(), parameters), parameters, false);
        return file;
    }

    /** What the graph takes: numbers as they are, NaN for missing ones, words spread over their categories. */
    private static double[][] cells(CsvTable table, Charter charter) throws Exception {
        double[][] cells = new double[ROWS][charter.features()];
        int[] row = new int[1];
        table.forEachRow((line, words) -> {
            int at = 0;
            for (Charter.Column column : charter.schema().columns()) {
                String word = words.get(table.column(column.name()));
                if (column instanceof Charter.Categorical categorical) {
                    int place = categorical.categories().indexOf(word);
                    if (place >= 0) {
                        cells[row[0]][at + place] = 1;
                    }
                } else {
                    cells[row[0]][at] = CsvTable.missing(word) ? Double.NaN : Double.parseDouble(word);
                }
                at += column.width();
            }
            row[0]++;
        });
        return cells;
    }

    private static double[] inOnnxRuntime(Path file, double[][] cells) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor input = OnnxTensor.createTensor(environment, cells);
                OrtSession.Result result = session.run(Map.of("features", input))) {
            assertThat(CardJson.parse(Objects.requireNonNull(
                                    session.getMetadata().getCustomMetadata().get("card")))
                            .layerSizes())
                    .startsWith(cells[0].length);
            double[] outputs = new double[0];
            if (result.get(0).getValue() instanceof float[][] probabilities) {
                outputs = new double[ROWS * probabilities[0].length];
                for (int k = 0; k < outputs.length; k++) {
                    outputs[k] = probabilities[k / probabilities[0].length][k % probabilities[0].length];
                }
            } else if (result.get(0).getValue() instanceof double[][] estimates) {
                outputs = new double[ROWS];
                for (int k = 0; k < ROWS; k++) {
                    outputs[k] = estimates[k][0];
                }
            }
            return outputs;
        }
    }

    /** Follows the sentences of the card with nothing but the file. */
    private static double[] byTheCard(Path file, CsvTable table) throws Exception {
        JsonNode model = new ObjectMapper().readTree(Files.readAllBytes(file));
        JsonNode card = model.get("card");
        int layers = card.get("layers").size() - 1;
        int outputs = card.get("layers").get(layers).asInt();
        double[] all = new double[ROWS * outputs];
        int[] row = new int[1];
        table.forEachRow((line, words) -> {
            double[] x = new double[card.get("layers").get(0).asInt()];
            for (JsonNode column : card.get("columns")) {
                String word = words.get(table.column(column.get("name").asText()));
                int from = column.get("from").asInt();
                if (column.get("kind").asText().equals("categorical")) {
                    for (int c = 0; c < column.get("categories").size(); c++) {
                        x[from + c] = column.get("categories").get(c).asText().equals(word) ? 1 : 0;
                    }
                } else if (!CsvTable.missing(word)) {
                    x[from] = (Double.parseDouble(word) - column.get("mean").asDouble())
                            / column.get("deviation").asDouble();
                }
            }
            for (int l = 0; l < layers; l++) {
                x = layer(model.get("tensors"), l, x, l + 1 < layers);
            }
            System.arraycopy(read(card, x), 0, all, row[0]++ * outputs, outputs);
        });
        return all;
    }

    private static double[] layer(JsonNode tensors, int l, double[] x, boolean hidden) {
        JsonNode weight = tensors.get("layer" + l + ".weight").get("values");
        JsonNode bias = tensors.get("layer" + l + ".bias").get("values");
        double[] z = new double[bias.size()];
        for (int o = 0; o < z.length; o++) {
            z[o] = bias.get(o).asDouble();
            for (int i = 0; i < x.length; i++) {
                z[o] += x[i] * weight.get(i * z.length + o).asDouble();
            }
            z[o] = hidden ? Math.max(z[o], 0) : z[o];
        }
        return z;
    }

    private static double[] read(JsonNode card, double[] z) {
        if (card.has("target")) {
            JsonNode target = card.get("target");
            return new double[] {
                z[0] * target.get("deviation").asDouble() + target.get("mean").asDouble()
            };
        }
        double sum = 0;
        for (double value : z) {
            sum += Math.exp(value);
        }
        for (int k = 0; k < z.length; k++) {
            z[k] = Math.exp(z[k]) / sum;
        }
        return z;
    }
}
