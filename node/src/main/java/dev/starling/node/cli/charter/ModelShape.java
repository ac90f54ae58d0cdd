package dev.starling.node.cli.charter;

import dev.starling.node.charter.Charter.Model.Kind;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --model} says: {@code softmax}, or {@code mlp:64,32}.
 *
 * @param hidden units of each hidden layer
 */
record ModelShape(Kind kind, List<Integer> hidden) {
    static final ModelShape SOFTMAX = new ModelShape(Kind.SOFTMAX, List.of());

    ModelShape {
        hidden = List.copyOf(hidden);
    }

    /** That of a model with these layers: features, hidden units, outputs. */
    static ModelShape of(List<Integer> layerSizes) {
        List<Integer> hidden = layerSizes.subList(1, layerSizes.size() - 1);
        return hidden.isEmpty() ? SOFTMAX : new ModelShape(Kind.MLP, hidden);
    }

    /** Reads it. */
    static final class Converter implements ITypeConverter<ModelShape> {
        @Override
        public ModelShape convert(String text) {
            if (text.equals("softmax")) {
                return SOFTMAX;
            }
            if (!text.matches("mlp:[0-9]{1,7}(,[0-9]{1,7})*")) {
                throw new TypeConversionException(
                        "\"" + text + "\" is neither softmax nor mlp with its hidden layers," + " such as mlp:64,32");
            }
            return new ModelShape(
                    Kind.MLP,
                    Arrays.stream(text.substring("mlp:".length()).split(",", -1))
                            .map(Integer::valueOf)
                            .toList());
        }
    }
}
