package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.charter.Charter;
import dev.starling.node.data.split.Split;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.SiteData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site says of its own table, from the configuration to what is trained on. */
class DataOptionsTest {
    @TempDir
    Path root;

    private Shell shell;

    @BeforeEach
    void member() {
        shell = new Shell(root);
        SplittableRandom random = new SplittableRandom(8);
        StringBuilder text = new StringBuilder("patient,Alter,Geschlecht,diagnosis\n");
        for (int row = 0; row < 90; row++) {
            boolean sick = random.nextBoolean();
            text.append("p%d,%s,%s,%s%n"
                    .formatted(
                            row / 3, row % 9 == 0 ? "NA" : 30 + row, row % 2 == 0 ? "M" : "W", sick ? "sick" : "well"));
        }
        Path table = shell.write("rows.csv", text.toString());
        shell.execute("init", "--dir", shell.dir("north"), "--organisation", "North", "--data", table.toString())
                .succeeded();
        configure("# group = \"patient_id\"", "group = \"patient\"");
        configure("missing = [\"?\"]", "missing = [\"?\", \"NA\"]");
        configure("validation = 0.0", "validation = 0.1");
        configure("# [data.columns]", "[data.columns]");
        configure("# age = ", "age = ");
        shell.write(
                "north/starling.toml",
                shell.read("north/starling.toml")
                        .replace("# [data.categories.sex]", "sex = \"Geschlecht\"\n[data.categories.sex]")
                        .replace("# M = ", "M = "));
    }

    private void configure(String line, String other) {
        String text = shell.read("north/starling.toml");
        assertThat(text).contains(line);
        shell.write("north/starling.toml", text.replace(line, other));
    }

    private Shell.Result north(String... words) {
        String[] line = Arrays.copyOf(words, words.length + 2);
        line[words.length] = "--dir";
        line[words.length + 1] = shell.dir("north");
        return shell.execute(line);
    }

    private Charter found() throws Exception {
        Shell.Result founded = north(
                "charter",
                "new",
                "--name",
                "pilot",
                "--label",
                "diagnosis",
                "--slots",
                "2",
                "--scale-from",
                shell.path("rows.csv").toString());
        assertThat(founded.succeeded().err()).contains("Column \"patient\" is left out");
        return CharterDocument.read(new DataDirectory(shell.path("north"))).charter();
    }

    @Test
    void theCharterHasItsOwnNamesAndNoColumnThatSaysWhomARowIsAbout() throws Exception {
        Charter charter = found();

        assertThat(charter.schema().columns()).extracting(Charter.Column::name).containsExactly("age", "sex");
        assertThat(charter.schema().columns().get(1)).isInstanceOf(Charter.Categorical.class);
        assertThat(((Charter.Categorical) charter.schema().columns().get(1)).categories())
                .containsExactly("W", "male");
        assertThat(charter.founders().get(0).rows())
                .as("a function of 90 rows and the shares alone")
                .isEqualTo(90 - 18 - 9);
    }

    @Test
    void whatIsTrainedOnKeepsPatientsTogether() throws Exception {
        Charter charter = found();
        Split split = SiteData.read(
                        new DataDirectory(shell.path("north")).readConfig().data(), charter)
                .split();

        assertThat(IntStream.of(split.training().groups().orElseThrow())
                        .filter(group -> IntStream.of(split.holdout().groups().orElseThrow())
                                .anyMatch(other -> other == group)))
                .isEmpty();
        assertThat(split.holdout().rows()).isEqualTo(18);
        assertThat(split.validation().rows()).isEqualTo(9);
        JsonNode trained = north("train", "--local", "--json").succeeded().json();
        assertThat(trained.get("training_rows").asInt()).isEqualTo(63);
        assertThat(trained.get("rows").asInt()).isEqualTo(18);
    }

    @Test
    void nothingIsTrainedOnFewerRowsThanTheSiteWants() throws Exception {
        found();
        configure("minimum_rows = 20", "minimum_rows = 64");

        Shell.Result refused = north("train", "--local");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err())
                .contains("63 rows are left to train on")
                .contains("asks for 64")
                .contains("data.minimum_rows");
        assertThat(north("run", "--quiet").code()).as("run").isEqualTo(4);
    }

    @Test
    void aColumnOfNamesDoesNotBecomeAFeatureByAccident() {
        configure("group = \"patient\"", "# no group");
        StringBuilder text = new StringBuilder("name,Alter,Geschlecht,diagnosis\n");
        for (int row = 0; row < 40; row++) {
            text.append("n%d,%d,M,%s%n".formatted(row, row, row % 2 == 0 ? "sick" : "well"));
        }
        Path table = shell.write("named.csv", text.toString());

        Shell.Result refused =
                north("charter", "new", "--name", "pilot", "--label", "diagnosis", "--scale-from", table.toString());

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("column \"name\"").contains("--leave-out");
    }
}
