package dev.starling.node.data.split;

import dev.starling.node.data.Examples;

/**
 * A site's rows in three disjoint parts, each in the order of the table. Rows of one group are in one part.
 *
 * @param training what a learner may see
 * @param validation what a model is chosen by; may be empty
 * @param holdout for the verdict: neither learnt from nor chosen by; may be empty
 */
public record Split(Examples training, Examples validation, Examples holdout) {
    /** Splits at random, the same way for the same rows and seed; see {@link Parts}. */
    public static Split of(Examples examples, Shares shares, long seed) {
        Parts parts = parts(examples, shares, seed);
        return new Split(
                examples.rows() == parts.training().length ? examples : examples.subset(parts.training()),
                examples.subset(parts.validation()),
                examples.subset(parts.holdout()));
    }

    /** Which rows go where when {@link #of} splits. */
    public static Parts parts(Examples examples, Shares shares, long seed) {
        return Parts.of(examples, shares, seed);
    }
}
