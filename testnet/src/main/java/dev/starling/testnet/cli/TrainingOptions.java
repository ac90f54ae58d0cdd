package dev.starling.testnet.cli;

import dev.starling.node.charter.Charter.Mixing.Encoding;
import dev.starling.testnet.run.TrainingChoice;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Model, training and mixing; what is left out follows from the data. */
final class TrainingOptions {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            converter = Layers.class,
            description =
                    "softmax (for a number to estimate: linear), or mlp with its hidden layers, such as mlp:64,32;"
                            + " default softmax for tables, mlp:128 for images.")
    @Nullable
    Hidden model;

    @Option(
            names = "--slots",
            paramLabel = "T",
            description = "Slots to train; default 100, with hidden layers 30 to 100.")
    @Nullable
    Integer slots;

    @Option(
            names = "--steps",
            paramLabel = "H",
            description = "Batches a slot; default 20, with hidden layers one pass over a member's rows.")
    @Nullable
    Integer steps;

    @Option(names = "--batch", paramLabel = "B", description = "Rows a batch; default 16, with hidden layers 32.")
    @Nullable
    Integer batch;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = Finite.class,
            description =
                    "Step size of stochastic gradient descent; default 0.05, for pixels 0.5, with hidden layers 0.1.")
    @Nullable
    Double rate;

    @Option(
            names = "--decay",
            paramLabel = "F",
            converter = Finite.class,
            description =
                    "Factor that the rate falls to for the last fifth of the slots; default 0.1, with hidden layers"
                            + " 0.2.")
    @Nullable
    Double decay;

    @Option(
            names = "--momentum",
            paramLabel = "MU",
            converter = Finite.class,
            description = "Momentum on what a slot has learnt, below 1; default 0.5.")
    @Nullable
    Double momentum;

    @Option(
            names = "--fanout",
            paramLabel = "S",
            description = "Neighbours a slot: 1, an even number, or 0 for all up to 16 members and 8 above; default 0.")
    @Nullable
    Integer fanout;

    @Option(
            names = "--encoding",
            paramLabel = "E",
            description = "How snapshots travel: ${COMPLETION-CANDIDATES}; default int8.")
    @Nullable
    Encoding encoding;

    @Option(
            names = "--min-slot-millis",
            paramLabel = "MS",
            description = "Least duration of a slot, to watch it go; default 0.")
    @Nullable
    Long minSlotMillis;

    /** Reads a number that is neither infinite nor NaN. */
    static final class Finite implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double number = Double.NaN;
            try {
                number = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                // Told below, with the numbers that are too large.
            }
            if (Double.isFinite(number)) {
                return number;
            }
            throw new TypeConversionException("\"" + text + "\" is not a finite number; write for example 0.05");
        }
    }

    /** Units of each hidden layer; none for a linear model. */
    record Hidden(List<Integer> units) {}

    /** Reads a model. */
    static final class Layers implements ITypeConverter<Hidden> {
        @Override
        public Hidden convert(String text) {
            if (text.equals("softmax") || text.equals("linear")) {
                return new Hidden(List.of());
            }
            if (!text.matches("mlp:[0-9]{1,7}(,[0-9]{1,7})*")) {
                throw new TypeConversionException(
                        "\"" + text + "\" is neither softmax nor mlp with its hidden layers, such as mlp:64,32");
            }
            return new Hidden(Arrays.stream(text.substring("mlp:".length()).split(",", -1))
                    .map(Integer::valueOf)
                    .toList());
        }
    }

    TrainingChoice choice() {
        return new TrainingChoice(
                model == null ? null : model.units(),
                slots,
                steps,
                batch,
                rate,
                decay,
                momentum,
                fanout,
                encoding,
                minSlotMillis);
    }
}
