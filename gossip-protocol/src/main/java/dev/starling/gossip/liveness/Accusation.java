package dev.starling.gossip.liveness;

import dev.starling.gossip.message.Claim;

/**
 * What another member said of this one, and it was refuted where it can be.
 *
 * @param atNanos when it was heard here
 */
public record Accusation(Claim claim, long atNanos) {}
