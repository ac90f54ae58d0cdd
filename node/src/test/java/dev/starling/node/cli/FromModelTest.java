package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.crypto.digest.Digest;
import dev.starling.node.charter.Charter;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelExport;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.model.InitialModel;
import dev.starling.node.toml.ConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Federations that start from a model that exists. */
class FromModelTest {
    @TempDir
    Path root;

    private Shell shell;
    private float[] learnt;
    private Path model;

    @BeforeEach
    void anEarlierFederationLeftAModel() throws Exception {
        shell = new Shell(root);
        shell.federation("old", "--model", "mlp:3");
        Charter charter = charter("old");
        learnt = new float[charter.parameters()];
        for (int k = 0; k < learnt.length; k++) {
            learnt[k] = (k % 5 - 2) / 8f;
        }
        ModelCard.Origin origin =
                new ModelCard.Origin(Digest.of(new byte[] {1}), charter.name(), "consolidated", 40, "old", List.of());
        model = shell.path("old.safetensors");
        ModelExport.write(
                model, ModelExport.Format.SAFETENSORS, ModelCard.of(origin, charter, List.of(), learnt), learnt, false);
    }

    private Charter charter(String member) throws Exception {
        return CharterDocument.read(new DataDirectory(shell.path(member))).charter();
    }

    private Shell.Result found(String member, String... options) {
        List<String> line =
                new ArrayList<>(List.of("charter", "new", "--json", "--dir", shell.dir(member), "--name", "second"));
        line.addAll(List.of(options));
        return shell.execute(line.toArray(String[]::new));
    }

    private Path plain(String name, List<Integer> layers) throws Exception {
        int parameters = IntStream.range(0, layers.size() - 1)
                .map(l -> (layers.get(l) + 1) * layers.get(l + 1))
                .sum();
        ModelExport.writeArrays(shell.path(name), layers, new float[parameters], false);
        return shell.path(name);
    }

    @Test
    void theCardSaysEverythingThatTheTableWouldHaveSaid() throws Exception {
        shell.member("north", 60);

        JsonNode told =
                found("north", "--from-model", model.toString()).succeeded().json();

        Charter charter = charter("north");
        assertThat(charter.schema()).isEqualTo(charter("old").schema());
        assertThat(charter.model().hidden()).containsExactly(3);
        assertThat(told.get("initial").asText())
                .isEqualTo(ModelCard.digest(learnt).hex());
        assertThat(told.get("seed").isNull()).isTrue();
        assertThat(InitialModel.of(new DataDirectory(shell.path("north")), charter))
                .isEqualTo(learnt);
        assertThat(shell.execute("charter", "show", "--dir", shell.dir("north"))
                        .succeeded()
                        .out())
                .contains("from the model " + ModelCard.digest(learnt).hex().substring(0, 16));
    }

    @Test
    void trainingBeginsWithTheModel() throws Exception {
        shell.member("north", 60);
        found("north", "--from-model", model.toString(), "--rate", "1e-30").succeeded();

        shell.execute("train", "--local", "--slots", "1", "--dir", shell.dir("north"))
                .succeeded();

        assertThat(ModelImport.read(shell.path("north/models/local.npz")).parameters())
                .containsExactly(learnt, within(1e-20f));
    }

    @Test
    void aBackupBringsTheModelAlong() throws Exception {
        shell.member("north", 60);
        found("north", "--from-model", model.toString()).succeeded();
        String backup = shell.path("north.zip").toString();

        shell.execute("backup", "--dir", shell.dir("north"), "--out", backup).succeeded();
        shell.execute("restore", "--dir", shell.dir("again"), backup).succeeded();

        assertThat(InitialModel.of(new DataDirectory(shell.path("again")), charter("again")))
                .isEqualTo(learnt);
    }

    @Test
    void aCharterThatNamesAModelIsReadAsItWasWritten() throws Exception {
        shell.member("north", 60);
        found("north", "--from-model", model.toString()).succeeded();

        Charter charter = charter("north");
        String text = Charter.write(charter);
        assertThat(Charter.parse(text.getBytes(StandardCharsets.UTF_8), "charter.toml"))
                .isEqualTo(charter);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Charter.parse(
                        text.replace("initial = \"", "initial = \"x").getBytes(StandardCharsets.UTF_8), "charter.toml"))
                .withMessageContaining("initial");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Charter.parse(
                        text.replace("initial = ", "seed = 1\ninitial = ").getBytes(StandardCharsets.UTF_8),
                        "charter.toml"))
                .withMessageContaining("model.seed stands beside model.initial");
    }

    @Test
    void everyFounderNeedsTheModelBeforeItSigns() throws Exception {
        shell.member("north", 60);
        String card = shell.member("south", 60);
        found("north", "--from-model", model.toString(), "--founder", card).succeeded();
        for (String file : List.of("charter.toml", "charter.sig")) {
            Files.copy(shell.path("north/" + file), shell.path("south/" + file));
        }
        Map<String, String> before = shell.listing();

        refused(3, List.of("initial.npz", "get its file from a founder", "--from-model FILE"), "charter", "sign");
        Path other = plain("other.npz", List.of(3 + 1, 3, 2));
        shell.execute("charter", "show", "--dir", shell.dir("south")).succeeded();
        assertThat(shell.listing()).hasSize(before.size() + 1);
        refused(3, List.of("other.npz", "starts from"), "charter", "sign", "--from-model", other.toString());
        refused(
                4,
                List.of("wide.npz", "[9, 2]", "[4, 3, 2]"),
                "charter",
                "sign",
                "--from-model",
                plain("wide.npz", List.of(9, 2)).toString());

        shell.execute("charter", "sign", "--dir", shell.dir("south"), "--from-model", model.toString())
                .succeeded();
        assertThat(InitialModel.of(new DataDirectory(shell.path("south")), charter("south")))
                .isEqualTo(learnt);
        assertThat(CharterDocument.read(new DataDirectory(shell.path("south"))).missing())
                .isEmpty();
    }

    private void refused(int code, List<String> words, String... line) {
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of("--dir", shell.dir("south")));
        Shell.Result result = shell.execute(all.toArray(String[]::new));
        assertThat(result.err()).contains(words);
        assertThat(result.code()).isEqualTo(code);
    }

    @Test
    void whatDoesNotFitIsToldAndNothingIsWritten() throws Exception {
        shell.member("north", 60);
        String table = shell.path("north.csv").toString();
        String cardless = plain("cardless.npz", List.of(4, 3, 2)).toString();
        String wide = plain("wide.npz", List.of(9, 2)).toString();
        String text = shell.write("text.safetensors", "no model at all").toString();
        Map<String, String> before = shell.listing();

        notFounded(2, "nothing says what the columns are", "--from-model", cardless);
        notFounded(2, "nothing says what the columns are");
        notFounded(2, "--scale-from FILE", "--from-model", model.toString(), "--label", "diagnosis");
        notFounded(2, "--seed", "--from-model", model.toString(), "--seed", "4");
        notFounded(4, "[9, 2]", "--from-model", wide, "--scale-from", table, "--label", "diagnosis");
        notFounded(4, "[4, 8, 2]", "--from-model", model.toString(), "--model", "mlp:8");
        notFounded(4, "text.safetensors", "--from-model", text);
        notFounded(4, "no such file", "--from-model", "nowhere.npz");
        assertThat(shell.listing()).isEqualTo(before);

        found("north", "--from-model", cardless, "--scale-from", table, "--label", "diagnosis")
                .succeeded();
        assertThat(charter("north").model().hidden()).containsExactly(3);
    }

    private void notFounded(int code, String words, String... options) {
        Shell.Result result = found("north", options);
        assertThat(result.out()).contains(words);
        assertThat(result.code()).isEqualTo(code);
    }

    @Test
    void aModelThatWentMissingOrWasDamagedIsToldWithTheRemedy() throws Exception {
        shell.member("north", 60);
        found("north", "--from-model", model.toString()).succeeded();
        Path initial = shell.path("north/initial.npz");
        byte[] sound = Files.readAllBytes(initial);
        Files.delete(initial);

        Shell.Result missing = shell.execute("run", "--dir", shell.dir("north"));
        assertThat(missing.err()).contains("initial.npz", "get its file from a founder");
        assertThat(missing.code()).isEqualTo(3);

        String text = new String(sound, StandardCharsets.ISO_8859_1);
        int firstValue = text.indexOf('\n', text.indexOf("'shape'")) + 1;
        sound[firstValue + 3] ^= 1;
        Files.write(initial, sound);
        Shell.Result damaged = shell.execute("train", "--local", "--dir", shell.dir("north"));
        assertThat(damaged.err()).contains("initial.npz");
        assertThat(damaged.code()).isNotZero().isLessThan(70);
        shell.execute("charter", "sign", "--dir", shell.dir("north"), "--from-model", model.toString())
                .succeeded();
        shell.execute("train", "--local", "--slots", "1", "--dir", shell.dir("north"))
                .succeeded();
    }
}
