package dev.starling.node.runtime;

import dev.starling.gossip.Effect;
import dev.starling.node.site.model.ModelShelf;
import dev.starling.node.store.StateStore;
import dev.starling.node.store.StoreException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Writes what must survive, in the order in which the engine wanted it, on a thread of its own, so that the engine and the
 * links go on while the disk works. Records that wait together share one sync; the token of the last thing that is durable
 * is handed back after each sync and each checkpoint. After a failure nothing more is written, and what was durable before
 * is intact.
 *
 * <p>Writes straight from the vectors and bodies that the effects carry, which nobody changes, and lets go of them when they
 * are written.
 */
final class DiskWriter implements AutoCloseable {
    private static final int MOST_IN_A_BATCH = 256;

    private final StateStore store;
    private final ModelShelf models;
    private final Listener listener;
    private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "starling-disk");
    private boolean open = true;
    private long written;
    private long durable;

    /** Told on the writer's thread. */
    interface Listener {
        /**
         * Everything up to this token is durable.
         *
         * @param syncNanos what the sync of it took, once it was written; 0 for a checkpoint
         */
        void durable(long token, long syncNanos);

        /** Nothing more will be written. */
        void failed(Throwable cause);
    }

    private interface Work {
        void write() throws StoreException;
    }

    /** @param token 0 for what nothing waits for */
    private record Job(long token, Work work) {}

    /** What survives the process. */
    record Stores(StateStore state, ModelShelf models) {}

    DiskWriter(Stores stores, Listener listener) {
        this.store = stores.state();
        this.models = stores.models();
        this.listener = listener;
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void save(Effect.SaveCheckpoint effect) {
        jobs.add(new Job(effect.token(), () -> {
            store.saveCheckpoint(effect.checkpoint());
            written = effect.token();
            handBack(0);
        }));
    }

    void append(Effect.AppendJournal effect) {
        jobs.add(new Job(effect.token(), () -> store.append(effect.record())));
    }

    /** Durable before anything that is wanted later. */
    void keep(Effect.ReleaseModel effect) {
        jobs.add(new Job(0, () -> models.keep(effect)));
    }

    /** Returns when everything that was wanted is durable, or the writer has failed; lets go of the state. */
    @Override
    public void close() {
        jobs.add(new Job(0, () -> open = false));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (store) {
            while (open) {
                write(jobs.take());
                for (int k = 1; open && k < MOST_IN_A_BATCH && !jobs.isEmpty(); k++) {
                    write(jobs.remove());
                }
                sync();
            }
        } catch (StoreException | InterruptedException | RuntimeException | Error e) {
            listener.failed(e);
        }
    }

    /** A method of its own: what a job carries is garbage before the next one comes. */
    private void write(Job job) throws StoreException {
        job.work().write();
        written = Math.max(written, job.token());
    }

    private void sync() throws StoreException {
        if (written > durable) {
            long from = System.nanoTime();
            store.sync();
            handBack(System.nanoTime() - from);
        }
    }

    private void handBack(long syncNanos) {
        durable = written;
        listener.durable(durable, syncNanos);
    }
}
