package dev.starling.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built program in a process of its own, as its users start it. */
public final class Program implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * What it came to.
     *
     * @param code its exit code
     */
    public record Ended(int code, String out, String err) {
        /** That it went well, and what it printed. */
        public String good() {
            assertThat(code).as(err).isZero();
            return out;
        }
    }

    /** Starts it; what it prints goes to files in a directory. */
    public static Program start(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstarling.node.jar=" + System.getProperty("starling.node.jar"),
                "-jar",
                System.getProperty("starling.testnet.jar")));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "standard-output", "");
        Path err = Files.createTempFile(directory, "standard-error", "");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Program(process, out, err);
    }

    /** Starts it and waits for its end. */
    public static Ended run(Path directory, String... arguments) throws IOException, InterruptedException {
        try (Program program = start(directory, arguments)) {
            return program.end();
        }
    }

    /** Waits for its end. */
    public Ended end() throws IOException, InterruptedException {
        assertThat(process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS))
                .as("ends within %s", AT_MOST)
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Node processes whose data directories are below a directory, whoever started them. */
    public static List<ProcessHandle> nodesBelow(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("starling-node.jar") && line.contains(directory.toString()))
                        .isPresent())
                .toList();
    }

    /** Ends it, should it still run. */
    @Override
    public void close() {
        process.destroy();
    }
}
