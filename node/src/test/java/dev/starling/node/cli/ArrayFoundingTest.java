package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members whose data are images, or whose label is a number. */
class ArrayFoundingTest {
    @TempDir
    Path root;

    private Shell shell;

    @BeforeEach
    void open() {
        shell = new Shell(root);
    }

    /** Ten images of 2 x 2 bytes, and labels 0 to 4. */
    private void images() throws IOException {
        byte[] pixels = new byte[40];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (6 * i);
        }
        byte[] labels = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4};
        Files.write(shell.path("images.idx"), idx(pixels, 10, 2, 2));
        Files.write(shell.path("labels.idx"), idx(labels, 10));
    }

    private static byte[] idx(byte[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
        bytes.putInt(0x0800 + shape.length);
        for (int length : shape) {
            bytes.putInt(length);
        }
        return bytes.put(values).array();
    }

    private Shell.Result init(String... more) {
        String[] command = {"init", "--json", "--dir", shell.dir("north"), "--organisation", "north"};
        return shell.execute(Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new));
    }

    private Shell.Result found(String... more) {
        String[] command = {"charter", "new", "--json", "--dir", shell.dir("north"), "--name", "pilot"};
        return shell.execute(Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new));
    }

    private Schema schema() throws Exception {
        return CharterDocument.read(new DataDirectory(shell.path("north")))
                .charter()
                .schema();
    }

    @Test
    void imagesMakeAFederation() throws Exception {
        images();
        String images = shell.dir("images.idx");
        String labels = shell.dir("labels.idx");

        Shell.Result made = init("--data", images, "--labels", labels);
        Shell.Result founded = found("--scale-from", images, "--labels-from", labels);

        assertThat(made.succeeded().json().get("rows").asInt()).isEqualTo(8);
        assertThat(shell.read("north/starling.toml")).contains("labels = \"" + labels);
        assertThat(schema())
                .isEqualTo(
                        new Schema("label", List.of("0", "1", "2", "3", "4"), List.of(new Vector("pixel", 4, 0, 255))));
        JsonNode answer = founded.succeeded().json();
        assertThat(answer.get("task").asText()).isEqualTo("classification");
        assertThat(answer.get("columns").get(0).get("kind").asText()).isEqualTo("vector");
        assertThat(answer.get("columns").get(0).get("width").asInt()).isEqualTo(4);
        assertThat(founded.err()).contains("largest magnitude");
    }

    @Test
    void labelsThatAreNotNamedAreAskedFor() throws IOException {
        images();
        Map<String, String> before = shell.listing();

        Shell.Result result = init("--data", shell.dir("images.idx"));

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out()).contains("--labels FILE");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void aNumberIsEstimatedOnRequest() throws Exception {
        Path table = shell.write("stay.csv", "age,stay\n" + "40,2\n50,4\n60,9\n".repeat(4));
        init("--data", table.toString()).succeeded();

        JsonNode founded = found("--label", "stay", "--regression", "--scale-from", table.toString())
                .succeeded()
                .json();

        assertThat(schema().target()).isEqualTo(new Quantity(5, 2.94392));
        assertThat(founded.get("task").asText()).isEqualTo("regression");
        assertThat(founded.has("classes")).isFalse();
        assertThat(founded.get("target").get("mean").asDouble()).isEqualTo(5);
        assertThat(shell.execute("charter", "show", "--dir", shell.dir("north")).out())
                .contains("stay: a number, mean 5.0, standard deviation 2.94392");
    }

    @Test
    void theScalingIsChosenOrFollowsFromTheTable() throws Exception {
        Path table = shell.table("north.csv", 20, 1);
        init("--data", table.toString()).succeeded();

        found("--label", "diagnosis", "--scale-from", table.toString(), "--scale", "max")
                .succeeded();

        assertThat(schema().columns().get(0)).isInstanceOfSatisfying(Numeric.class, age -> {
            assertThat(age.mean()).isZero();
            assertThat(age.deviation()).isBetween(50.0, 70.0);
        });
    }

    @Test
    void optionsThatDoNotGoTogetherWriteNothing() {
        Path table = shell.table("north.csv", 20, 1);
        init("--data", table.toString()).succeeded();
        Map<String, String> before = shell.listing();

        Shell.Result withoutLabel = found("--scale-from", table.toString());
        Shell.Result withoutTable = found("--label", "diagnosis", "--columns-from", table.toString(), "--scale", "max");

        assertThat(withoutLabel.code()).isEqualTo(2);
        assertThat(withoutLabel.out()).contains("--label is missing");
        assertThat(withoutTable.code()).isEqualTo(2);
        assertThat(withoutTable.out()).contains("--scale-from");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void aCharterThatWouldNotPassTheLobbyIsRefusedWithTheRemedy() {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < 1000; c++) {
            text.append("column").append(c).append(',');
        }
        text.append("y\n");
        for (int row = 0; row < 6; row++) {
            random.doubles(1000, 1, 9).forEach(x -> text.append(x).append(','));
            text.append(row % 2).append('\n');
        }
        Path table = shell.write("wide.csv", text.toString());
        init("--data", table.toString()).succeeded();
        Map<String, String> before = shell.listing();

        Shell.Result result = found("--label", "y", "--scale-from", table.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).contains("--leave-out").contains("NPY array").contains("49152");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void theEnvironmentNamesTheDirectoryUnlessTheCommandLineDoes() {
        shell.federation("north");
        shell.federation("south");
        shell.directoryFromEnvironment("north");

        String named = shell.execute("charter", "show").succeeded().out();

        assertThat(named).contains("north").doesNotContain("south");
        assertThat(shell.execute("charter", "show", "--dir", shell.dir("south"))
                        .succeeded()
                        .out())
                .contains("south");
        assertThat(shell.execute("charter", "show", "--help").out()).contains("STARLING_DIR");
    }
}
