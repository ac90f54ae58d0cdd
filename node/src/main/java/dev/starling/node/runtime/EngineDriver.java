package dev.starling.node.runtime;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.gossip.GossipEngine;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.node.store.StoreException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one engine on one thread: events in from a bounded inbox, effects out. A {@link DiskWriter} makes durable what the
 * engine wants durable and hands back what that releases, so the engine never waits for a disk. Frames beyond the bound are
 * dropped and counted (the exchange says again what is lost); the few other events are never dropped. A failure of the disk
 * or a bug stops the driver and is handed to the fault handler; the state on disk stays as it was.
 *
 * <p>A training begins once everything that was wanted before it is durable: the vectors of the checkpoint are then free,
 * the next one cannot be wanted before, and whoever waits for a reply gets it before this member computes for itself.
 */
final class EngineDriver implements AutoCloseable {
    private static final int MOST_FRAMES = 8192;
    private static final long MOST_FRAME_BYTES = 256L << 20;
    private static final int MOST_IN_A_BATCH = 256;
    private static final long CLOSE_WITHIN_MILLIS = 5000;
    private static final long NEVER = Long.MAX_VALUE;

    private final GossipEngine engine;
    private final DiskWriter writer;
    private final Durability world;
    private final Consumer<Throwable> faults;
    private final LinkedBlockingDeque<Runnable> inbox = new LinkedBlockingDeque<>();
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicLong frameBytes = new AtomicLong();
    private final AtomicLong droppedFrames = new AtomicLong();
    private final Thread thread = new Thread(this::run, "starling-engine");
    private final long originNanos = System.nanoTime();
    private volatile boolean stopping;
    private final ArrayDeque<Waiting> trainings = new ArrayDeque<>();
    private long timerNanos = NEVER;
    private long wanted;
    private long durable;
    private long offer;
    private long offerNanos;
    private volatile long offerWaitedNanos;
    private long reply;
    private long replyNanos;
    private volatile long replySyncNanos;
    private volatile @Nullable Throwable diskFailure;

    /**
     * @param world does everything but persistence and the timer; called on the engine's thread
     * @param faults told once, on the engine's thread, why the driver stopped by itself
     */
    EngineDriver(GossipEngine engine, DiskWriter.Stores stores, Effect.Handler world, Consumer<Throwable> faults) {
        this.engine = engine;
        this.writer = new DiskWriter(stores, new Written());
        this.world = new Durability(world);
        this.faults = faults;
        this.thread.setDaemon(true);
    }

    void start() {
        post(new Event.Started());
        writer.start();
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

    /** How long the latest offer waited for the disk before it left. */
    long offerWaitedNanos() {
        return offerWaitedNanos;
    }

    /** How long the latest reply waited for the sync of the disk alone: its flow was applied, and its record written. */
    long replySyncNanos() {
        return replySyncNanos;
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
        try {
            work();
            throwDiskFailure();
        } catch (StoreException | RuntimeException | Error e) {
            stopping = true;
            faults.accept(e);
        }
    }

    /** Until the end, and then until what is wanted is durable: that may release last words, and they may want more. */
    private void work() throws StoreException {
        try (writer) {
            while (!stopping || wanted > durable) {
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
                throwDiskFailure();
            }
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
        long asked = reply;
        engine.step(nowNanos(), event, effect -> effect.handle(world));
        if (reply != asked) {
            replyNanos = nowNanos();
        }
    }

    private void persisted(long token, long syncNanos) {
        durable = Math.max(durable, token);
        if (offer > 0 && offer <= durable) {
            offerWaitedNanos = nowNanos() - offerNanos;
            offer = 0;
        }
        if (reply > 0 && reply <= durable) {
            replySyncNanos = Math.min(syncNanos, nowNanos() - replyNanos);
            reply = 0;
        }
        step(new Event.Persisted(token));
        beginTrainings();
    }

    private void beginTrainings() {
        while (!trainings.isEmpty() && trainings.element().after() <= durable) {
            world.rest.train(trainings.remove().training());
        }
    }

    private void throwDiskFailure() throws StoreException {
        Throwable failure = diskFailure;
        if (failure instanceof StoreException disk) {
            throw disk;
        } else if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw new IllegalStateException("the state is not written any more", failure);
        }
    }

    /** @param after what is durable before it begins */
    private record Waiting(long after, Effect.Train training) {}

    /** What the writer says, brought to the engine's thread. */
    private final class Written implements DiskWriter.Listener {
        /** Before everything else that waits: somebody waits for what this releases. */
        @Override
        public void durable(long token, long syncNanos) {
            inbox.addFirst(() -> persisted(token, syncNanos));
        }

        @Override
        public void failed(Throwable cause) {
            diskFailure = cause;
            inbox.add(() -> {});
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
            wanted = effect.token();
            writer.save(effect);
        }

        @Override
        public void appendJournal(Effect.AppendJournal effect) {
            wanted = effect.token();
            if (effect.record() instanceof JournalRecord.Offered) {
                offer = wanted;
                offerNanos = nowNanos();
            }
            if (effect.record() instanceof JournalRecord.Answered) {
                reply = wanted;
            }
            writer.append(effect);
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
            trainings.add(new Waiting(wanted, effect));
            beginTrainings();
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
            writer.keep(effect);
        }

        @Override
        public void dial(Effect.Dial effect) {
            rest.dial(effect);
        }

        @Override
        public void tell(Effect.Tell effect) {
            rest.tell(effect);
        }

        @Override
        public void judge(Effect.Judge effect) {
            rest.judge(effect);
        }
    }
}
