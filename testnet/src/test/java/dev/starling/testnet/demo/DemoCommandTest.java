package dev.starling.testnet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.testnet.Testnet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    private int run(String... arguments) {
        return Testnet.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void aDirectoryThatIsNotEmptyIsRefusedAndLeftAsItIs() throws Exception {
        Files.writeString(directory.resolve("thesis.txt"), "mine");
        assertThat(run("demo", "--out", directory.toString())).isEqualTo(6);
        assertThat(err.toString()).contains(directory.toString(), "not empty");
        assertThat(out.toString()).isEmpty();
        assertThat(directory).isDirectoryNotContaining("glob:**/logs");
        assertThat(directory.resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void withJsonAnErrorIsOneObjectOnStandardOutput() throws Exception {
        Files.writeString(directory.resolve("thesis.txt"), "mine");
        run("demo", "--json", "--out", directory.toString());
        assertThat(new ObjectMapper().readTree(out.toString()).at("/error/code").asInt())
                .isEqualTo(6);
    }

    @Test
    void tooFewSlotsAreAMistakeOnTheCommandLine() {
        assertThat(run("demo", "--slots", "9")).isEqualTo(2);
        assertThat(err.toString()).contains("--slots must be at least 10");
    }

    @Test
    void anUnknownOptionIsAMistakeOnTheCommandLine() {
        assertThat(run("demo", "--lun")).isEqualTo(2);
        assertThat(err.toString()).contains("--lan");
    }

    @Test
    void noVerbIsAMistakeOnTheCommandLineThatListsTheVerbs() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("demo");
    }

    @ParameterizedTest
    @CsvSource({"'', true", "--keep, true", "--no-keep, false"})
    void theNodesDirectoriesStayUnlessToldOtherwise(String option, boolean stay) {
        DemoCommand command = new DemoCommand();
        new CommandLine(command).parseArgs(option.isEmpty() ? new String[0] : new String[] {option});
        assertThat(command.keep).isEqualTo(stay);
    }

    @Test
    void helpShowsAnExampleAndTheExitCodes() {
        assertThat(run("demo", "--help")).isZero();
        assertThat(out.toString()).contains("starling demo --seed 7", "EXIT CODES", "--[no-]keep");
    }
}
