package dev.starling.gossip.message;

import dev.starling.crypto.identity.PeerId;

/**
 * What one member says of another's liveness, or of its own. It travels from hand to hand, so it carries its author's
 * signature ({@link SignedClaim}).
 *
 * @param author who says it
 * @param about of whom
 * @param incarnation how often {@code about} has refuted such claims before, as far as the author knows. Only the member
 *     itself raises it; it has nothing to do with its life, which counts lost states
 * @param silentMillis for how long the author had heard nothing of it, 0 where that is not the point
 */
public record Claim(PeerId author, PeerId about, ClaimKind kind, Grounds grounds, long incarnation, int silentMillis) {}
