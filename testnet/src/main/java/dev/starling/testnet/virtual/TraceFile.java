package dev.starling.testnet.virtual;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Writes a trace into a new file: the head, then a line an event. An existing file is never written. */
public final class TraceFile implements Consumer<String>, AutoCloseable {
    private final BufferedWriter out;

    private TraceFile(BufferedWriter out) {
        this.out = out;
    }

    /** Begins a trace. */
    public static TraceFile create(Path path, TraceHeader header) throws NodeFailure {
        try {
            TraceFile file = new TraceFile(
                    Files.newBufferedWriter(path, UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            header.lines().forEach(file);
            return file;
        } catch (FileAlreadyExistsException e) {
            throw new NodeFailure(
                    ExitCode.REFUSED, path + ": is there, and nothing is ever overwritten; choose another name");
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * Writes one line.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    @Override
    public void accept(String line) {
        try {
            out.write(line);
            out.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws NodeFailure {
        try {
            out.close();
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }
}
