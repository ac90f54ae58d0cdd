package dev.starling.testnet.up;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.local.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The node of one member, whichever command started it. Confined to one thread. */
final class StandingNode {
    private static final long STOP_SECONDS = 20;

    private final Site site;
    private final Registry.Entry entry;

    StandingNode(Site site, Registry.Entry entry) {
        this.site = site;
        this.entry = entry;
    }

    Registry.Entry entry() {
        return entry;
    }

    Site site() {
        return site;
    }

    /** Its process, if it runs. */
    Optional<ProcessHandle> process() {
        return Optional.of(entry.pid())
                .filter(pid -> pid > 0)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> entry.started() == null || entry.started().equals(started(process)));
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** What it says of itself; empty while it does not answer. */
    Optional<JsonNode> status() {
        if (process().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AdminClient.find(site.directory().adminAddress()).get("/v1/status"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Starts its process, which outlives this one; its output is added to its log.
     *
     * @return the entry to write down
     */
    Registry.Entry start(NodeProgram program) throws NodeFailure {
        List<String> command = new ArrayList<>(sessionOfItsOwn());
        command.addAll(program.command(entry.heapMegabytes(), site.run()));
        ProcessBuilder builder = new ProcessBuilder(command);
        NodeProgram.surround(builder.environment());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(site.log().toFile()));
        try {
            Files.deleteIfExists(site.directory().adminAddress());
            Process process = builder.start();
            process.getOutputStream().close();
            return entry.with(process.pid(), started(process.toHandle()));
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /** Where there is one, {@code setsid} keeps the node from ending with the terminal that it was started in. */
    private static List<String> sessionOfItsOwn() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .limit(1)
                .toList();
    }

    /** Ends it at once, as a power cut would. */
    void kill() throws NodeFailure, InterruptedException {
        process().ifPresent(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** Asks it to stop; ends it if it does not. */
    void stop() throws NodeFailure, InterruptedException {
        if (process().isEmpty()) {
            return;
        }
        ask();
        if (!ended(STOP_SECONDS)) {
            process().ifPresent(ProcessHandle::destroyForcibly);
            awaitEnd();
        }
    }

    private void ask() {
        try {
            AdminClient.find(site.directory().adminAddress()).post("/v1/stop");
        } catch (IOException e) {
            process().ifPresent(ProcessHandle::destroy);
        }
    }

    private void awaitEnd() throws NodeFailure, InterruptedException {
        if (!ended(STOP_SECONDS)) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "the node of " + entry.name() + " (process " + entry.pid() + ") does not end; end it by hand");
        }
    }

    private boolean ended(long seconds) throws InterruptedException {
        Optional<ProcessHandle> process = process();
        if (process.isEmpty()) {
            return true;
        }
        try {
            process.get().onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return process().isEmpty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last line of its log, to say why it ended. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(site.log());
            return lines.isEmpty() ? "it wrote nothing" : "its last line: " + lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    static DataDirectory directory(Path testnet, String name) {
        return new DataDirectory(testnet.resolve("nodes").resolve(name));
    }
}
