package dev.starling.node.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.Federation;
import dev.starling.node.site.FederationFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A number and a word that stand nowhere but in cells of a table, good ones and malformed ones. Whatever a verb prints, logs or
 * writes as an error, neither of them is in it.
 */
class CanaryTest {
    private static final String NUMBER = "9182736.455463";
    private static final String WORD = "Zanzibarquagga";
    private static final List<String> TRACES = List.of("918273", "455463", "9.18", "zanzibar", "quagga");

    @TempDir
    Path root;

    private Shell shell;
    private String sound;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void found() {
        shell = new Shell(root);
        shell.federation("north", "--slots", "4");
        sound = shell.read("north.csv");
        String config = shell.read("north/starling.toml");
        shell.write(
                "north/starling.toml",
                config.replace("0.0.0.0:7070", "127.0.0.1:0")
                        .replace("mdns = true", "mdns = false")
                        .replace("level = \"info\"", "level = \"trace\""));
    }

    private Shell.Result verb(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--dir", shell.dir("north")));
        Shell.Result result = shell.execute(line.toArray(String[]::new));
        heard(result);
        return result;
    }

    private void nothingIsTold(String table) {
        for (String text : said) {
            assertThat(TRACES).as("%s%n%s", table, text).noneMatch(text.toLowerCase(Locale.ROOT)::contains);
        }
        said.clear();
    }

    /** Tables with the canaries in their cells, by what is odd about them. */
    private Map<String, byte[]> tables() {
        String row = sound.lines().skip(1).findFirst().orElseThrow();
        String[] cells = row.split(",", -1);
        Map<String, byte[]> tables = new LinkedHashMap<>();
        tables.put("a number far out", table(NUMBER, cells[1], cells[2], cells[3]));
        tables.put("a word that is not listed", table(cells[0], cells[1], WORD, cells[3]));
        tables.put("a number for a word", table(cells[0], cells[1], NUMBER, cells[3]));
        tables.put("a word for a number", table(WORD, cells[1], cells[2], cells[3]));
        tables.put("a class that is none", table(cells[0], cells[1], cells[2], WORD));
        tables.put("a number for a class", table(cells[0], cells[1], cells[2], NUMBER));
        tables.put("a number out of range", table(NUMBER + "e300", cells[1], cells[2], cells[3]));
        tables.put("too many cells", table(NUMBER, WORD, cells[1], cells[2], cells[3]));
        tables.put("a quote that is not closed", table('"' + WORD, NUMBER, cells[2], cells[3]));
        tables.put("a row for a header", (NUMBER + "," + WORD + ",yes,sick\n" + row + "\n").getBytes(UTF_8));
        tables.put("a cell of a header twice", (NUMBER + "," + WORD + "," + WORD + ",sick\n").getBytes(UTF_8));
        tables.put("no UTF-8", (sound + NUMBER + "," + WORD + "\u00e9,yes,sick\n").getBytes(ISO_8859_1));
        tables.put("the words of an archive", ("PK\u0003\u0004" + WORD + NUMBER).getBytes(ISO_8859_1));
        tables.put(
                "the words of an array",
                ("\u0093NUMPY\u0001\u0000@\u0000{'descr': '" + WORD + "'}").getBytes(ISO_8859_1));
        return tables;
    }

    private byte[] table(String... cells) {
        return (sound + String.join(",", cells) + "\n").getBytes(UTF_8);
    }

    @Test
    void noVerbTellsWhatStandsInACell() throws Exception {
        verb("train", "--local", "--slots", "1").succeeded();
        // A shared model, so that there is something to judge.
        int parameters = CharterDocument.read(new DataDirectory(shell.path("north")))
                .charter()
                .parameters();
        shell.publish("north", 3, new float[parameters]);
        shell.member("founder", 30);
        Path own = shell.path("north.csv");
        for (Map.Entry<String, byte[]> table : tables().entrySet()) {
            Path planted = Files.write(root.resolve("planted"), table.getValue());
            verb("data", "check", "--data", planted.toString());
            verb("data", "check", "--data", planted.toString(), "--json");
            verb("eval", "--test", planted.toString());
            verb(
                    "predict",
                    "--data",
                    planted.toString(),
                    "--out",
                    shell.path("told/" + table.getKey()).toString());
            Files.write(own, table.getValue());
            verb("data", "check");
            verb("eval", "--json");
            if (!table.getKey().matches(".*(word|class).*")) { // a charter's very purpose is to publish these
                heard(shell.execute(
                        "charter",
                        "new",
                        "--dir",
                        shell.dir("founder"),
                        "--name",
                        "x",
                        "--label",
                        "diagnosis",
                        "--scale-from",
                        planted.toString()));
                Files.deleteIfExists(shell.path("founder/charter.toml"));
                Files.deleteIfExists(shell.path("founder/charter.sig"));
                verb("train", "--local", "--slots", "1");
                String member = shell.dir(table.getKey());
                heard(shell.execute("init", "--dir", member, "--organisation", "N", "--data", planted.toString()));
            }
            nothingIsTold(table.getKey());
        }
    }

    private void heard(Shell.Result result) {
        said.add(result.out());
        said.add(result.err());
    }

    @Test
    void aNodeThatRunsLogsNothingThatStandsInACell() throws Exception {
        String row = sound.lines().skip(1).findFirst().orElseThrow();
        String age = row.substring(0, row.indexOf(','));
        shell.write(
                "north.csv",
                sound + row.replace(age, NUMBER) + "\n"
                        + row.replace("yes", WORD).replace("no,", WORD + ",") + "\n?,?,?,?\n");
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            CompletableFuture<Shell.Result> node = CompletableFuture.supplyAsync(() -> verb("run", "--quiet"));
            await().atMost(Duration.ofSeconds(60)).until(() -> verb("status").code() == 0);
            verb("status", "--json");
            verb("stop").succeeded();
            assertThat(node.get().code()).isZero();
        } finally {
            System.setErr(before);
        }
        assertThat(said).anyMatch(text -> text.contains("cells hold a category that the charter does not list"));
        assertThat(log.toString(UTF_8)).as("the log was heard").isNotEmpty();
        said.add(log.toString(UTF_8));
        nothingIsTold("a node that runs");
    }

    @Test
    void whoJoinsWithSuchATableHearsWhatIsWrongAndNothingElse() throws Exception {
        shell.member("west", 60);
        DataDirectory north = new DataDirectory(shell.path("north"));
        try (Federation federation = FederationFiles.open(north, "correct horse".toCharArray());
                Doorkeeper door = new Doorkeeper(federation)) {
            String invitation = verb("invite", "--address", door.address(), "--json")
                    .succeeded()
                    .json()
                    .get("invitation")
                    .asText();
            said.clear();
            for (String name : List.of("a word for a number", "a class that is none", "a number out of range")) {
                Files.write(shell.path("west.csv"), tables().get(name));
                Shell.Result joined = shell.execute("join", "--dir", shell.dir("west"), "--timeout", "20s", invitation);
                assertThat(joined.err()).contains("does not fit the charter yet");
                heard(joined);
                nothingIsTold(name);
            }
        }
    }
}
