package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.model.LocalModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningVerbsTest {
    @TempDir
    Path root;

    private Shell shell;
    private CharterDocument document;
    private DataDirectory directory;

    @BeforeEach
    void found() throws Exception {
        shell = new Shell(root);
        shell.federation("north", "--slots", "30");
        directory = new DataDirectory(shell.path("north"));
        document = CharterDocument.read(directory);
    }

    private Shell.Result north(String... words) {
        String[] line = Arrays.copyOf(words, words.length + 2);
        line[words.length] = "--dir";
        line[words.length + 1] = shell.dir("north");
        return shell.execute(line);
    }

    private float[] locallyTrained() throws Exception {
        return LocalModel.read(directory, document.federation(), document.charter())
                .orElseThrow()
                .parameters();
    }

    @Test
    void trainingAloneSavesAModelThatHasLearntAndSaysHowWell() throws Exception {
        Shell.Result result = north("train", "--local", "--json").succeeded();

        JsonNode told = result.json();
        assertThat(told.get("accuracy").asDouble()).isGreaterThan(0.8);
        assertThat(told.get("metric").asText()).isEqualTo("accuracy");
        assertThat(told.get("rmse").isNull()).isTrue();
        assertThat(told.get("steps").asInt()).isEqualTo(30 * 20);
        assertThat(told.get("training_rows").asInt()).isEqualTo(48);
        assertThat(told.get("rows").asInt()).isEqualTo(12);
        assertThat(result.err()).contains("slot 30 of 30");
        assertThat(locallyTrained()).hasSize(document.charter().parameters());
        assertThat(LocalModel.readSummary(directory, document.federation())
                        .orElseThrow()
                        .accuracy())
                .isEqualTo(told.get("accuracy").asDouble());
    }

    @Test
    void trainingAgainGivesTheSameModel() {
        north("train", "--local").succeeded();
        Map<String, String> before = shell.listing();

        north("train", "--local").succeeded();

        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void fewerSlotsAreFewerSteps() {
        JsonNode told =
                north("train", "--local", "--slots", "2", "--json").succeeded().json();

        assertThat(told.get("steps").asInt()).isEqualTo(40);
        assertThat(north("train", "--local", "--slots", "0").code()).isEqualTo(2);
    }

    @Test
    void theSharedModelIsComparedWithTheLocalOneOnTheSameRows() throws Exception {
        north("train", "--local").succeeded();
        shell.publish("north", 9, new float[document.charter().parameters()]);

        JsonNode told = north("eval", "--json").succeeded().json();

        assertThat(told.get("slot").asInt()).isEqualTo(9);
        assertThat(told.get("rows").asInt()).isEqualTo(12);
        assertThat(told.get("shared").get("log_loss").asDouble()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(told.get("local").get("log_loss").asDouble()).isLessThan(0.6);
        double points = told.get("local").get("accuracy").asDouble()
                - told.get("shared").get("accuracy").asDouble();
        int rows = told.get("only_local_right").asInt()
                - told.get("only_shared_right").asInt();
        assertThat(rows).isEqualTo((int) Math.round(12 * points));
        assertThat(told.get("local").get("intervals").get("accuracy")).hasSize(2);
        assertThat(told.get("difference").get("accuracy").asDouble()).isCloseTo(-points, within(1e-9));
        assertThat(told.get("local").get("classes")).hasSize(2);
        assertThat(told.get("sentence").asText()).contains("12 rows are few");
        assertThat(north("eval").out())
                .contains("calibration error")
                .contains("recall, %")
                .contains(told.get("sentence").asText());
    }

    @Test
    void equalModelsAreEquallyGood() throws Exception {
        north("train", "--local").succeeded();
        shell.publish("north", 4, locallyTrained());

        Shell.Result result = north("eval");

        assertThat(result.succeeded().out()).contains("Both models tell the same of these 12 rows: no difference.");
    }

    @Test
    void aTestTableTakesThePlaceOfTheRowsHeldOut() throws Exception {
        north("train", "--local").succeeded();
        shell.publish("north", 4, locallyTrained());
        Path unseen = shell.table("unseen.csv", 200, 77);

        JsonNode told =
                north("eval", "--json", "--test", unseen.toString()).succeeded().json();

        assertThat(told.get("rows").asInt()).isEqualTo(200);
        assertThat(told.get("shared").get("accuracy").asDouble()).isGreaterThan(0.75);
        assertThat(told.get("shared")).isEqualTo(told.get("local"));
    }

    @Test
    void labelsOfATestTableNeedTheTable() {
        Shell.Result result = north("eval", "--test-labels", "labels.npy");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--test-labels needs --test");
    }

    @Test
    void aSummaryThatAnEarlierVersionWroteIsStillRead() throws Exception {
        north("train", "--local").succeeded();
        String summary = shell.read("north/models/local.json");
        assertThat(summary).contains("\"rmse\" : null");
        shell.write("north/models/local.json", summary.replaceAll("\\s*\"rmse\" : null,", ""));

        LocalModel model = LocalModel.read(directory, document.federation(), document.charter())
                .orElseThrow();
        assertThat(model.summary().rmse()).isNull();
        assertThat(model.summary().accuracy()).isGreaterThan(0.8);
    }

    @Test
    void withoutALocalModelTheSharedOneIsJudgedAlone() throws Exception {
        shell.publish("north", 2, new float[document.charter().parameters()]);

        assertThat(north("eval").succeeded().out()).contains("slot 2").contains("train --local");
    }

    @Test
    void aLocalModelThatIsNotTheOneDescribedIsNotCompared() throws Exception {
        north("train", "--local").succeeded();
        shell.publish("north", 2, new float[document.charter().parameters()]);
        byte[] npz = Files.readAllBytes(shell.path("north/models/local.npz"));
        String summary = shell.read("north/models/local.json");
        north("train", "--local", "--slots", "1").succeeded();
        Files.write(shell.path("north/models/local.npz"), npz);

        Shell.Result mixedUp = north("eval");
        assertThat(mixedUp.code()).isEqualTo(1);
        assertThat(mixedUp.err()).contains("local.npz").contains("train --local");

        shell.write("north/models/local.json", summary);
        north("eval").succeeded();
    }

    @Test
    void theSharedModelIsExportedAndNeverInThePlaceOfAnother() throws Exception {
        float[] parameters = new float[document.charter().parameters()];
        parameters[0] = 1.5f;
        shell.publish("north", 12, parameters);

        JsonNode told = north("model", "export", "--format", "npz", "--json")
                .succeeded()
                .json();
        assertThat(told.get("file").asText()).endsWith("current-12.npz");
        assertThat(shell.path("north/models/current-12.npz")).isNotEmptyFile();

        Path out = shell.path("m.safetensors");
        north("model", "export", "--format", "safetensors", "--out", out.toString())
                .succeeded();
        assertThat(Files.readString(out, StandardCharsets.ISO_8859_1))
                .contains(document.federation().hex());

        Map<String, String> before = shell.listing();
        Shell.Result again = north("model", "export", "--format", "npz");
        assertThat(again.code()).isEqualTo(6);
        assertThat(again.err()).contains("--force");
        assertThat(shell.listing()).isEqualTo(before);
        north("model", "export", "--format", "npz", "--force").succeeded();
    }

    @Test
    void aDamagedStateIsNamed() throws Exception {
        shell.publish("north", 12, new float[document.charter().parameters()]);
        Path checkpoint = shell.path("north/state/checkpoint");
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[bytes.length / 2] ^= 1;
        Files.write(checkpoint, bytes);

        Shell.Result result = north("eval");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("state/checkpoint").contains("move the state directory away");
    }
}
