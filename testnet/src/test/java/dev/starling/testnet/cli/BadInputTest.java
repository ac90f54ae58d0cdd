package dev.starling.testnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.testnet.Testnet;
import dev.starling.testnet.local.NodeProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a command line or its data is told in one line with a remedy, before anything is written. */
class BadInputTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    private List<Path> before = List.of();

    @BeforeEach
    void files() throws IOException {
        BadFiles.write(directory);
        before = everything();
    }

    /** The arguments with {@code @} for the directory. */
    private int execute(String arguments) {
        String[] words = arguments.replace("@", directory + "/").split(" ");
        return Testnet.execute(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.sorted().toList();
        }
    }

    private void requireOneLineAndNothingLeft() throws IOException {
        assertThat(err.toString().lines()).as("what is said").hasSize(1);
        assertThat(err.toString()).contains("; ").doesNotContain("Exception");
        assertThat(everything()).isEqualTo(before);
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    private void refused(int code, String what, String remedy, String arguments) throws IOException {
        assertThat(execute(arguments)).as(err.toString()).isEqualTo(code);
        assertThat(err.toString()).contains(what, remedy);
        assertThat(out.toString()).isEmpty();
        requireOneLineAndNothingLeft();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "4 | column \"diagnose\" is not in the header | did you mean \"diagnosis\"? | --data @rows.csv --label diagnose",
                "4 | column \"seit\" is not in the header | did you mean \"site\"? | --data @rows.csv --leave-out seit",
                "4 | column \"sites\" is not in the header | did you mean \"site\"? | --data @rows.csv --split column:sites",
                "4 | missing.csv: there is no such file | check the path | --data @missing.csv",
                "4 | digit: there is no such file | digits, breast-cancer | --data digit",
                "4 | empty.csv: the table is empty | the first line must name the columns | --data @empty.csv",
                "4 | header.csv: column \"diagnosis\" holds 0 classes | add rows | --data @header.csv",
                "4 | one-class.csv: column \"diagnosis\" holds 1 classes | name another label | --data @one-class.csv",
                "4 | binary.csv:1: what follows is not UTF-8 | save the table as UTF-8 | --data @binary.csv",
                "4 | broken.csv:3: the row has 2 cells, the header 3 | a separator | --data @broken.csv",
                "4 | is not a regular file | name a file | --data @",
                "4 | is column 2, which in | give tables with one header | --data @rows.csv --data @other.csv",
                "4 | rows.csv: is CSV | leave out --labels | --data @rows.csv --data @images.idx --labels @labels.idx --labels @labels.idx",
                "2 | 2 files are 2 members | leave --nodes away | --data @rows.csv --data @rows.csv --nodes 3",
                "2 | --split says nothing | leave it away | --data @rows.csv --data @rows.csv --split iid",
                "4 | images.idx: is an array, which has no labels in it | --labels FILE | --data @images.idx",
                "4 | few.idx: holds 29 labels for the 30 rows of | belong together | --data @images.idx --labels @few.idx",
                "2 | --data was given 1 times and --labels 2 times | in the same order | --data @images.idx --labels @labels.idx --labels @labels.idx",
                "4 | rows.csv: is CSV | leave out --labels | --data @rows.csv --labels @labels.idx",
                "2 | --labels | has its labels in a column | --data digits --labels @labels.idx",
                "2 | an array has no column to split by | another --split | --data @images.idx --labels @labels.idx --split column:x",
                "4 | images of 5 x 5 = 25 values, the charter wants 16 | bring the rows to 16 | --data @images.idx --labels @labels.idx --test @large.idx --test-labels @labels.idx",
                "4 | column \"site\" is not in the header | the table has | --data @rows.csv --test @lacking.csv",
                "4 | holds no class of the charter | the classes are | --data @rows.csv --test @strange.csv",
                "4 | unlabelled.csv: no row has a label | fill column \"diagnosis\" | --data @rows.csv --test @unlabelled.csv",
                "4 | missing.csv: there is no such file | check the path | --data @rows.csv --test @missing.csv",
                "2 | --test-labels without --test | name the file | --data @rows.csv --test-labels @labels.idx",
                "2 | 20 members, but only 32 rows | at most 6 members | --data @rows.csv --nodes 20",
                "2 | --nodes is 1 | 2 to 1000 members | --data @rows.csv --nodes 1",
                "2 | 'many' is not an int | --help | --nodes many",
                "2 | \"thirds\" is not a way to split | The ways are iid, dirichlet:A | --split thirds",
                "2 | \"dirichlt\" is not a way to split | did you mean dirichlet:A? | --split dirichlt",
                "2 | dirichlet:A needs its A | write for example dirichlet:0.3 | --split dirichlet",
                "2 | \"much\" cannot be the A of dirichlet:A | dirichlet:0.3 | --split dirichlet:much",
                "2 | column \"site\" has 4 values, too few for 5 members | ask for at most 4 | --data @rows.csv --split column:site --nodes 5",
                "4 | gaps.csv: column \"site\" is empty in data row 8 | fill it in | --data @gaps.csv --split column:site",
                "2 | column:diagnosis makes 1 member | in another way | --data @almost-one-class.csv --label site --split column:diagnosis",
                "4 | names the owners of 30 rows, but the table has 40 | one line for each row | --data @rows.csv --split file:@short.txt",
                "4 | has 0 rows for member 1 of 0 to 2 | without gaps | --data @rows.csv --split file:@gap.txt",
                "2 | makes 1 member | 2 to 1000 | --data @rows.csv --split file:@alone.txt",
                "2 | makes 0 members | 2 to 1000 | --data @rows.csv --split file:@nobody.txt",
                "4 | word.txt:2: is not the number of a member | write a whole number | --data @rows.csv --split file:@word.txt",
                "4 | missing.txt: there is no such file | check the path | --data @rows.csv --split file:@missing.txt",
                "4 | rows.csv:2: column \"diagnosis\" does not hold a number | correct or empty the cell | --data @rows.csv --task regression",
                "2 | expected one of [CLASSIFICATION, REGRESSION] | --help | --data @rows.csv --task ranking",
                "2 | Unknown options: '--splt', 'iid' | did you mean --split? | --splt iid",
            })
    void dataThatDoNotFitAreNamedWithTheRemedyAndNothingIsLeft(int code, String what, String remedy, String arguments)
            throws IOException {
        refused(code, what, remedy, "testnet run --out @out " + arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--slots must be at least 1 | starling testnet up | --slots 0",
                "plan.slots is not a whole number | leave it out | --slots -1",
                "training.steps is not a whole number from 1 | leave it out | --steps 0",
                "training.batch is not a whole number from 1 | leave it out | --batch 0",
                "training.rate is not a number above 0.0 | leave it out | --rate 0",
                "\"NaN\" is not a finite number | write for example 0.05 | --rate NaN",
                "\"1e400\" is not a finite number | write for example 0.05 | --momentum 1e400",
                "training.decay is not a number above 0.0 | leave it out | --decay 2",
                "training.momentum is not a number of at least 0.0 and below 1.0 | leave it out | --momentum 1",
                "mixing.fanout is odd | write 1, an even number | --fanout 3",
                "plan.min_slot_millis is not a whole number | leave it out | --min-slot-millis -1",
                "entry 1 of model.hidden is not a whole number | write a number from 1 | --model mlp:0",
                "parameters, too large | stay at or below 100000000 | --model mlp:20000,20000",
                "\"mlp\" is neither softmax nor mlp with its hidden layers | such as mlp:64,32 | --model mlp",
                "training.rate | mixing.fanout is odd; write 1 | --fanout 3 --rate -1",
                "--port must be from 1 to 65533 for 3 members | choose another | --port 65534 --nodes 3",
                "--port must be from 1 | choose another | --port 2147483647 --nodes 3",
                "--port must be from 1 | choose another | --port 0",
            })
    void settingsThatNoCharterTakesAreRefusedBeforeAnythingIsWritten(String what, String remedy, String arguments)
            throws IOException {
        refused(2, what, remedy, "testnet run --out @out " + arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6 | full: is not empty, and nothing is ever overwritten | choose another | run --out @full",
                "6 | rows.csv: is not empty, and nothing is ever overwritten | choose another | run --out @rows.csv",
                "6 | full: is not empty, and nothing is ever overwritten | name another | up --dir @full",
                "6 | standing: there is a testnet here already | down --remove | up --dir @standing",
                "2 | mixing.fanout is odd | an even number | up --dir @out --fanout 5",
                "4 | holds 1 classes | name another label | up --dir @out --data @one-class.csv",
                "2 | mixing.fanout is odd | an even number | prepare --out @out --names a,b --fanout 5",
                "2 | at least two members | and everybody once | prepare --out @out --names a,a",
                "2 | is no name for a member | use letters | prepare --out @out --names a,..",
                "2 | Missing required option: '--names=NAME' | --help | prepare --out @out",
                "3 | out: there is no testnet here | start one with `starling testnet up` | status --dir @out",
                "3 | out: there is no testnet here | start one with `starling testnet up` | kill node-0 --dir @out",
                "3 | out: there is no testnet here | start one with `starling testnet up` | restart node-0 --dir @out",
                "3 | out: there is no testnet here | start one with `starling testnet up` | down --dir @out",
                "2 | no member is called \"nobody\" | they are: alder, birch | kill nobody --dir @standing",
                "2 | no member is called \"nobody\" | they are: alder, birch | restart nobody --dir @standing",
                "1 | the node of alder does not run | testnet restart alder | kill alder --dir @standing",
                "3 | testnet.json: cannot be used | end the nodes by hand | status --dir @damaged",
                "2 | Missing required parameter: 'NAME' | --help | kill --dir @standing",
                "2 | name a verb: run, up, status | --help | ",
            })
    void aTestnetThatIsNotThereOrIsAlreadyIsToldApart(int code, String what, String remedy, @Nullable String arguments)
            throws IOException {
        refused(code, what, remedy, arguments == null ? "testnet" : "testnet " + arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --out @out", "up --dir @out", "run --out @hollow", "up --dir @hollow"})
    void aPortInUseIsNamedAndAnEmptyDirectoryStaysAsItIs(String verb) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int first = Math.min(taken.getLocalPort(), 65_533);
            refused(
                    5,
                    "port " + taken.getLocalPort() + " of " + first + " to " + (first + 2) + " is in use",
                    "choose others with --port, or leave it away",
                    "testnet " + verb + " --data breast-cancer --nodes 3 --port " + first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --out @hollow", "up --dir @hollow"})
    void withoutTheNodesProgramNothingIsWritten(String verb) throws IOException {
        @Nullable String built = System.getProperty(NodeProgram.PROPERTY);
        System.setProperty(NodeProgram.PROPERTY, directory.resolve("no.jar").toString());
        try {
            refused(1, "the node's JAR is missing", "build it with", "testnet " + verb + " --data breast-cancer");
        } finally {
            if (built == null) {
                System.clearProperty(NodeProgram.PROPERTY);
            } else {
                System.setProperty(NodeProgram.PROPERTY, built);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --json --nodes 1", "run --json --nodes many", "status --json --dir @out"})
    void withJsonTheErrorIsAlsoAnObjectOnStandardOutput(String arguments) throws IOException {
        int code = execute("testnet " + arguments);
        JsonNode error = new ObjectMapper().readTree(out.toString()).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(code).isPositive();
        assertThat(err.toString().strip()).endsWith(error.path("message").asText());
        requireOneLineAndNothingLeft();
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsNamed() throws IOException {
        System.setProperty(NodeProgram.PROPERTY, directory.resolve("rows.csv").toString());
        try {
            assertThat(execute("testnet run --data breast-cancer --out @rows.csv/below"))
                    .isEqualTo(1);
        } finally {
            System.clearProperty(NodeProgram.PROPERTY);
        }
        assertThat(err.toString()).contains("rows.csv").doesNotContain("\tat ");
        assertThat(everything()).isEqualTo(before);
    }
}
