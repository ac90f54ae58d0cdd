package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelExport;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.store.Release;
import dev.starling.node.store.ReleasedModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelVerbsTest {
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

    private float[] model(float first) {
        float[] parameters = new float[document.charter().parameters()];
        parameters[0] = first;
        return parameters;
    }

    private Digest consolidated(int index, int slot, float[] parameters) throws Exception {
        Digest hash = Parameters.hash(parameters);
        ModelList list = new ModelList(index, slot, hash, hash, hash, List.of());
        byte[] certificate = new DurableCodec(document.federation(), parameters.length)
                .encode(new ModelCertificate(1, list, hash, List.of()));
        ReleasedModels.open(directory.root(), parameters.length)
                .save(new Release(index, hash, certificate), parameters);
        return hash;
    }

    private void best(int slot, float[] parameters) throws Exception {
        ModelCard.Origin origin = new ModelCard.Origin(
                document.federation(), document.charter().name(), "best", slot, "north", List.of());
        ModelCard.Score score = new ModelCard.Score(ModelCard.Score.VALIDATION, 1, 12, "accuracy", 0.75);
        ModelExport.write(
                directory.models().resolve("best.safetensors"),
                ModelExport.Format.SAFETENSORS,
                ModelCard.of(origin, document.charter(), List.of(score), parameters),
                parameters,
                false);
    }

    private Shell.Result export(String which) {
        return shell.execute(
                "model",
                "export",
                "--dir",
                shell.dir("north"),
                "--format",
                "safetensors",
                "--force",
                "--out",
                shell.path("out.safetensors").toString(),
                "--which",
                which);
    }

    private float exported(String which) throws Exception {
        export(which).succeeded();
        return ModelImport.read(shell.path("out.safetensors")).parameters()[0];
    }

    @Test
    void everyModelThatIsKeptIsListedAndExported() throws Exception {
        shell.publish("north", 23, model(1));
        best(17, model(2));
        Digest older = consolidated(1, 9, model(3));
        consolidated(2, 19, model(4));

        JsonNode models = shell.execute("model", "list", "--json", "--dir", shell.dir("north"))
                .succeeded()
                .json()
                .get("models");

        assertThat(models)
                .extracting(m -> m.get("model").asText())
                .containsExactly("current", "best", "consolidated", "earlier");
        assertThat(models).extracting(m -> m.get("slot").asInt()).containsExactly(23, 17, 19, 9);
        assertThat(models.get(1).get("scores").get(0).get("value").asDouble()).isEqualTo(0.75);
        assertThat(models.get(3).get("parameters").asText()).isEqualTo(older.hex());
        assertThat(models).allSatisfy(m -> {
            assertThat(m.get("bytes").asLong()).isPositive();
            assertThat(m.get("when").asText()).endsWith("Z");
            assertThat(Path.of(m.get("file").asText())).exists();
        });
        String text = shell.execute("model", "list", "--dir", shell.dir("north"))
                .succeeded()
                .out();
        assertThat(text)
                .contains("accuracy 75.0 % on 12 validation rows")
                .contains("current one is in " + shell.path("north/state") + ", with what is under way")
                .contains(older.hex().substring(0, 16));
        assertThat(exported("current")).isEqualTo(1);
        assertThat(exported("best")).isEqualTo(2);
        assertThat(exported("consolidated")).isEqualTo(4);
        assertThat(exported("9")).isEqualTo(3);
        assertThat(exported("17")).isEqualTo(2);
        assertThat(exported("23")).isEqualTo(1);
        assertThat(exported(older.hex().substring(0, 8))).isEqualTo(3);
        ModelCard card = ModelImport.read(shell.path("out.safetensors")).card().orElseThrow();
        assertThat(card.origin().kind()).isEqualTo("consolidated");
        assertThat(card.origin().heldBy()).isEqualTo("north");
        assertThat(card.origin().members()).hasSize(1);
    }

    @Test
    void aModelThatIsNotThereIsToldWithWhatToDo() throws Exception {
        assertThat(shell.execute("model", "list", "--dir", shell.dir("north"))
                        .succeeded()
                        .out())
                .contains("no shared model yet");
        Map<String, String> before = shell.listing();
        refused(1, "current", "starling run");
        refused(1, "best", "data.validation");
        refused(1, "consolidated", "model list");
        refused(1, "7", "model list");
        refused(1, "0123abcd", "model list");
        refused(2, "newest", "\"newest\" names no model");
        refused(2, "abc", "eight digits");
        assertThat(shell.listing()).isEqualTo(before);
    }

    private void refused(int code, String which, String words) {
        Shell.Result result = export(which);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.err()).contains(words);
    }

    @Test
    void oneDamagedModelDoesNotHideTheOthers() throws Exception {
        shell.publish("north", 23, model(1));
        best(17, model(2));
        consolidated(1, 9, model(3));
        Files.write(directory.models().resolve("best.safetensors"), new byte[5]);

        Shell.Result result = shell.execute("model", "list", "--json", "--dir", shell.dir("north"));

        assertThat(result.succeeded().json().get("models")).hasSize(2);
        assertThat(result.json().get("remarks").get(0).asText()).contains("best.safetensors");
        assertThat(exported("current")).isEqualTo(1);
        refused(1, "best", "move it away");
    }
}
