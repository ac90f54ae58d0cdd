package dev.starling.testnet.local;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** One process that a {@link Fleet} started, and the file its output goes to. Safe on any thread. */
public final class NodeProcess {
    private final String name;
    private final Process process;
    private final Path log;

    NodeProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** Everything it printed. */
    public Path log() {
        return log;
    }

    /** The operating system's number for it. */
    public long id() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean running() {
        return process.isAlive();
    }

    /** How it ended, once it has. */
    public OptionalInt exit() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * That it still runs.
     *
     * @throws NodeFailure when it has ended: names it, its exit code, its log and the last thing it said
     */
    public void requireRunning() throws NodeFailure {
        if (!process.isAlive()) {
            throw new NodeFailure(ExitCode.FAILED, ended());
        }
    }

    /**
     * Waits for a good end.
     *
     * @throws NodeFailure when it ends with another code than 0, or not in time
     */
    public void awaitGoodEnd(Duration atMost) throws NodeFailure, InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "the node of " + name + " was asked to end and did not within " + atMost.toSeconds() + " s; see "
                            + log);
        }
        if (process.exitValue() != 0) {
            throw new NodeFailure(ExitCode.FAILED, ended());
        }
    }

    private String ended() {
        return "the node of " + name + " ended with code " + process.exitValue() + "; see " + log + lastWords();
    }

    private String lastWords() {
        try {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
            String last = text.substring(text.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}", " ");
            return last.isEmpty() ? "" : " (its last line: " + last + ")";
        } catch (IOException e) {
            return " (which cannot be read: " + e.getMessage() + ")";
        }
    }

    /** The most physical memory it has had so far, in bytes; empty where the operating system does not tell. */
    public OptionalLong peakMemoryBytes() {
        return ProcessMemory.peakBytes(process.pid());
    }

    /** The physical memory that it has now, in bytes; empty where the operating system does not tell. */
    public OptionalLong memoryBytes() {
        return ProcessMemory.bytes(process.pid());
    }

    /** Asks the operating system to end it. */
    void terminate() {
        process.destroy();
    }

    /** Ends it, whatever it does; returns once it has, or after some seconds. */
    void kill(Duration grace) throws InterruptedException {
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor(grace.toMillis() + 1000, TimeUnit.MILLISECONDS);
        }
    }

    void killNow() {
        process.destroyForcibly();
    }
}
