package dev.starling.testnet.local;

import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes that this program started. Closing ends them all, and so does the end of this program, by an interrupt
 * from the terminal as well; nobody else's process is ever touched. Safe on any thread.
 */
public final class Fleet implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final List<NodeProcess> started = new ArrayList<>();
    private final Thread hook = new Thread(this::killAll, "starling-fleet-end");
    private boolean closed;

    /** An empty fleet. */
    public Fleet() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a process.
     *
     * @param name what messages call it
     * @param command program and arguments
     * @param log file for its standard output and standard error
     * @throws NodeFailure when it cannot be started
     */
    public NodeProcess start(String name, List<String> command, Path log) throws NodeFailure {
        ProcessBuilder builder = new ProcessBuilder(command);
        NodeProgram.surround(builder.environment());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        synchronized (started) {
            if (closed) {
                throw new IllegalStateException("the fleet is closed");
            }
            try {
                Process process = builder.start();
                NodeProcess node = new NodeProcess(name, process, log);
                started.add(node);
                process.getOutputStream().close();
                return node;
            } catch (IOException e) {
                throw NodeFailure.of(e);
            }
        }
    }

    /** Those that still run. */
    public List<NodeProcess> running() {
        synchronized (started) {
            return started.stream().filter(NodeProcess::running).toList();
        }
    }

    private List<NodeProcess> closeDoor() {
        synchronized (started) {
            closed = true;
        }
        return running();
    }

    private void killAll() {
        closeDoor().forEach(NodeProcess::killNow);
    }

    /** Asks those that still run to end, and ends those that do not within three seconds. */
    @Override
    public void close() {
        List<NodeProcess> left = closeDoor();
        left.forEach(NodeProcess::terminate);
        try {
            for (NodeProcess node : left) {
                node.kill(GRACE);
            }
        } catch (InterruptedException e) {
            killAll();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running already, which is what it is for.
            return;
        }
    }
}
