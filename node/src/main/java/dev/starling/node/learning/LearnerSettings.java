package dev.starling.node.learning;

import dev.starling.node.config.Charter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shape of a model and how one step is made.
 *
 * @param layers features, units of each hidden layer, classes
 * @param batch rows a batch
 * @param proximal FedProx mu (Li et al. 2020): adds {@code mu (w - start)} to the gradient; 0 for none
 */
public record LearnerSettings(List<Integer> layers, int batch, double proximal) {
    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException when there is no layer, or a size is below 1
     */
    public LearnerSettings {
        layers = List.copyOf(layers);
        if (layers.size() < 2 || layers.stream().anyMatch(n -> n < 1) || batch < 1 || !(proximal >= 0)) {
            throw new IllegalArgumentException("no learner for layers " + layers + ", batch " + batch);
        }
    }

    /** What a charter asks for. */
    public static LearnerSettings of(Charter charter) {
        return new LearnerSettings(
                IntStream.of(charter.layerSizes()).boxed().toList(),
                charter.training().batch(),
                charter.training().proximal());
    }

    int features() {
        return layers.get(0);
    }

    int classes() {
        return layers.get(layers.size() - 1);
    }

    int[] layerSizes() {
        return layers.stream().mapToInt(Integer::intValue).toArray();
    }
}
