package dev.starling.node.charter;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Classes;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Model;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Target;
import dev.starling.node.charter.Charter.Training;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.toml.Bounds;
import dev.starling.node.toml.Section;
import dev.starling.node.toml.TomlFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a charter from its tables. Names, ranges and relations between keys are judged here and nowhere else. */
final class CharterReader {
    private static final int MAX_TEXT = 200;
    private static final int MAX_CARD = 1000;
    private static final int MAX_UNITS = 1_000_000;
    private static final Bounds ANY = new Bounds(-Double.MAX_VALUE, Double.MAX_VALUE, Bounds.Open.NONE);

    private enum ColumnKind {
        NUMERIC,
        CATEGORICAL,
        VECTOR
    }

    private enum ScalingSource {
        CHARTER,
        FEDERATED
    }

    private enum MixingMode {
        EXACT,
        ROBUST
    }

    private CharterReader() {}

    static @Nullable Charter read(Section root, TomlFile file) {
        if (!root.has("format")) {
            root.missing("format", "add format = 1");
        }
        root.integer("format", 1, 1, 1);
        String name = root.text("name", MAX_TEXT, "our federation");
        List<Member> founders = founders(root);
        Section data = root.section("data");
        Section modelSection = root.section("model");
        Section trainingSection = root.section("training");
        Schema schema = schema(root, data);
        Model model = model(modelSection);
        Charter charter = new Charter(
                name,
                founders,
                schema,
                model,
                training(trainingSection),
                plan(root.section("plan")),
                mixing(root.section("mixing")),
                admission(root.section("admission"), founders.size()),
                limits(root.section("limits")));
        root.end();
        if (schema.federatedScaling() && founders.size() < PooledStatistics.MIN_PARTICIPANTS) {
            String what = "is \"federated\" with " + founders.size() + " founders";
            data.wrong("scaling", what, "three at least: of two, each would learn the other's figures");
        }
        if (file.sound()) {
            judgeSize(charter, modelSection, trainingSection);
        }
        return file.sound() ? charter : null;
    }

    private static void judgeSize(Charter charter, Section model, Section training) {
        int[] sizes = charter.layerSizes();
        long d = Charter.parameters(sizes);
        if (d > Charter.MAX_PARAMETERS) {
            String key = charter.model().hidden().isEmpty() ? "kind" : "hidden";
            String what = "makes a model of " + d + " parameters, too large";
            model.wrong(key, what, "stay at or below " + Charter.MAX_PARAMETERS);
        }
        long widest = IntStream.of(sizes).max().orElseThrow()
                * (long) charter.training().batch();
        if (widest > Charter.MAX_PARAMETERS) {
            String what = "makes a layer of " + widest + " values a batch, too large";
            training.wrong("batch", what, "stay at or below " + Charter.MAX_PARAMETERS);
        }
    }

    private static List<Member> founders(Section root) {
        List<Member> founders = new ArrayList<>();
        String remedy = "ask that founder for the card again, it is one line";
        List<Section> entries = root.sections("founder");
        for (Section entry : entries) {
            String card = entry.text("card", MAX_CARD, "starling-card1:…");
            Member founder = card.isEmpty() ? null : entry.parsed("card", card, remedy, Member::parseCard);
            entry.end();
            if (founder != null && founders.stream().anyMatch(f -> f.id().equals(founder.id()))) {
                entry.wrong("card", "is the card of a founder who is listed above", "remove one of the two entries");
            } else if (founder != null) {
                founders.add(founder);
            }
        }
        if (entries.isEmpty()) {
            root.missing("founder", "add [[founder]] with card = \"starling-card1:…\" for every founder");
        }
        return founders;
    }

    private static Schema schema(Section root, Section data) {
        if (!root.has("data")) {
            root.missing("data", "add [data] with label, classes or a target, and one [[data.column]] per column");
            return new Schema("", new Classes(List.of()), List.of());
        }
        String label = data.text("label", MAX_TEXT, "diagnosis");
        boolean federated =
                data.choice("scaling", ScalingSource.CHARTER, ScalingSource.values()) == ScalingSource.FEDERATED;
        Target target = target(data, federated);
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Section> entries = data.sections("column");
        for (Section entry : entries) {
            Column column = column(entry, federated);
            if (column.name().equals(label) && !label.isEmpty()) {
                entry.wrong("name", "is the label", "a model must not see the label: remove this column");
            } else if (!names.add(column.name()) && !column.name().isEmpty()) {
                entry.wrong("name", "is the name of a column above", "remove one of the two entries");
            }
            columns.add(column);
        }
        if (entries.isEmpty()) {
            data.missing("column", "add one [[data.column]] with name and kind for every feature");
        }
        Schema schema = new Schema(label, target, columns, federated);
        if (federated && schema.statisticsWords() > PooledStatistics.MAX_WORDS) {
            data.wrong(
                    "scaling",
                    "is \"federated\" for too many columns",
                    "use fewer columns, or write means and deviations");
        }
        data.end();
        return schema;
    }

    private static Target target(Section data, boolean federated) {
        List<String> words = data.texts("classes", MAX_TEXT);
        if (data.has("target")) {
            if (data.has("classes")) {
                String remedy = "keep classes when the label is a word, [data.target] when it is a number";
                data.wrong("target", "stands beside data.classes", remedy);
            }
            Section target = data.section("target");
            refuseFigures(target, federated);
            Quantity quantity = new Quantity(mean(target), deviation(target));
            target.end();
            return quantity;
        }
        if (words.size() < 2 || words.size() > 1000) {
            String remedy = "list 2 to 1000 of them, each once"
                    + (data.has("classes") ? "" : "; or add [data.target] with mean and deviation for a number");
            data.wrong("classes", "lists " + words.size() + " classes", remedy);
        }
        return new Classes(words);
    }

    private static void refuseFigures(Section section, boolean federated) {
        for (String key : List.of("mean", "deviation")) {
            if (federated && section.has(key)) {
                section.wrong(key, "stands beside scaling = \"federated\"", "remove it: it is summed over all members");
            }
        }
    }

    private static double mean(Section section) {
        return section.decimal("mean", 0, ANY);
    }

    private static double deviation(Section section) {
        return section.decimal("deviation", 1, Bounds.above(0));
    }

    private static Column column(Section entry, boolean federated) {
        refuseFigures(entry, federated);
        String name = entry.text("name", MAX_TEXT, "age");
        if (!entry.has("kind")) {
            entry.missing("kind", "add kind = \"numeric\", kind = \"categorical\" or kind = \"vector\"");
        }
        Column column = switch (entry.choice("kind", ColumnKind.NUMERIC, ColumnKind.values())) {
            case NUMERIC -> new Numeric(name, mean(entry), deviation(entry));
            case CATEGORICAL -> new Categorical(name, categories(entry));
            case VECTOR -> new Vector(name, width(entry), mean(entry), deviation(entry));
        };
        entry.end();
        return column;
    }

    private static List<String> categories(Section entry) {
        List<String> categories = entry.texts("categories", MAX_TEXT);
        if (categories.isEmpty()) {
            entry.wrong("categories", "lists no category", "list the words of the column, each once");
        }
        return categories;
    }

    private static int width(Section entry) {
        if (!entry.has("width")) {
            entry.missing("width", "add width = 784, how many numbers the block has");
        }
        return (int) entry.integer("width", 1, 1, Charter.MAX_WIDTH);
    }

    private static Model model(Section section) {
        Model.Kind kind = section.choice("kind", Model.DEFAULT.kind(), Model.Kind.values());
        List<Integer> hidden = section.integers("hidden", 1, MAX_UNITS);
        if (kind == Model.Kind.SOFTMAX && section.has("hidden")) {
            section.wrong("hidden", "belongs to kind = \"mlp\"", "remove it, or set kind = \"mlp\"");
        } else if (kind == Model.Kind.MLP && hidden.isEmpty()) {
            section.wrong("hidden", "lists no layer", "add hidden = [64], or set kind = \"softmax\"");
        } else if (hidden.size() > 32) {
            section.wrong("hidden", "lists more than 32 layers", "use fewer layers");
        }
        long seed = section.integer("seed", Model.DEFAULT.seed(), Long.MIN_VALUE, Long.MAX_VALUE);
        Digest initial = null;
        if (section.has("initial")) {
            String digest = section.text("initial", 2 * Digest.BYTES, "0123…");
            String remedy = "write the 64 hexadecimal digits of the parameters' SHA-256, as the model's card has them";
            initial = section.parsed("initial", digest, remedy, Digest::parseHex);
            if (section.has("seed")) {
                section.wrong("seed", "stands beside model.initial", "remove it: the parameters are those of the file");
            }
        }
        section.end();
        return new Model(kind, hidden, seed, initial);
    }

    private static Training training(Section section) {
        Training fallback = Training.DEFAULT;
        Training training = new Training(
                (int) section.integer("steps", fallback.steps(), 1, 1_000_000),
                (int) section.integer("batch", fallback.batch(), 1, 65_536),
                section.decimal("rate", fallback.rate(), Bounds.above(0)),
                section.decimal("decay", fallback.decay(), new Bounds(0, 1, Bounds.Open.MIN)),
                section.decimal("decay_after", fallback.decayAfter(), new Bounds(0, 1, Bounds.Open.NONE)),
                section.decimal("momentum", fallback.momentum(), new Bounds(0, 1, Bounds.Open.MAX)),
                section.decimal("proximal", fallback.proximal(), Bounds.from(0)));
        section.end();
        return training;
    }

    private static Charter.Plan plan(Section section) {
        Charter.Plan fallback = Charter.Plan.DEFAULT;
        Charter.Plan plan = new Charter.Plan(
                (int) section.integer("slots", fallback.slots(), 0, Integer.MAX_VALUE),
                section.integer("min_slot_millis", fallback.minSlotMillis(), 0, 86_400_000),
                (int) section.integer("start_members", fallback.startMembers(), 1, 100_000));
        section.end();
        return plan;
    }

    private static Charter.Mixing mixing(Section section) {
        Charter.Mixing fallback = Charter.Mixing.DEFAULT;
        MixingMode mode = section.choice("mode", MixingMode.EXACT, MixingMode.values());
        if (mode != MixingMode.EXACT) {
            section.wrong("mode", "is \"robust\"", "this version mixes in exact mode only; set mode = \"exact\"");
        }
        long byzantine = section.integer("byzantine", 0, 0, 100_000);
        if (byzantine > 0) {
            section.wrong("byzantine", "is above 0", "this version mixes in exact mode only; set byzantine = 0");
        }
        int fanout = (int) section.integer("fanout", fallback.fanout(), 0, 100_000);
        if (fanout > 1 && fanout % 2 != 0) {
            section.wrong("fanout", "is odd", "write 1, an even number, or 0 for the default rule");
        }
        Charter.Mixing mixing = new Charter.Mixing(
                fanout, section.choice("encoding", fallback.encoding(), Charter.Mixing.Encoding.values()), (int)
                        section.integer("consolidate_every", fallback.consolidateEvery(), 0, 1_000_000));
        section.end();
        return mixing;
    }

    private static Charter.Admission admission(Section section, int founders) {
        int quorum = (int) section.integer("quorum", Charter.Admission.DEFAULT.quorum(), 1, 64);
        if (founders > 0 && quorum > founders) {
            String what = "is above the number of founders, " + founders;
            section.wrong("quorum", what, "nobody could be admitted: lower it, or add founders");
        }
        section.end();
        return new Charter.Admission(quorum);
    }

    private static Charter.Limits limits(Section section) {
        double maxNorm = section.decimal("max_norm", Charter.Limits.DEFAULT.maxNorm(), Bounds.above(0));
        section.end();
        return new Charter.Limits(maxNorm);
    }
}
