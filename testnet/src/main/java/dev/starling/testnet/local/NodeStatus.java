package dev.starling.testnet.local;

import com.fasterxml.jackson.databind.JsonNode;

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
 */
public record NodeStatus(
        String phase,
        int slot,
        int peersAlive,
        int peersLinked,
        long bytesSent,
        int exchanges,
        double exchangeMillis,
        double offerDiskMillis) {
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
                answer.path("offerDiskMillis").asDouble());
    }

    /** Whether the plan is done. */
    public boolean idle() {
        return phase.equals(IDLE);
    }
}
