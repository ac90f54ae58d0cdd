package dev.starling.node.cli.charter;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Classes;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Target;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.site.CharterDocument;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A charter on one screen. */
final class CharterSummary {
    private CharterSummary() {}

    static String text(CharterDocument document) {
        Charter charter = document.charter();
        Charter.Training training = charter.training();
        return """
                Charter of "%s"
                  federation  %s
                  founders    %s
                  label       %s: %s
                  columns     %d, %d features%s
                  model       %s, %d parameters
                  training    %d batches of %d rows a slot, rate %s, falling to %s of it after %s of the plan, momentum %s
                  plan        %s, from %d members on
                  mixing      exact, %s, %s
                  admission   %d of the members must sign
                  not signed  %s""".formatted(
                        charter.name(),
                        document.federation().hex(),
                        people(charter.founders()),
                        charter.schema().label(),
                        target(charter.schema()),
                        charter.schema().columns().size(),
                        charter.features(),
                        charter.schema().federatedScaling() ? ", scaled by the sums of the founders' rows" : "",
                        model(charter),
                        charter.parameters(),
                        training.steps(),
                        training.batch(),
                        training.rate(),
                        training.decay(),
                        training.decayAfter(),
                        training.momentum(),
                        charter.plan().slots() == 0
                                ? "no end"
                                : charter.plan().slots() + " slots of at least "
                                        + charter.plan().minSlotMillis() + " ms",
                        charter.plan().startMembers(),
                        charter.mixing().fanout() == 0
                                ? "neighbours by the default rule"
                                : charter.mixing().fanout() + " neighbours a slot",
                        charter.mixing().encoding().word(),
                        charter.admission().quorum(),
                        document.missing().isEmpty() ? "nobody: every founder has" : people(document.missing()));
    }

    private static String target(Schema schema) {
        Target target = schema.target();
        if (schema.federatedScaling() && target instanceof Quantity) {
            return "a number";
        }
        return target instanceof Quantity quantity
                ? "a number, mean " + quantity.mean() + ", standard deviation " + quantity.deviation()
                : String.join(", ", ((Classes) target).words());
    }

    private static String model(Charter charter) {
        String layers =
                IntStream.of(charter.layerSizes()).mapToObj(Integer::toString).collect(Collectors.joining(" - "));
        Digest initial = charter.model().initial();
        return charter.model().kind().name().toLowerCase(Locale.ROOT) + " " + layers
                + (initial == null ? "" : ", from the model " + initial.hex().substring(0, 16));
    }

    private static String people(List<Member> members) {
        return members.stream()
                .map(m -> m.organisation() + " (" + m.id().shortHex() + ", " + m.rows() + " rows)")
                .collect(Collectors.joining(", "));
    }

    static Answer.Fields fields(CharterDocument document) {
        Charter charter = document.charter();
        Digest initial = charter.model().initial();
        Answer.Fields fields = Answer.fields()
                .with("federation", document.federation().hex())
                .with("name", charter.name())
                .with("complete", document.missing().isEmpty())
                .with("founders", members(charter.founders()))
                .with("signed", ids(document.signers()))
                .with("missing", ids(document.missing()))
                .with("label", charter.schema().label())
                .with("scaling", charter.schema().federatedScaling() ? "federated" : "charter")
                .with("task", charter.schema().target() instanceof Quantity ? "regression" : "classification");
        if (charter.schema().target() instanceof Quantity quantity) {
            fields.with("target", scaling(Answer.fields(), quantity.mean(), quantity.deviation()));
        } else {
            fields.with("classes", charter.schema().classes());
        }
        return fields.with(
                        "columns",
                        charter.schema().columns().stream()
                                .map(CharterSummary::column)
                                .toList())
                .with("layers", IntStream.of(charter.layerSizes()).boxed().toList())
                .with("parameters", charter.parameters())
                .with(
                        "training",
                        Answer.fields()
                                .with("steps", charter.training().steps())
                                .with("batch", charter.training().batch())
                                .with("rate", charter.training().rate())
                                .with("decay", charter.training().decay())
                                .with("decay_after", charter.training().decayAfter())
                                .with("momentum", charter.training().momentum())
                                .with("proximal", charter.training().proximal()))
                .with(
                        "plan",
                        Answer.fields()
                                .with("slots", charter.plan().slots())
                                .with("min_slot_millis", charter.plan().minSlotMillis())
                                .with("start_members", charter.plan().startMembers()))
                .with("fanout", charter.mixing().fanout())
                .with("encoding", charter.mixing().encoding().word())
                .with("consolidate_every", charter.mixing().consolidateEvery())
                .with("quorum", charter.admission().quorum())
                .with("max_norm", charter.limits().maxNorm())
                .with("seed", initial == null ? charter.model().seed() : null)
                .with("initial", initial == null ? null : initial.hex());
    }

    private static Object column(Column column) {
        Answer.Fields fields = Answer.fields().with("name", column.name());
        if (column instanceof Numeric numeric) {
            scaling(fields.with("kind", "numeric"), numeric.mean(), numeric.deviation());
        } else if (column instanceof Vector vector) {
            scaling(fields.with("kind", "vector").with("width", vector.width()), vector.mean(), vector.deviation());
        } else if (column instanceof Categorical categorical) {
            fields.with("kind", "categorical").with("categories", categorical.categories());
        }
        return fields.asMap();
    }

    private static Answer.Fields scaling(Answer.Fields fields, double mean, double deviation) {
        return fields.with("mean", mean).with("deviation", deviation);
    }

    private static List<Object> members(List<Member> members) {
        return members.stream()
                .map(m -> (Object) Answer.fields()
                        .with("peer", m.id().hex())
                        .with("organisation", m.organisation())
                        .with("rows", m.rows())
                        .asMap())
                .toList();
    }

    private static List<String> ids(List<Member> members) {
        return members.stream().map(m -> m.id().hex()).toList();
    }
}
