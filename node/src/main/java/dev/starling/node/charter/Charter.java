package dev.starling.node.charter;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.toml.ConfigException;
import dev.starling.node.toml.TomlFile;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a federation have agreed on, parsed from the exact bytes of {@code charter.toml}. Two members that
 * hold the same bytes compute with equal values here. Immutable. Only {@link #parse} validates: a charter put together
 * otherwise (for {@link #write}) is checked by parsing what was written.
 *
 * @param name the federation's name, for people
 * @param founders the members who sign, at least one
 * @param schema what a row of data is
 * @param model what is trained
 * @param training how a member trains between two exchanges
 * @param plan how long, how fast, from how many members on
 * @param mixing how snapshots are mixed
 * @param admission how newcomers are let in
 * @param limits what is refused from a peer
 */
public record Charter(
        String name,
        List<Member> founders,
        Schema schema,
        Model model,
        Training training,
        Plan plan,
        Mixing mixing,
        Admission admission,
        Limits limits) {
    /** Largest number of parameters d this version trains. */
    public static final int MAX_PARAMETERS = 100_000_000;

    /** Most numbers that one {@link Vector} holds. */
    public static final int MAX_WIDTH = 10_000_000;

    public Charter {
        founders = List.copyOf(founders);
    }

    /** A charter in which everything but name, founders and data is left at its default. */
    public static Charter withDefaults(String name, List<Member> founders, Schema schema) {
        return new Charter(
                name,
                founders,
                schema,
                Model.DEFAULT,
                Training.DEFAULT,
                Plan.DEFAULT,
                Mixing.DEFAULT,
                Admission.DEFAULT,
                Limits.DEFAULT);
    }

    /**
     * Reads a charter.
     *
     * @param utf8 the exact bytes of the file
     * @param fileName how problems name the file
     * @throws ConfigException with every problem found
     */
    public static Charter parse(byte[] utf8, String fileName) throws ConfigException {
        return TomlFile.read(utf8, fileName, CharterReader::read);
    }

    /** The commented text of a charter; the same charter gives the same text on every JVM. */
    public static String write(Charter charter) {
        return CharterWriter.write(charter);
    }

    /** This charter with another data section: the one whose scaling is known. */
    public Charter with(Schema other) {
        return new Charter(name, founders, other, model, training, plan, mixing, admission, limits);
    }

    /** Width of a row once numbers are scaled and categories are spread over a one-hot block. */
    public int features() {
        return schema.features();
    }

    /** Features, units of each hidden layer, outputs. */
    public int[] layerSizes() {
        int[] sizes = new int[model.hidden().size() + 2];
        sizes[0] = features();
        for (int l = 0; l < model.hidden().size(); l++) {
            sizes[l + 1] = model.hidden().get(l);
        }
        sizes[sizes.length - 1] = schema.outputs();
        return sizes;
    }

    /** Number of parameters d of the model: weights and biases. */
    public int parameters() {
        return Math.toIntExact(parameters(layerSizes()));
    }

    static long parameters(int[] layerSizes) {
        long d = 0;
        for (int l = 0; l + 1 < layerSizes.length; l++) {
            d += (layerSizes[l] + 1L) * layerSizes[l + 1];
        }
        return d;
    }

    /**
     * What a row of every member's table is.
     *
     * @param label column that holds what the model is to tell
     * @param target what stands in that column
     * @param columns the columns that are features, in the order of the feature vector
     * @param federatedScaling means and deviations are summed over the members' rows before the first slot; until then
     *     they stand at 0 and 1
     */
    public record Schema(String label, Target target, List<Column> columns, boolean federatedScaling) {
        /** Words of the sums of one column of numbers: how many, their sum, the sum of their squares. */
        public static final int WORDS_A_NUMBER = 7;

        public Schema {
            columns = List.copyOf(columns);
        }

        /** A schema whose means and deviations are what it says. */
        public Schema(String label, Target target, List<Column> columns) {
            this(label, target, columns, false);
        }

        /** The schema of a classification: the label is one of these words. */
        public Schema(String label, List<String> classes, List<Column> columns) {
            this(label, new Classes(classes), columns);
        }

        /** Sum of the widths of the columns; {@link Integer#MAX_VALUE} when it is larger. */
        public int features() {
            return (int) Math.min(
                    Integer.MAX_VALUE, columns.stream().mapToLong(Column::width).sum());
        }

        /** Words of the sums that scaling needs: rows, seven for each column of numbers, then the classes or the label. */
        public int statisticsWords() {
            int numbers = (int) columns.stream()
                    .filter(column -> !(column instanceof Categorical))
                    .count();
            return 1 + WORDS_A_NUMBER * numbers + (target instanceof Quantity ? WORDS_A_NUMBER : outputs());
        }

        /** Width of the model's last layer: the number of classes, or 1. */
        public int outputs() {
            return target.outputs();
        }

        /** The words of the label, in the order of the outputs; empty when the label is a quantity. */
        public List<String> classes() {
            return target instanceof Classes classes ? classes.words() : List.of();
        }

        /** What models are compared by. */
        public Metric metric() {
            return target.metric();
        }
    }

    /** What stands in the label column, and so what the model says. */
    public sealed interface Target {
        /** Width of the model's last layer. */
        int outputs();

        /** What models are compared by. */
        Metric metric();
    }

    /**
     * One of a list of words.
     *
     * @param words 2 to 1000, as they stand in the label column; the index is the class number
     */
    public record Classes(List<String> words) implements Target {
        public Classes {
            words = List.copyOf(words);
        }

        @Override
        public int outputs() {
            return words.size();
        }

        @Override
        public Metric metric() {
            return Metric.ACCURACY;
        }
    }

    /**
     * A number to estimate. The model sees {@code (value - mean) / deviation}.
     *
     * @param mean in the unit of the label
     * @param deviation in the unit of the label, above 0
     */
    public record Quantity(double mean, double deviation) implements Target {
        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public Metric metric() {
            return Metric.RMSE;
        }
    }

    /** A column of the table and how it becomes features. */
    public sealed interface Column {
        /** Name in the header of the table. */
        String name();

        /** Number of features it becomes. */
        int width();
    }

    /**
     * A number, scaled to {@code (value - mean) / deviation}.
     *
     * @param mean in the unit of the column; also what a missing cell counts as
     * @param deviation in the unit of the column, above 0
     */
    public record Numeric(String name, double mean, double deviation) implements Column {
        @Override
        public int width() {
            return 1;
        }
    }

    /**
     * A word, spread over one feature per category: 1 for its own, 0 for the others. A category that is not listed and a
     * missing cell are all zeros.
     */
    public record Categorical(String name, List<String> categories) implements Column {
        public Categorical {
            categories = List.copyOf(categories);
        }

        @Override
        public int width() {
            return categories.size();
        }
    }

    /**
     * A block of numbers of one unit, such as the pixels of an image, flattened row by row. All of them are scaled to
     * {@code (value - mean) / deviation}.
     *
     * @param width how many, 1 to {@link #MAX_WIDTH}
     * @param mean in the unit of the numbers; also what a missing one counts as
     * @param deviation in the unit of the numbers, above 0
     */
    public record Vector(String name, int width, double mean, double deviation) implements Column {}

    /**
     * What is trained.
     *
     * @param kind shape of the model
     * @param hidden units of each hidden layer, empty for {@link Kind#SOFTMAX}
     * @param seed of the genesis parameters
     * @param initial digest of the parameters that everybody starts from instead, which each member brings along as a file;
     *     null for those that follow from the seed
     */
    public record Model(
            Kind kind,
            List<Integer> hidden,
            long seed,
            @Nullable Digest initial) {
        /** Shape of a model. */
        public enum Kind {
            /** One linear layer: multinomial logistic regression, or linear regression when the label is a quantity. */
            SOFTMAX,
            /** Multi-layer perceptron with rectified linear units. */
            MLP
        }

        static final Model DEFAULT = new Model(Kind.SOFTMAX, List.of(), 1);

        public Model {
            hidden = List.copyOf(hidden);
        }

        /** A model that starts from what follows from a seed. */
        public Model(Kind kind, List<Integer> hidden, long seed) {
            this(kind, hidden, seed, null);
        }
    }

    /**
     * How a member trains between two exchanges.
     *
     * @param steps batches a slot
     * @param batch rows a batch, drawn with replacement
     * @param rate step size of stochastic gradient descent
     * @param decay factor that the rate falls to
     * @param decayAfter share of the planned slots after which it falls
     * @param momentum outer momentum mu on the displacement, 0 <= mu < 1
     * @param proximal FedProx mu, the pull towards the start of the slot, 0 for none
     */
    public record Training(
            int steps, int batch, double rate, double decay, double decayAfter, double momentum, double proximal) {
        static final Training DEFAULT = new Training(20, 16, 0.5, 0.1, 0.8, 0.5, 0);
    }

    /**
     * How long, how fast, and from how many members on.
     *
     * @param slots planned slots, 0 for no end
     * @param minSlotMillis least duration of a slot in milliseconds
     * @param startMembers members that must be there before the first slot
     */
    public record Plan(int slots, long minSlotMillis, int startMembers) {
        static final Plan DEFAULT = new Plan(100, 0, 2);
    }

    /**
     * Mixing is exact in this version: equal and opposite flows, no Byzantine members tolerated.
     *
     * @param fanout neighbours a slot, 0 for the default rule, otherwise 1 or an even number
     * @param encoding how snapshots travel
     * @param consolidateEvery slots from one consolidated model to the next, 0 for none
     */
    public record Mixing(int fanout, Encoding encoding, int consolidateEvery) {
        /** Slots between consolidated models where nobody says otherwise. */
        public static final int CONSOLIDATE_EVERY = 10;

        /** Consolidates as often as where nobody says otherwise. */
        public Mixing(int fanout, Encoding encoding) {
            this(fanout, encoding, CONSOLIDATE_EVERY);
        }

        /** How the values of a snapshot travel. */
        public enum Encoding {
            /** Eight bits a value, in blocks with a scale. */
            INT8,
            /** The values as they are. */
            FLOAT32,
            /** The upper sixteen bits of the values. */
            BFLOAT16,
            /** Four bits a value, in blocks with a scale, while the members nearly agree; else as int8. */
            INT4;

            /** The word in the charter. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        static final Mixing DEFAULT = new Mixing(0, Encoding.INT8);
    }

    /**
     * How newcomers are let in.
     *
     * @param quorum members who must sign an admission, 1 to the number of founders
     */
    public record Admission(int quorum) {
        static final Admission DEFAULT = new Admission(1);
    }

    /**
     * What is refused from a peer.
     *
     * @param maxNorm largest Euclidean norm of a snapshot's difference from its base that is accepted
     */
    public record Limits(double maxNorm) {
        static final Limits DEFAULT = new Limits(1e6);
    }
}
