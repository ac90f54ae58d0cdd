package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.charter.Charter;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.model.LocalModel;
import dev.starling.node.table.CsvTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictTest {
    @TempDir
    Path root;

    private Shell shell;
    private DataDirectory directory;

    @BeforeEach
    void start() {
        shell = new Shell(root);
        directory = new DataDirectory(shell.path("north"));
    }

    private void found(String... options) throws Exception {
        shell.federation("north", options);
        shell.execute("train", "--local", "--dir", shell.dir("north")).succeeded();
        shell.publish("north", 9, parameters());
    }

    private Charter charter() throws Exception {
        return CharterDocument.read(directory).charter();
    }

    private float[] parameters() throws Exception {
        return LocalModel.read(directory, CharterDocument.read(directory).federation(), charter())
                .orElseThrow()
                .parameters();
    }

    private Shell.Result predict(String... words) {
        String[] line = Arrays.copyOf(words, words.length + 3);
        System.arraycopy(words, 0, line, 1, words.length);
        line[0] = "predict";
        line[words.length + 1] = "--dir";
        line[words.length + 2] = shell.dir("north");
        return shell.execute(line);
    }

    private float[] expected(String labelled) throws Exception {
        var examples = SchemaReader.read(CsvTable.open(shell.path(labelled)), charter());
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(charter()), examples)) {
            return learner.outputs(parameters(), examples);
        }
    }

    @Test
    void everyRowIsToldAsTheLearnerTellsItInWhateverBatches() throws Exception {
        found("--slots", "30");
        shell.table("cases.csv", 1500, 5);
        float[] expected = expected("cases.csv");

        JsonNode told = predict(
                        "--data",
                        shell.path("cases.csv").toString(),
                        "--out",
                        root.resolve("told.csv").toString(),
                        "--json")
                .succeeded()
                .json();

        assertThat(told.get("rows").asInt()).isEqualTo(1500);
        assertThat(told.get("slot").asInt()).isEqualTo(9);
        List<String> before = Files.readAllLines(shell.path("cases.csv"));
        List<String> lines = Files.readAllLines(shell.path("told.csv"));
        assertThat(lines).hasSize(1501);
        assertThat(lines.get(0))
                .isEqualTo("age,pressure,smoker,diagnosis,predicted_diagnosis,probability_sick,probability_well");
        int right = 0;
        for (int row = 0; row < 1500; row++) {
            String[] cells = lines.get(row + 1).split(",", -1);
            assertThat(lines.get(row + 1)).startsWith(before.get(row + 1) + ",");
            assertThat(Float.parseFloat(cells[5])).isCloseTo(expected[2 * row], within(1e-6f));
            assertThat(Float.parseFloat(cells[6])).isCloseTo(expected[2 * row + 1], within(1e-6f));
            assertThat(cells[4]).isEqualTo(expected[2 * row] > expected[2 * row + 1] ? "sick" : "well");
            right += cells[4].equals(cells[3]) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(1200);
    }

    @Test
    void rowsWithoutALabelAndWithGapsAreToldOnStandardOutput() throws Exception {
        found("--slots", "5");
        shell.write("cases.csv", "smoker;age;note;pressure\nyes;?;\"a; b\";130\nperhaps;40.5;;\n");
        shell.write("labelled.csv", "smoker,age,pressure,diagnosis\nyes,?,130,sick\nperhaps,40.5,,well\n");
        float[] expected = expected("labelled.csv");

        Shell.Result result = predict("--data", shell.path("cases.csv").toString());

        List<String> lines = result.succeeded().out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .isEqualTo("smoker,age,note,pressure,predicted_diagnosis,probability_sick,probability_well");
        assertThat(lines.get(1)).startsWith("yes,?,a; b,130,").endsWith("," + expected[1]);
        assertThat(lines.get(2)).startsWith("perhaps,40.5,,,").endsWith("," + expected[3]);
        assertThat(result.err()).contains("2 cells are missing").contains("1 cells hold a category");
    }

    @Test
    void aQuantityIsToldInItsOwnUnit() throws Exception {
        shell.member("north", 60);
        shell.found("north", "--label", "pressure", "--regression", "--slots", "30")
                .succeeded();
        shell.publish("north", 9, new float[charter().parameters()]);
        shell.write("cases.csv", "age,smoker,diagnosis\n50,yes,sick\n");

        List<String> lines = predict("--data", shell.path("cases.csv").toString())
                .succeeded()
                .out()
                .lines()
                .toList();

        assertThat(lines.get(0)).isEqualTo("age,smoker,diagnosis,predicted_pressure");
        double mean = ((Charter.Quantity) charter().schema().target()).mean();
        assertThat(Double.parseDouble(lines.get(1).split(",", -1)[3])).isEqualTo(mean);
    }

    @Test
    void whatCannotBeToldIsSaidAndNothingIsWritten() throws Exception {
        found("--slots", "2");
        String cases = shell.write("cases.csv", "age,pressure,smoker\n50,120,yes\n51,many,yes\n")
                .toString();
        shell.write("taken.csv", "precious");
        shell.write("short.csv", "age,smoker\n50,yes\n");
        shell.write("clash.csv", "age,pressure,smoker,probability_sick\n50,120,yes,1\n");
        Map<String, String> before = shell.listing();

        refused(
                4,
                List.of("cases.csv:3", "\"pressure\"", "decimal number"),
                "--data",
                cases,
                "--out",
                path("told.csv"));
        refused(6, List.of("taken.csv: exists already", "--out"), "--data", cases, "--out", path("taken.csv"));
        refused(4, List.of("short.csv:1", "\"pressure\""), "--data", path("short.csv"));
        refused(4, List.of("clash.csv:1", "probability_sick", "rename"), "--data", path("clash.csv"));
        refused(4, List.of("no such file"), "--data", path("nowhere.csv"));
        refused(1, List.of("data.validation"), "--data", cases, "--which", "best");
        assertThat(predict("--data", cases, "--json").code()).isEqualTo(2);
        assertThat(shell.listing()).isEqualTo(before);
    }

    private String path(String name) {
        return shell.path(name).toString();
    }

    private void refused(int code, List<String> words, String... line) {
        Shell.Result result = predict(line);
        assertThat(result.err()).contains(words).doesNotContain("many").doesNotContain("\tat ");
        assertThat(result.code()).isEqualTo(code);
    }
}
