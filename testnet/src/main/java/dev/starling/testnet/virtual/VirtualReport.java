package dev.starling.testnet.virtual;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What came of a simulated federation.
 *
 * @param nodes members at the end
 * @param seed everything that was left to chance followed from it
 * @param accuracy on the test rows; empty when nothing was learnt
 * @param massError largest error of the sum of all parameters after any event, relative to its norm; empty when not looked at
 * @param consensusDistance root mean square of the distances from the mean, relative to the norm of the mean
 * @param bodiesTo1e3 model-sized messages sent per member until disagreement fell to a thousandth; empty when it never did
 * @param bytesPerMember sent per member, before encryption
 * @param slots that everybody still there has published
 * @param models that were consolidated
 * @param virtualSeconds how long it took in there
 * @param eventsPerSecond steps of engines in a second out here
 * @param peakMemoryBytes most physical memory of this process; empty where the system does not tell
 * @param traceHash of every event and effect
 */
public record VirtualReport(
        int nodes,
        long seed,
        Optional<Accuracy> accuracy,
        OptionalDouble massError,
        double consensusDistance,
        OptionalDouble bodiesTo1e3,
        double bytesPerMember,
        int slots,
        int models,
        double virtualSeconds,
        double eventsPerSecond,
        OptionalLong peakMemoryBytes,
        String traceHash) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Of the members' models on the same test rows.
     *
     * @param mean of all members
     * @param worst member's
     * @param spread between the best and the worst member
     */
    public record Accuracy(double mean, double worst, double spread) {}

    /** One object; what there is no value of is null. */
    public String json() {
        ObjectNode json = JSON.createObjectNode().put("nodes", nodes).put("seed", seed);
        put(json, "mean", accuracy.map(Accuracy::mean));
        put(json, "worst", accuracy.map(Accuracy::worst));
        put(json, "spread", accuracy.map(Accuracy::spread));
        put(json, "massError", boxed(massError));
        json.put("consensusDistance", consensusDistance);
        put(json, "bodiesTo1e3", boxed(bodiesTo1e3));
        json.put("bytesPerMember", Math.round(bytesPerMember))
                .put("slots", slots)
                .put("models", models)
                .put("virtualSeconds", virtualSeconds)
                .put("eventsPerSecond", Math.round(eventsPerSecond));
        if (peakMemoryBytes.isPresent()) {
            json.put("peakMemoryBytes", peakMemoryBytes.getAsLong());
        } else {
            json.putNull("peakMemoryBytes");
        }
        return json.put("traceHash", traceHash).toString();
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        accuracy.ifPresent(a -> line(
                text,
                "accuracy",
                "mean %.2f %%, worst member %.2f %%, spread %.2f points",
                100 * a.mean(),
                100 * a.worst(),
                100 * a.spread()));
        line(text, "agreement", "consensus distance %.2g", consensusDistance);
        line(
                text,
                "to a thousandth",
                bodiesTo1e3.isPresent()
                        ? String.format(Locale.ROOT, "%.1f models sent per member", bodiesTo1e3.getAsDouble())
                        : "not reached");
        line(
                text,
                "mass",
                massError.isPresent()
                        ? String.format(
                                Locale.ROOT, "largest error %.2g of the sum of all parameters", massError.getAsDouble())
                        : "not looked at (--checks all does)");
        line(text, "consolidated", "%d models", models);
        line(text, "traffic", "%.0f bytes sent per member", bytesPerMember);
        line(text, "time", "%d slots in %.1f s of virtual time", slots, virtualSeconds);
        line(text, "speed", "%.0f events per second", eventsPerSecond);
        peakMemoryBytes.ifPresent(bytes -> line(text, "memory", "%d MB", bytes / 1_000_000));
        line(text, "trace", "%s", traceHash);
        return text.toString().stripTrailing();
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void line(StringBuilder text, String what, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-16s", what))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static void put(ObjectNode json, String name, Optional<Double> value) {
        value.ifPresentOrElse(number -> json.put(name, number), () -> json.putNull(name));
    }
}
