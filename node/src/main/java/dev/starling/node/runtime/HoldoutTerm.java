package dev.starling.node.runtime;

import dev.starling.gossip.sums.FederatedMetrics;
import dev.starling.node.charter.Charter;
import dev.starling.node.learning.Evaluation;
import java.util.stream.IntStream;

/** What a site gives to the federated metrics of a model. */
final class HoldoutTerm {
    private HoldoutTerm() {}

    /**
     * The term of an evaluation: exact integers, see {@link FederatedMetrics#term}.
     *
     * @param evaluation of the model on the own hold-out
     * @param target with the deviation that a quantity is standardised by
     */
    static long[] of(Evaluation evaluation, Charter.Target target) {
        if (target instanceof Charter.Quantity quantity) {
            double error = evaluation.rmse() / quantity.deviation();
            return FederatedMetrics.term(evaluation.rows(), 0, error * error / 2);
        }
        return FederatedMetrics.term(
                evaluation.rows(), IntStream.of(evaluation.perClassCorrect()).sum(), evaluation.logLoss());
    }
}
