package dev.starling.node.net.channel;

import dev.starling.node.address.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Looks names up on threads of its own, since the system's resolver blocks for seconds when a name server is away.
 * Addresses need no looking up and do not wait behind names.
 */
public final class HostResolver implements AutoCloseable {
    private static final int THREADS = 2;

    private final Executor loop;
    private final ExecutorService lookups = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "starling-resolve");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Creates it.
     *
     * @param loop runs the callbacks
     */
    public HostResolver(Executor loop) {
        this.loop = loop;
    }

    /** Finds the addresses of the host, anew at each call; none if there are none. */
    public void resolve(HostPort target, Consumer<List<InetAddress>> found) {
        if (target.isNumeric()) {
            found.accept(lookUp(target.host()));
            return;
        }
        try {
            lookups.execute(() -> {
                List<InetAddress> addresses = lookUp(target.host());
                loop.execute(Bug.reported(() -> found.accept(addresses)));
            });
        } catch (RejectedExecutionException closed) {
            found.accept(List.of());
        }
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
