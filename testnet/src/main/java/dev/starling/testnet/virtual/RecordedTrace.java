package dev.starling.testnet.virtual;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.sim.measure.TraceLines;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A trace that was written before, and the events of a run held against it: the first that differs ends the run. Confined to
 * one thread.
 */
public final class RecordedTrace implements Consumer<String>, AutoCloseable {
    private final Path path;
    private final BufferedReader in;
    private final TraceHeader header;

    private RecordedTrace(Path path, BufferedReader in) throws IOException, NodeFailure {
        this.path = path;
        this.in = in;
        List<@Nullable String> head = new ArrayList<>();
        for (int k = 0; k < TraceHeader.LINES; k++) {
            head.add(in.readLine());
        }
        this.header = TraceHeader.parse(path.toString(), head);
    }

    /** The run differs from the trace, or the trace is damaged. */
    public static final class Difference extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ExitCode code;

        Difference(ExitCode code, String message) {
            super(message);
            this.code = code;
        }

        /** What a command ends with. */
        public NodeFailure failure() {
            return new NodeFailure(code, String.valueOf(getMessage()));
        }
    }

    /** Reads the head of a trace. */
    public static RecordedTrace open(Path path) throws NodeFailure {
        try {
            InputStream bytes = new BufferedInputStream(Files.newInputStream(path));
            try {
                byte[] magic = TraceHeader.MAGIC.getBytes(US_ASCII);
                bytes.mark(magic.length);
                if (!Arrays.equals(bytes.readNBytes(magic.length), magic)) {
                    throw new NodeFailure(ExitCode.DATA, path + ": is no trace of a simulation");
                }
                bytes.reset();
                return new RecordedTrace(path, new BufferedReader(new InputStreamReader(bytes, UTF_8)));
            } catch (IOException | NodeFailure e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /** What was run. */
    public TraceHeader header() {
        return header;
    }

    /**
     * Compares the next line.
     *
     * @throws Difference when it is another one than was recorded
     */
    @Override
    public void accept(String line) {
        String recorded = next();
        if (recorded == null) {
            throw new Difference(
                    ExitCode.DATA,
                    path + ": the trace is cut off before " + told(line) + "; up to there the run is the same");
        }
        if (!recorded.equals(line)) {
            throw new Difference(
                    ExitCode.FAILED,
                    path + ": the first difference: the trace has " + told(recorded) + ", and this run " + told(line));
        }
    }

    private @Nullable String next() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String told(String line) {
        String[] parts = line.split(" ", -1);
        if (line.startsWith(TraceLines.END) || parts.length != 6 || !parts[1].matches("[0-9]{1,18}")) {
            return "\"" + line + "\"";
        }
        return "event %s (%.6f s, member %s: %s with %s effects, %s)"
                .formatted(parts[0], Long.parseLong(parts[1]) / 1e9, parts[2], parts[3], parts[4], parts[5]);
    }

    @Override
    public void close() throws NodeFailure {
        try {
            in.close();
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }
}
