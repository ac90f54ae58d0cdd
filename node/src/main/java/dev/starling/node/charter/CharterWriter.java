package dev.starling.node.charter;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Classes;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Model;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Target;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.toml.TomlText;
import java.util.Locale;

/** Writes a charter with a comment for every key, so that the file explains itself to who has to sign it. */
final class CharterWriter {
    private CharterWriter() {}

    static String write(Charter charter) {
        StringBuilder text = new StringBuilder();
        text.append(HEAD.formatted(TomlText.of(charter.name())));
        for (Member founder : charter.founders()) {
            text.append(FOUNDER.formatted(founder.organisation(), TomlText.of(founder.card())));
        }
        Charter.Schema schema = charter.schema();
        boolean federated = schema.federatedScaling();
        text.append(DATA.formatted(
                        TomlText.of(schema.label()), (federated ? FEDERATED : "") + target(schema.target(), federated)))
                .append(COLUMNS)
                .append(schema.columns().stream().anyMatch(Vector.class::isInstance) ? VECTORS : "");
        for (Column column : schema.columns()) {
            text.append("\n[[data.column]]\nname = ")
                    .append(TomlText.of(column.name()))
                    .append(column(column, federated));
        }
        text.append(MODEL.formatted(charter.model().kind().name().toLowerCase(Locale.ROOT)));
        if (charter.model().kind() == Model.Kind.MLP) {
            text.append("# units of each hidden layer\nhidden = ")
                    .append(charter.model().hidden())
                    .append('\n');
        }
        Digest initial = charter.model().initial();
        text.append(initial == null ? SEED.formatted(charter.model().seed()) : INITIAL.formatted(initial.hex()));
        Charter.Training training = charter.training();
        text.append(TRAINING.formatted(
                training.steps(),
                training.batch(),
                TomlText.of(training.rate()),
                TomlText.of(training.decay()),
                TomlText.of(training.decayAfter()),
                TomlText.of(training.momentum()),
                TomlText.of(training.proximal())));
        Charter.Plan plan = charter.plan();
        text.append(PLAN.formatted(plan.slots(), plan.minSlotMillis(), plan.startMembers()));
        text.append(MIXING.formatted(
                charter.mixing().fanout(),
                charter.mixing().encoding().word(),
                charter.mixing().consolidateEvery()));
        text.append(REST.formatted(
                charter.admission().quorum(), TomlText.of(charter.limits().maxNorm())));
        return text.toString();
    }

    private static String target(Target target, boolean federated) {
        if (federated && target instanceof Quantity) {
            return "# That column holds a number.\n[data.target]\n";
        }
        return target instanceof Quantity quantity
                ? QUANTITY.formatted(TomlText.of(quantity.mean()), TomlText.of(quantity.deviation()))
                : CLASSES.formatted(TomlText.of(((Classes) target).words()));
    }

    private static String column(Column column, boolean federated) {
        if (column instanceof Categorical categorical) {
            return "\nkind = \"categorical\"\ncategories = " + TomlText.of(categorical.categories()) + "\n";
        }
        if (column instanceof Vector vector) {
            return "\nkind = \"vector\"\nwidth = " + vector.width()
                    + (federated ? "\n" : scaling(vector.mean(), vector.deviation()));
        }
        Numeric numeric = (Numeric) column;
        return "\nkind = \"numeric\"" + (federated ? "\n" : scaling(numeric.mean(), numeric.deviation()));
    }

    private static String scaling(double mean, double deviation) {
        return "\nmean = " + TomlText.of(mean) + "\ndeviation = " + TomlText.of(deviation) + "\n";
    }

    private static final String HEAD = """
            # Charter of a Starling federation.
            # Every member holds exactly these bytes and every founder signs them; their SHA-256 is the federation's id.
            # Changing one byte, even in a comment, makes another federation.

            # Version of this file format.
            format = 1
            # Name of the federation, for people.
            name = %s

            # The founders, one entry each. The card holds keys, organisation and row count.
            """;

    private static final String FOUNDER = """

            # %s
            [[founder]]
            card = %s
            """;

    private static final String DATA = """

            # What a row of every member's table is. Further columns of a table are ignored.
            [data]
            # Column that holds what the model is to tell.
            label = %s
            %s""";

    private static final String FEDERATED = """
            # Means and deviations are not written here: they are summed over all founders' rows before the first slot, so that
            # nobody shows its own.
            scaling = "federated"
            """;

    private static final String CLASSES = """
            # The words in that column, each once.
            classes = %s
            """;

    private static final String QUANTITY = """
            # That column holds a number. The model learns (value - mean) / deviation; errors are told in the number's unit.
            [data.target]
            mean = %s
            deviation = %s
            """;

    private static final String COLUMNS = """

            # The features, one entry each. A number enters the model as (value - mean) / deviation; a missing one counts
            # as the mean. A word becomes one feature per category; a missing or unlisted one is all zeros.
            """;

    private static final String VECTORS = """
            # A vector is a block of numbers of one unit (the pixels of an image, row by row) with one scaling for all.
            """;

    private static final String MODEL = """

            [model]
            # "softmax" (one linear layer) or "mlp" (multi-layer perceptron, rectified linear units).
            kind = "%s"
            """;

    private static final String SEED = """
            # Seed of the parameters that everybody starts from.
            seed = %d
            """;

    private static final String INITIAL = """
            # SHA-256 of the parameters that everybody starts from, little-endian float32. The charter does not hold them: each
            # member gets the file from a founder and brings it along.
            initial = "%s"
            """;

    private static final String TRAINING = """

            # How a member trains between two exchanges.
            [training]
            # Batches a slot.
            steps = %d
            # Rows a batch.
            batch = %d
            # Step size of stochastic gradient descent.
            rate = %s
            # Factor that the rate falls to ...
            decay = %s
            # ... after this share of the planned slots.
            decay_after = %s
            # Momentum on what a slot has learnt; at least 0, below 1.
            momentum = %s
            # Pull towards the start of the slot (FedProx); 0 for none.
            proximal = %s
            """;

    private static final String PLAN = """

            [plan]
            # Slots to train; 0 for no end.
            slots = %d
            # Least duration of a slot in milliseconds.
            min_slot_millis = %d
            # Members that must be there before the first slot.
            start_members = %d
            """;

    private static final String MIXING = """

            [mixing]
            # "exact": equal and opposite flows, nothing that was learnt is lost.
            mode = "exact"
            # Malicious members tolerated; exact mode tolerates none.
            byzantine = 0
            # Neighbours a slot: 1, an even number, or 0 for all up to 16 members and 8 above.
            fanout = %d
            # How snapshots travel: "int8", "int4" (half the bytes while the members nearly agree, else int8; never with
            # fanout 1 or two members), "bfloat16" (twice the bytes) or "float32" (four times).
            encoding = "%s"
            # Slots from one consolidated model, which more than half of the members sign, to the next; 0 for none.
            consolidate_every = %d
            """;

    private static final String REST = """

            [admission]
            # Members who must sign an admission.
            quorum = %d

            [limits]
            # Largest Euclidean norm of a snapshot's difference from its base that is accepted.
            max_norm = %s
            """;
}
