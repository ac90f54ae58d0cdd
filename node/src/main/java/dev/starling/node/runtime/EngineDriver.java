package dev.starling.node.runtime;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.gossip.GossipEngine;
import dev.starling.node.store.StateStore;
import dev.starling.node.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one engine on one thread: events in from a bounded inbox, effects out. Durable steps of a batch share one sync;
 * whatever waits for them is released after it. Frames beyond the bound are dropped and counted (the exchange says again
 * what is lost); the few other events are never dropped. A failure of the disk or a bug stops the driver and is handed to
 * the fault handler; the state on disk stays as it was.
 */
final class EngineDriver implements AutoCloseable {
    private static final int MOST_FRAMES = 8192;
    private static final long MOST_FRAME_BYTES = 256L << 20;
    private static final int MOST_IN_A_BATCH = 256;
    private static final long CLOSE_WITHIN_MILLIS = 5000;
    private static final long NEVER = Long.MAX_VALUE;

    private final GossipEngine engine;
    private final StateStore store;
    private final ModelShelf models;
    private final Effect.Handler world;
    private final Consumer<Throwable> faults;
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicLong frameBytes = new AtomicLong();
    private final AtomicLong droppedFrames = new AtomicLong();
    private final Thread thread = new Thread(this::run, "starling-engine");
    private final long originNanos = System.nanoTime();
    private volatile boolean stopping;
    private volatile long syncNanos;
    private volatile long earlierSyncNanos;
    private long timerNanos = NEVER;
    private long appended;
    private long durable;
    private @Nullable StoreException storeFailure;

    /**
     * @param world does everything but persistence and the timer; called on the engine's thread
     * @param faults told once, on the engine's thread, why the driver stopped by itself
     */
    EngineDriver(GossipEngine engine, Stores stores, Effect.Handler world, Consumer<Throwable> faults) {
        this.engine = engine;
        this.store = stores.state();
        this.models = stores.models();
        this.world = new Durability(world);
        this.faults = faults;
        this.thread.setDaemon(true);
    }

    /** What survives the process. */
    record Stores(StateStore state, ModelShelf models) {}

    void start() {
        post(new Event.Started());
        thread.start();
    }

    /** Enqueues an event; safe on any thread, never blocks. */
    void post(Event event) {
        inbox.add(() -> step(event));
    }

    /** Enqueues a frame unless the inbox is full; safe on any thread, never blocks. */
    void postFrame(Event.FrameArrived event) {
        int length = event.frame().length;
        if (frames.get() >= MOST_FRAMES || frameBytes.get() >= MOST_FRAME_BYTES) {
            droppedFrames.incrementAndGet();
            return;
        }
        frames.incrementAndGet();
        frameBytes.addAndGet(length);
        inbox.add(() -> {
            frames.decrementAndGet();
            frameBytes.addAndGet(-length);
            step(event);
        });
    }

    /** Reads something off the engine on its own thread. */
    <T> CompletableFuture<T> ask(Function<GossipEngine, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        inbox.add(() -> answer.complete(question.apply(engine)));
        return answer;
    }

    /** Runs something on the engine's thread once everything that is queued now is done. */
    void afterThat(Runnable action) {
        inbox.add(action);
    }

    /** The engine's clock. */
    long nowNanos() {
        return System.nanoTime() - originNanos;
    }

    /** Frames dropped because the inbox was full. */
    long droppedFrames() {
        return droppedFrames.get();
    }

    /** The slowest sync of the journal since the latest checkpoint but one. */
    long syncNanos() {
        return Math.max(syncNanos, earlierSyncNanos);
    }

    /** Works off what is queued, makes it durable and ends the thread. */
    @Override
    public void close() {
        stopping = true;
        inbox.add(() -> {});
        try {
            thread.join(CLOSE_WITHIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (store) {
            while (!stopping) {
                waitAndRun();
                for (int k = 0; k < MOST_IN_A_BATCH; k++) {
                    Runnable next = inbox.poll();
                    if (next == null) {
                        break;
                    }
                    next.run();
                }
                if (timerNanos != NEVER && nowNanos() - timerNanos >= 0) {
                    timerNanos = NEVER;
                    step(new Event.TimerDue());
                }
                makeDurable();
            }
            makeDurable();
        } catch (StoreException | RuntimeException | Error e) {
            stopping = true;
            faults.accept(e);
        }
    }

    /** A method of its own: what the first event carries, a displacement say, is garbage before the others run. */
    private void waitAndRun() {
        Runnable first = waitForWork();
        if (first != null) {
            first.run();
        }
    }

    private @Nullable Runnable waitForWork() {
        try {
            if (timerNanos == NEVER) {
                return inbox.take();
            }
            return inbox.poll(Math.max(0, timerNanos - nowNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            stopping = true;
            return null;
        }
    }

    private void step(Event event) {
        for (Effect effect : engine.step(nowNanos(), event)) {
            effect.handle(world);
        }
    }

    /** One sync for everything appended; what it releases may append again. */
    private void makeDurable() throws StoreException {
        while (appended > durable) {
            throwStoreFailure();
            long from = nowNanos();
            store.sync();
            syncNanos = Math.max(syncNanos, nowNanos() - from);
            durable = appended;
            step(new Event.Persisted(durable));
        }
        throwStoreFailure();
    }

    private void throwStoreFailure() throws StoreException {
        StoreException failure = storeFailure;
        if (failure != null) {
            throw failure;
        }
    }

    /** Persistence and the timer are the driver's own; everything else goes to the world. */
    private final class Durability implements Effect.Handler {
        private final Effect.Handler rest;

        Durability(Effect.Handler rest) {
            this.rest = rest;
        }

        @Override
        public void saveCheckpoint(Effect.SaveCheckpoint effect) {
            try {
                if (storeFailure == null) {
                    store.saveCheckpoint(effect.checkpoint());
                    appended = effect.token();
                    earlierSyncNanos = syncNanos;
                    syncNanos = 0;
                }
            } catch (StoreException e) {
                storeFailure = e;
            }
        }

        @Override
        public void appendJournal(Effect.AppendJournal effect) {
            try {
                if (storeFailure == null) {
                    store.append(effect.record());
                    appended = effect.token();
                }
            } catch (StoreException e) {
                storeFailure = e;
            }
        }

        @Override
        public void setTimer(Effect.SetTimer effect) {
            timerNanos = effect.atNanos();
        }

        @Override
        public void send(Effect.Send effect) {
            rest.send(effect);
        }

        @Override
        public void stream(Effect.Stream effect) {
            rest.stream(effect);
        }

        @Override
        public void openLink(Effect.OpenLink effect) {
            rest.openLink(effect);
        }

        @Override
        public void closeLink(Effect.CloseLink effect) {
            rest.closeLink(effect);
        }

        @Override
        public void train(Effect.Train effect) {
            rest.train(effect);
        }

        @Override
        public void stopTraining(Effect.StopTraining effect) {
            rest.stopTraining(effect);
        }

        @Override
        public void rosterChanged(Effect.RosterChanged effect) {
            rest.rosterChanged(effect);
        }

        @Override
        public void releaseModel(Effect.ReleaseModel effect) {
            try {
                if (storeFailure == null) {
                    models.keep(effect);
                }
            } catch (StoreException e) {
                storeFailure = e;
            }
        }

        @Override
        public void dial(Effect.Dial effect) {
            rest.dial(effect);
        }

        @Override
        public void tell(Effect.Tell effect) {
            rest.tell(effect);
        }
    }
}
