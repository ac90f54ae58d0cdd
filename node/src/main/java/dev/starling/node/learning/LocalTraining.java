package dev.starling.node.learning;

import dev.starling.gossip.Genesis;
import dev.starling.gossip.averaging.OuterStep;
import dev.starling.node.charter.Charter;
import dev.starling.node.data.Examples;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * The baseline a federation has to beat: the same learner, start, schedule, outer momentum and number of steps, on the
 * site's own rows alone. With all members' rows in one learner it is the pooled reference.
 */
public final class LocalTraining {
    private final Charter charter;
    private final Learner learner;
    private final float[] initial;

    /** Told after each slot. */
    @FunctionalInterface
    public interface Progress {
        /**
         * A slot is done.
         *
         * @param slot slots done so far
         * @param slots slots in all
         * @param meanLoss mean loss over the batches of this slot, see {@link TrainingResult}
         * @param parameters the model so far, length d: to be read at once, neither kept nor changed
         */
        void slotDone(int slot, int slots, double meanLoss, float[] parameters);
    }

    /** Starts from what follows from the charter's seed. */
    public LocalTraining(Charter charter, Learner learner) {
        this(
                charter,
                learner,
                Genesis.parameters(charter.layerSizes(), charter.model().seed()));
    }

    /**
     * Starts from given parameters.
     *
     * @param initial length d; only read
     */
    public LocalTraining(Charter charter, Learner learner, float[] initial) {
        this.charter = charter;
        this.learner = learner;
        this.initial = initial;
    }

    /**
     * Seed of the batches of a slot.
     *
     * @param seed the site's own
     * @param slot counted from 0
     */
    public static long batchSeed(long seed, int slot) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + slot).nextLong();
    }

    /**
     * Trains.
     *
     * @param slots as many as the federation's plan; each of the charter's steps
     * @param seed of the batches
     * @param holdout rows to judge the result on
     * @param progress told after each slot
     * @param stop asked after each batch; what is learnt until then is judged
     */
    public Baseline run(int slots, long seed, Examples holdout, Progress progress, BooleanSupplier stop) {
        RateSchedule schedule = RateSchedule.of(charter);
        float momentum = (float) charter.training().momentum();
        float[] x = initial.clone();
        float[] velocity = new float[x.length];
        double meanLoss = Double.NaN;
        long steps = 0;
        for (int slot = 0; slot < slots; slot++) {
            TrainingResult result = learner.train(
                    x, charter.training().steps(), schedule.rate(slot, slots), batchSeed(seed, slot), stop);
            OuterStep.apply(x, velocity, result.displacement(), momentum, 1);
            meanLoss = result.meanLoss();
            steps += result.stepsDone();
            progress.slotDone(slot + 1, slots, meanLoss, x);
            if (result.stepsDone() < charter.training().steps()) {
                break;
            }
        }
        return new Baseline(x, steps, meanLoss, learner.evaluate(x, holdout));
    }
}
