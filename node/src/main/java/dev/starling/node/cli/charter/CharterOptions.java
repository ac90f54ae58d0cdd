package dev.starling.node.cli.charter;

import dev.starling.crypto.digest.Digest;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Admission;
import dev.starling.node.charter.Charter.Mixing;
import dev.starling.node.charter.Charter.Model;
import dev.starling.node.charter.Charter.Plan;
import dev.starling.node.charter.Charter.Training;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The keys of a charter that can be chosen on the command line; what is left out keeps its default. */
final class CharterOptions {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            converter = ModelShape.Converter.class,
            description = "softmax (default), or mlp with its hidden layers, such as mlp:64,32.")
    @Nullable
    ModelShape model;

    @Option(names = "--slots", paramLabel = "N", description = "Slots to train; 0 for no end.")
    @Nullable
    Integer slots;

    @Option(names = "--steps", paramLabel = "N", description = "Batches a slot.")
    @Nullable
    Integer steps;

    @Option(names = "--batch", paramLabel = "N", description = "Rows a batch.")
    @Nullable
    Integer batch;

    @Option(
            names = "--rate",
            paramLabel = "X",
            converter = Finite.class,
            description = "Step size of stochastic gradient descent.")
    @Nullable
    Double rate;

    @Option(
            names = "--decay",
            paramLabel = "X",
            converter = Finite.class,
            description = "Factor that the rate falls to.")
    @Nullable
    Double decay;

    @Option(
            names = "--decay-after",
            paramLabel = "X",
            converter = Finite.class,
            description = "Share of the slots after which it falls.")
    @Nullable
    Double decayAfter;

    @Option(
            names = "--momentum",
            paramLabel = "X",
            converter = Finite.class,
            description = "Momentum on what a slot has learnt, below 1.")
    @Nullable
    Double momentum;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description =
                    "How snapshots travel: int8, int4 (int8 until the members nearly agree), bfloat16 or float32.")
    Mixing.@Nullable Encoding encoding;

    @Option(names = "--fanout", paramLabel = "N", description = "Neighbours a slot: 1, an even number, or 0.")
    @Nullable
    Integer fanout;

    @Option(
            names = "--consolidate-every",
            paramLabel = "SLOTS",
            description = "Slots from one consolidated model, signed by more than half, to the next; 0 for none.")
    @Nullable
    Integer consolidateEvery;

    @Option(names = "--quorum", paramLabel = "N", description = "Members who must sign an admission.")
    @Nullable
    Integer quorum;

    @Option(names = "--start-members", paramLabel = "N", description = "Members there before the first slot.")
    @Nullable
    Integer startMembers;

    @Option(names = "--min-slot-millis", paramLabel = "MS", description = "Least duration of a slot.")
    @Nullable
    Long minSlotMillis;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the parameters that everybody starts from.")
    @Nullable
    Long seed;

    /**
     * The charter with what was chosen; not validated.
     *
     * @param start the model that everybody starts from; it has a say in what was left out
     * @throws NodeFailure when a seed was chosen beside it
     */
    Charter applyTo(Charter charter, Optional<ModelImport> start) throws NodeFailure {
        if (start.isPresent() && seed != null) {
            throw new NodeFailure(ExitCode.USAGE, "--seed and --from-model do not go together; leave out one of them");
        }
        ModelShape shape = model != null
                ? model
                : start.map(found -> ModelShape.of(found.layerSizes())).orElse(ModelShape.SOFTMAX);
        Digest initial =
                start.map(found -> ModelCard.digest(found.parameters())).orElse(null);
        Training training = charter.training();
        Plan plan = charter.plan();
        Mixing mixing = charter.mixing();
        return new Charter(
                charter.name(),
                charter.founders(),
                charter.schema(),
                new Model(shape.kind(), shape.hidden(), or(seed, charter.model().seed()), initial),
                new Training(
                        or(steps, training.steps()),
                        or(batch, training.batch()),
                        or(rate, training.rate()),
                        or(decay, training.decay()),
                        or(decayAfter, training.decayAfter()),
                        or(momentum, training.momentum()),
                        training.proximal()),
                new Plan(
                        or(slots, plan.slots()),
                        or(minSlotMillis, plan.minSlotMillis()),
                        or(startMembers, plan.startMembers())),
                new Mixing(
                        or(fanout, mixing.fanout()),
                        or(encoding, mixing.encoding()),
                        or(consolidateEvery, mixing.consolidateEvery())),
                new Admission(or(quorum, charter.admission().quorum())),
                charter.limits());
    }

    /** A number that a file can hold. */
    static final class Finite implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("\"" + text + "\" is not a number");
            }
            throw new TypeConversionException("\"" + text + "\" is not a finite number");
        }
    }

    private static <T> T or(@Nullable T chosen, T otherwise) {
        return chosen == null ? otherwise : chosen;
    }
}
