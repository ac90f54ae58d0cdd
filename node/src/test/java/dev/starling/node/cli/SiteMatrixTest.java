package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelCard.Score;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.model.KeptScores;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sites tell each other how well their models do. */
class SiteMatrixTest {
    @TempDir
    Path root;

    private Shell shell;

    @BeforeEach
    void twoFounders() throws Exception {
        shell = new Shell(root);
        shell.member("north", 200);
        String southern = shell.member("south", 60);
        shell.found("north", "--label", "diagnosis", "--slots", "5", "--founder", southern)
                .succeeded();
        shell.sign("north", "south");
        state("north");
        state("south");
    }

    /** The same shared model at both sites: one that knows nothing. */
    private void state(String member) throws Exception {
        int parameters = CharterDocument.read(new DataDirectory(shell.path(member)))
                .charter()
                .parameters();
        shell.publish(member, 7, new float[parameters]);
    }

    private String share(String member) {
        Path file = shell.path(member + ".share.json");
        shell.execute("eval", "--dir", shell.dir(member), "--share", file.toString())
                .succeeded();
        return file.toString();
    }

    private String refused(String... files) {
        String[] line = new String[files.length + 4];
        System.arraycopy(new String[] {"eval", "--dir", shell.dir("north"), "--matrix"}, 0, line, 0, 4);
        System.arraycopy(files, 0, line, 4, files.length);
        Shell.Result result = shell.execute(line);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(6);
        return result.err();
    }

    @Test
    void theFilesOfTwoSitesMakeAMatrixAndFewRowsAreWithheld() {
        shell.execute("train", "--local", "--dir", shell.dir("north")).succeeded();
        String north = share("north");
        String south = share("south");

        Shell.Result shown = shell.execute("eval", "--dir", shell.dir("south"), "--matrix", north, south);
        JsonNode told = shell.execute("eval", "--dir", shell.dir("north"), "--json", "--matrix", north, south)
                .succeeded()
                .json();

        assertThat(shown.succeeded().out())
                .containsPattern("site +rows +own current +own alone")
                .containsPattern("north +40 +[0-9.]+ % \\(")
                .containsPattern("south +- +withheld +-");
        JsonNode cells = told.get("sites").get(0).get("cells");
        assertThat(cells).hasSize(2);
        assertThat(cells.get(0).get("model").asText()).isEqualTo("current");
        assertThat(cells.get(0).get("slot").asInt()).isEqualTo(7);
        assertThat(cells.get(0).get("rows").asInt()).isEqualTo(40);
        assertThat(cells.get(0).get("classes")).hasSize(2);
        assertThat(cells.get(0).get("auc").asDouble()).isEqualTo(0.5);
        assertThat(cells.get(1).get("accuracy").asDouble()).isGreaterThan(0.8);
        JsonNode withheld = told.get("sites").get(1).get("cells").get(0);
        assertThat(withheld.get("rows").isNull() && withheld.get("right").isNull())
                .isTrue();
        assertThat(shell.read("south.share.json")).contains("rows\\\":null").doesNotContain("rows\\\":12");
        assertThat(told.get("pooled")).as("of one site nothing is pooled").isEmpty();
        assertThat(shell.execute("eval", "--dir", shell.dir("north"), "--share", north)
                        .code())
                .as("never overwritten")
                .isEqualTo(6);
    }

    @Test
    void ofThreeClassesEveryVerbTellsTheSameArea() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder table = new StringBuilder("x,y,kind\n");
        for (int row = 0; row < 240; row++) {
            int kind = row % 3;
            table.append("%.3f,%.3f,%s%n"
                    .formatted(kind + random.nextGaussian(), kind + random.nextGaussian(), "abc".charAt(kind)));
        }
        String west = shell.dir("west");
        shell.execute(
                        "init",
                        "--dir",
                        west,
                        "--organisation",
                        "west",
                        "--data",
                        shell.write("west.csv", table.toString()).toString())
                .succeeded();
        shell.found("west", "--label", "kind", "--slots", "5").succeeded();
        state("west");

        double trained = shell.execute("train", "--local", "--json", "--dir", west)
                .succeeded()
                .json()
                .get("auc")
                .asDouble();
        JsonNode local = shell.execute("eval", "--json", "--dir", west)
                .succeeded()
                .json()
                .get("local");
        JsonNode cells = shell.execute("eval", "--json", "--dir", west, "--matrix", share("west"))
                .succeeded()
                .json()
                .get("sites")
                .get(0)
                .get("cells");

        assertThat(trained).as("seed 3").isBetween(0.7, 0.99);
        assertThat(local.get("auc").asDouble()).isEqualTo(trained);
        assertThat(cells.get(1).get("model").asText()).isEqualTo("alone");
        assertThat(cells.get(1).get("auc").asDouble()).isCloseTo(trained, within(5e-5));
        assertThat(cells.get(0).get("auc").asDouble())
                .as("of a model that knows nothing")
                .isEqualTo(0.5);
    }

    /** Of a model whose federated metrics the site's node has kept; here its current one. */
    @Test
    void whatAllMembersSaidTogetherStandsBesideWhatSomeSitesTell() throws Exception {
        DataDirectory directory = new DataDirectory(shell.path("north"));
        int parameters = CharterDocument.read(directory).charter().parameters();
        KeptScores.read(directory, 3)
                .add(
                        ModelCard.digest(new float[parameters]),
                        List.of(
                                new Score(Score.VALIDATION, 1, 30, "accuracy", 0.5),
                                new Score(Score.HOLDOUTS, 5, 160, "accuracy", 0.9625)));
        String north = share("north");

        Shell.Result shown = shell.execute("eval", "--dir", shell.dir("north"), "--matrix", north);
        JsonNode told = shell.execute("eval", "--dir", shell.dir("north"), "--json", "--matrix", north)
                .succeeded()
                .json();

        assertThat(shown.succeeded().out())
                .contains("All 5 members under masks, current 7: accuracy 0.9625 on 160 rows");
        assertThat(told.get("federated")).hasSize(1);
        JsonNode federated = told.get("federated").get(0);
        assertThat(federated.get("members").asInt()).isEqualTo(5);
        assertThat(federated.get("rows").asInt()).isEqualTo(160);
        assertThat(federated.get("value").asDouble()).isEqualTo(0.9625);
        assertThat(federated.get("parameters"))
                .isEqualTo(told.get("sites").get(0).get("cells").get(0).get("parameters"));
    }

    @Test
    void whatIsNotBelievedIsRefusedWithTheReason() throws Exception {
        String north = share("north");
        String text = shell.read("north.share.json");
        JsonNode sealed = new ObjectMapper().readTree(text);
        String statement = sealed.get("statement").asText();

        assertThat(refused(north, north)).contains("is of the same member as");
        String altered = shell.write("altered.json", text.replaceFirst("right\\\\\":[0-9]+", "right\\\\\":40"))
                .toString();
        assertThat(shell.read("altered.json")).isNotEqualTo(text);
        assertThat(refused(altered)).contains("does not hold").contains("north signed");
        String elsewhere = shell.write("elsewhere.json", text.replace(statement.substring(15, 79), "ab".repeat(32)))
                .toString();
        assertThat(refused(elsewhere)).contains("is of another federation");
        int peer = statement.indexOf("\"peer\":\"") + 8;
        String stranger = shell.write(
                        "stranger.json", text.replace(statement.substring(peer, peer + 64), "cd".repeat(32)))
                .toString();
        assertThat(refused(stranger)).contains("nobody who is on the roster");
        assertThat(refused(shell.write("no.json", "{\"rows\": 3}").toString())).contains("is no file that");
        assertThat(refused(shell.write("long.json", " ".repeat((1 << 20) + 1)).toString()))
                .contains("too long");
        assertThat(refused(shell.write("old.json", text.replace("starling-share-1", "starling-share-9"))
                        .toString()))
                .contains("no file of this version");
        assertThat(shell.execute("eval", "--dir", shell.dir("north"), "--share", "x", "--test", "y")
                        .code())
                .isEqualTo(2);
    }
}
