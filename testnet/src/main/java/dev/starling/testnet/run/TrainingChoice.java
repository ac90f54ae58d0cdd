package dev.starling.testnet.run;

import dev.starling.node.charter.Charter;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.federation.Founding.Agreement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of model, training and mixing; null for what is left to the data.
 *
 * @param hidden units of each hidden layer, empty for softmax or linear regression; null for the default
 * @param steps batches a slot
 * @param decay factor that the rate falls to for the last fifth of the plan
 * @param minSlotMillis least duration of a slot
 */
public record TrainingChoice(
        @Nullable List<Integer> hidden,
        @Nullable Integer slots,
        @Nullable Integer steps,
        @Nullable Integer batch,
        @Nullable Double rate,
        @Nullable Double decay,
        @Nullable Double momentum,
        @Nullable Integer fanout,
        Charter.Mixing.@Nullable Encoding encoding,
        @Nullable Long minSlotMillis) {
    private static final List<Integer> HIDDEN_FOR_IMAGES = List.of(128);
    private static final double DECAY_AFTER = 0.8;
    private static final int FEWEST_STEPS = 20;
    private static final int MOST_STEPS = 200;
    private static final int SLOTS = 100;
    private static final int FEWEST_SLOTS = 30;

    /** Batches that a small network takes to learn: thirty passes over a tenth of MNIST. */
    private static final int ENOUGH_BATCHES = 5640;

    /**
     * What the charter will say. Images get one hidden layer, and a slot is one pass over a member's rows, thirty times or,
     * when these are few, up to a hundred times. Tables get a linear model, and a slot is twenty batches, a hundred times.
     * Features between 0 and 1 take ten times the step size that standardised ones do.
     *
     * @param name of the federation
     * @param seed of the parameters that everybody starts from
     * @throws NodeFailure when a charter refuses a choice; says which, and what it takes
     */
    public Agreement agreement(String name, DataSet data, long seed) throws NodeFailure {
        List<Integer> layers = hidden == null ? (isImages(data) ? HIDDEN_FOR_IMAGES : List.of()) : hidden;
        boolean deep = !layers.isEmpty();
        int members = data.members().size();
        int rows = or(batch, deep ? 32 : 16);
        int pass = Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, Math.round((float) data.rows() / members / rows)));
        Charter.Training training = new Charter.Training(
                or(steps, deep ? pass : FEWEST_STEPS),
                rows,
                or(rate, deep ? 0.1 : data.oneUnit() ? 0.5 : 0.05),
                or(decay, deep ? 0.2 : 0.1),
                DECAY_AFTER,
                or(momentum, 0.5),
                0);
        Agreement agreement = new Agreement(
                name,
                data.schema(),
                new Charter.Model(deep ? Charter.Model.Kind.MLP : Charter.Model.Kind.SOFTMAX, layers, seed),
                training,
                new Charter.Plan(or(slots, deep ? slots(training.steps()) : SLOTS), or(minSlotMillis, 0L), members),
                new Charter.Mixing(or(fanout, 0), or(encoding, Charter.Mixing.Encoding.INT8)));
        agreement.requireSound(data.members());
        return agreement;
    }

    private static int slots(int steps) {
        return Math.max(FEWEST_SLOTS, Math.min(SLOTS, ENOUGH_BATCHES / steps));
    }

    private static boolean isImages(DataSet data) {
        return data.oneUnit() && data.schema().columns().stream().anyMatch(Charter.Vector.class::isInstance);
    }

    private static <T> T or(@Nullable T chosen, T otherwise) {
        return Optional.ofNullable(chosen).orElse(otherwise);
    }
}
