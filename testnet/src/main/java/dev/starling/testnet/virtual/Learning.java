package dev.starling.testnet.virtual;

import dev.starling.testnet.sim.training.LabelledRows;
import dev.starling.testnet.sim.training.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What the members of a simulated federation learn.
 *
 * @param trainer their local training
 * @param genesis parameters everybody starts from, length d
 * @param rows training rows of each member, newcomers last
 * @param accuracy share of the test rows that parameters get right; empty when nothing is learnt
 * @param sentence says what it is, for people
 */
@SuppressWarnings("ArrayRecordComponent")
public record Learning(
        Trainer trainer,
        float[] genesis,
        List<Integer> rows,
        Optional<ToDoubleFunction<float[]>> accuracy,
        String sentence) {
    public Learning {
        rows = List.copyOf(rows);
    }

    /** Softmax regression on rows of each member, judged on test rows. */
    static Learning softmax(List<LabelledRows> members, LabelledRows tests, SoftmaxChoice choice, String sentence) {
        var trainer = choice.trainer(members);
        int width = tests.width();
        return new Learning(
                trainer,
                new float[(width + 1) * choice.classes()],
                members.stream().map(LabelledRows::rows).toList(),
                Optional.of(parameters -> trainer.accuracy(parameters, tests)),
                sentence);
    }
}
