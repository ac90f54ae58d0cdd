package dev.starling.testnet.bench;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.federation.Directories;
import dev.starling.testnet.local.Fleet;
import dev.starling.testnet.local.NodeProcess;
import dev.starling.testnet.local.NodeProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A Java program that says one line and waits: what a node could not undercut. It runs with a small node's flags, from a
 * class path of the one class, which is copied out of this program.
 */
public final class BareProgram {
    private static final long FOR_MILLIS = 600_000;

    private BareProgram() {}

    /** Says it and waits. */
    @SuppressWarnings("SystemOut") // the one line is all it is for
    public static void main(String[] args) throws InterruptedException {
        System.out.println("up");
        TimeUnit.MILLISECONDS.sleep(FOR_MILLIS);
    }

    /** One that runs. */
    static final class Running implements AutoCloseable {
        private final Path directory;
        private final Fleet fleet = new Fleet();
        private final NodeProcess process;
        private final double secondsToFirstLine;

        private Running(Path directory) throws NodeFailure, InterruptedException, IOException {
            this.directory = directory;
            copyInto(directory);
            Path log = directory.resolve("log");
            List<String> command = NodeProgram.smallJava();
            command.addAll(List.of("-cp", directory.toString(), BareProgram.class.getName()));
            long from = System.nanoTime();
            process = fleet.start("a Java program", command, log);
            while (Files.size(log) == 0) {
                process.requireRunning();
                TimeUnit.MILLISECONDS.sleep(1);
            }
            secondsToFirstLine = (System.nanoTime() - from) / 1e9;
        }

        double secondsToFirstLine() {
            return secondsToFirstLine;
        }

        /** Physical memory; empty where the operating system does not tell. */
        OptionalDouble memoryBytes() {
            OptionalLong bytes = process.memoryBytes();
            return bytes.isPresent() ? OptionalDouble.of((double) bytes.getAsLong()) : OptionalDouble.empty();
        }

        @Override
        public void close() throws NodeFailure {
            fleet.close();
            Directories.remove(directory);
        }
    }

    static Running start() throws NodeFailure, InterruptedException {
        try {
            return new Running(Files.createTempDirectory("starling-bench-"));
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static void copyInto(Path directory) throws IOException {
        String file = BareProgram.class.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve(file);
        Files.createDirectories(copy.getParent());
        try (InputStream bytes = BareProgram.class.getResourceAsStream("/" + file)) {
            if (bytes == null) {
                throw new IOException(file + " is missing from this program");
            }
            Files.copy(bytes, copy);
        }
    }
}
