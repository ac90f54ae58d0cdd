package dev.starling.gossip.exchange;

/**
 * Transactions that this member opened and that ended with its flow applied here, since the engine started.
 *
 * @param count how many
 * @param latestNanos the latest: from the offer to the flow applied here, 0 before there was one
 * @param awaitedReplyNanos part of that in which the body was whole, and only the word that the peer has applied its side was missing
 */
public record Completed(int count, long latestNanos, long awaitedReplyNanos) {
    static final Completed NONE = new Completed(0, 0, 0);
}
