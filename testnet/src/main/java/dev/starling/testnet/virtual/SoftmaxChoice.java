package dev.starling.testnet.virtual;

import dev.starling.testnet.sim.training.LabelledRows;
import dev.starling.testnet.sim.training.SoftmaxRegression;
import java.util.List;

/**
 * How softmax regression is trained.
 *
 * @param batch rows of a step
 * @param rate learning rate
 * @param seed chooses the batches
 */
record SoftmaxChoice(int classes, int batch, float rate, long seed) {
    SoftmaxRegression trainer(List<LabelledRows> members) {
        return new SoftmaxRegression(members, classes, batch, rate, seed);
    }
}
