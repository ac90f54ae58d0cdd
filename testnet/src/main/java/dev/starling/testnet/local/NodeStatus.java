package dev.starling.testnet.local;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself, as far as a testnet needs it.
 *
 * @param phase {@code lobby}, {@code training}, {@code idle} or {@code left}
 * @param slot latest published slot
 * @param peersAlive other members it holds live
 * @param peersLinked other members it has a connection to
 * @param bytesSent socket bytes since it started, TLS included
 * @param exchanges that it offered and finished
 * @param exchangeMillis the latest of them, from offer to flow
 * @param offerDiskMillis part of that until the offer was durable and left
 * @param awaitedReplyMillis part of that in which all but the reply was there
 * @param replySyncMillis for how long its latest reply to another's offer waited for the sync of its disk alone
 * @param models consolidated models so far
 * @param metrics the newest federated metrics that it shows; null before it knows any
 */
public record NodeStatus(
        String phase,
        int slot,
        int peersAlive,
        int peersLinked,
        long bytesSent,
        int exchanges,
        double exchangeMillis,
        double offerDiskMillis,
        double awaitedReplyMillis,
        double replySyncMillis,
        int models,
        @Nullable Metrics metrics) {
    /**
     * How a consolidated model does on the hold-outs of several members together.
     *
     * @param model its number
     * @param members whose hold-outs are in it
     * @param rows of these
     * @param score accuracy, or root mean square error
     * @param loss mean over the rows
     */
    public record Metrics(int model, int members, long rows, double score, double loss) {}

    /** What is known of a node that has not answered yet. */
    public static NodeStatus starting() {
        return new NodeStatus("starting", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null);
    }

    /** The plan is done. */
    public static final String IDLE = "idle";

    /** Reads the answer of the admin endpoint. */
    static NodeStatus of(JsonNode answer) {
        int alive = 0;
        int linked = 0;
        for (JsonNode peer : answer.path("peers")) {
            alive += peer.path("state").asText().equals("alive") ? 1 : 0;
            linked += peer.path("linked").asBoolean() ? 1 : 0;
        }
        return new NodeStatus(
                answer.path("phase").asText(),
                answer.path("slot").asInt(),
                alive,
                linked,
                answer.path("bytesSent").asLong(),
                answer.path("exchanges").asInt(),
                answer.path("exchangeMillis").asDouble(),
                answer.path("offerDiskMillis").asDouble(),
                answer.path("awaitedReplyMillis").asDouble(),
                answer.path("replySyncMillis").asDouble(),
                answer.path("consolidated").path("index").asInt(),
                metrics(answer.path("federatedMetrics")));
    }

    private static @Nullable Metrics metrics(JsonNode shown) {
        JsonNode accuracy = shown.path("accuracy");
        return !shown.has("index")
                ? null
                : new Metrics(
                        shown.path("index").asInt(),
                        shown.path("members").asInt(),
                        shown.path("rows").asLong(),
                        (accuracy.isNumber() ? accuracy : shown.path("rmse")).asDouble(),
                        shown.path("loss").asDouble());
    }

    /** Whether the plan is done. */
    public boolean idle() {
        return phase.equals(IDLE);
    }
}
