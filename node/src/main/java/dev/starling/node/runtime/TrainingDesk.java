package dev.starling.node.runtime;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.gossip.sums.FederatedMetrics;
import dev.starling.node.charter.Charter;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.data.Examples;
import dev.starling.node.data.split.Split;
import dev.starling.node.learning.Evaluation;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.LocalTraining;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.learning.RateSchedule;
import dev.starling.node.learning.TrainingResult;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.SiteData;
import dev.starling.node.site.model.BestModel;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains and judges on one thread of its own, so that neither the engine nor the network ever waits for arithmetic. The
 * native library is loaded there, too, while the node is already listening.
 */
final class TrainingDesk implements AutoCloseable {
    private static final int JUDGE_AT_MOST_A_TENTH = 10;

    /** What is found out here; told on the training thread. */
    interface Scores {
        /** How the shared model does on the own hold-out rows. */
        void judged(Charter charter, int slot, Evaluation evaluation);

        /** How the last training went. */
        void trained(int slot, TrainingResult result);

        /** The shared model of a slot, for whoever keeps the best by the own validation rows. */
        void held(Charter charter, int slot, float[] parameters, BestModel.Judge validation);

        /** How a consolidated model does on the own validation rows. */
        void validated(Charter charter, Digest model, Evaluation validation);

        /** How a consolidated model does on the hold-outs of the members together. */
        void judgedTogether(Charter charter, FederatedMetrics metrics);
    }

    private Charter charter;
    private Split split;
    private final long seed;
    private final RateSchedule rates;
    private final Scores scores;
    private final Consumer<Event> events;
    private final Consumer<Throwable> faults;
    private final CpuShare share;
    private volatile @Nullable Thread worker;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread named = new Thread(task, "starling-training");
        named.setDaemon(true);
        worker = named;
        return named;
    });
    private volatile long stopped;
    private @Nullable Learner learner;
    private long judgingNanos;
    private long judgedAtNanos;

    TrainingDesk(
            Charter charter,
            Split split,
            NodeConfig config,
            Scores scores,
            Consumer<Event> events,
            Consumer<Throwable> faults) {
        this.charter = charter;
        this.split = split;
        this.seed = config.data().seed();
        this.share = CpuShare.of(config.training().cpuShare());
        this.rates = RateSchedule.of(charter);
        this.scores = scores;
        this.events = events;
        this.faults = faults;
    }

    /** Loads the native library. */
    void start() {
        submit(() -> learner = Nd4jLearner.open(LearnerSettings.of(charter), split.training()));
    }

    /** The scaling is known: reads the rows under it, and loads the native library. */
    void scaled(Charter known, SiteData.Rows rows) {
        submit(() -> {
            try {
                charter = known;
                split = rows.under(known);
                learner = Nd4jLearner.open(LearnerSettings.of(charter), split.training());
            } catch (NodeFailure e) {
                faults.accept(e);
            }
        });
    }

    /** Judges the start and trains from it; the engine hears of the displacement. */
    void train(Effect.Train effect) {
        submit(() -> {
            Learner ready = ready();
            maybeJudge(ready, effect.slot() - 1, effect.start());
            double rate = rates.rate(effect.slot() - 1, charter.plan().slots());
            share.begin();
            TrainingResult result = ready.train(
                    effect.start(),
                    effect.steps(),
                    rate,
                    LocalTraining.batchSeed(seed, effect.slot()),
                    () -> restOrStop(effect.training()));
            scores.trained(effect.slot(), result);
            events.accept(displacement(effect, result));
        });
    }

    /** After a batch: whether it was the last one. */
    private boolean restOrStop(long training) {
        if (stopped < training) {
            share.worked();
        }
        return stopped >= training;
    }

    private static Event displacement(Effect.Train effect, TrainingResult result) {
        float[] displacement = result.displacement();
        if (result.finite()) {
            return new Event.DisplacementReady(effect.training(), displacement, result.stepsDone());
        }
        Arrays.fill(displacement, 0);
        return new Event.DisplacementReady(effect.training(), displacement, 0);
    }

    /** Ends this training, and any before it, at the end of its batch. */
    void stopTraining(long training) {
        stopped = training;
        wake();
    }

    private void wake() {
        LockSupport.unpark(worker);
    }

    /** Judges parameters once the desk is free. */
    void judge(int slot, float[] parameters) {
        submit(() -> judge(ready(), slot, parameters));
    }

    /** Judges a consolidated model once the desk is free; the engine hears of the member's term. */
    void judge(Effect.Judge effect) {
        submit(() -> {
            Examples holdout = split.holdout();
            long[] term = holdout.rows() < FederatedMetrics.LEAST_ROWS
                    ? new long[0]
                    : HoldoutTerm.of(
                            ready().evaluate(effect.parameters(), holdout),
                            charter.schema().target());
            events.accept(new Event.Judged(effect.model(), term));
            if (split.validation().rows() > 0) {
                scores.validated(
                        charter, effect.model().model(), ready().evaluate(effect.parameters(), split.validation()));
            }
        });
    }

    /** The members agree on how well a model does. */
    void judgedTogether(FederatedMetrics metrics) {
        submit(() -> scores.judgedTogether(charter, metrics));
    }

    private void maybeJudge(Learner ready, int slot, float[] parameters) {
        long since = System.nanoTime() - judgedAtNanos;
        if (judgedAtNanos == 0 || since >= JUDGE_AT_MOST_A_TENTH * judgingNanos) {
            judge(ready, slot, parameters);
        }
    }

    private void judge(Learner ready, int slot, float[] parameters) {
        long before = System.nanoTime();
        share.begin();
        if (split.holdout().rows() > 0) {
            scores.judged(charter, slot, ready.evaluate(parameters, split.holdout()));
        }
        if (split.validation().rows() > 0) {
            scores.held(charter, slot, parameters, candidate -> ready.evaluate(candidate, split.validation()));
        }
        judgedAtNanos = System.nanoTime();
        judgingNanos = judgedAtNanos - before;
        share.worked();
    }

    private Learner ready() {
        Learner ready = learner;
        if (ready == null) {
            throw new IllegalStateException("the learner was not opened");
        }
        return ready;
    }

    private void submit(Runnable task) {
        if (!thread.isShutdown()) {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    faults.accept(e);
                }
            });
        }
    }

    @Override
    public void close() {
        stopped = Long.MAX_VALUE;
        wake();
        thread.shutdown();
        try {
            if (thread.awaitTermination(2, TimeUnit.SECONDS)) {
                Learner open = learner;
                if (open != null) {
                    open.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
