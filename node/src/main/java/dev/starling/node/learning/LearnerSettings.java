package dev.starling.node.learning;

import dev.starling.node.charter.Charter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shape of a model and how one step is made.
 *
 * @param layers features, units of each hidden layer, outputs
 * @param batch rows a batch
 * @param proximal FedProx mu (Li et al. 2020): adds {@code mu (w - start)} to the gradient; 0 for none
 * @param head what the outputs tell
 */
public record LearnerSettings(List<Integer> layers, int batch, double proximal, Head head) {
    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException when there is no layer, a size is below 1, or a number is told by several outputs
     */
    public LearnerSettings {
        layers = List.copyOf(layers);
        if (layers.size() < 2 || layers.stream().anyMatch(n -> n < 1) || batch < 1 || !(proximal >= 0)) {
            throw new IllegalArgumentException("no learner for layers " + layers + ", batch " + batch);
        }
        if (head instanceof Head.Regressor && layers.get(layers.size() - 1) != 1) {
            throw new IllegalArgumentException("a quantity has one output, not the last of layers " + layers);
        }
    }

    /** What a charter asks for. */
    public static LearnerSettings of(Charter charter) {
        return new LearnerSettings(
                IntStream.of(charter.layerSizes()).boxed().toList(),
                charter.training().batch(),
                charter.training().proximal(),
                Head.of(charter.schema().target()));
    }

    int features() {
        return layers.get(0);
    }

    int outputs() {
        return layers.get(layers.size() - 1);
    }

    int[] layerSizes() {
        return layers.stream().mapToInt(Integer::intValue).toArray();
    }
}
