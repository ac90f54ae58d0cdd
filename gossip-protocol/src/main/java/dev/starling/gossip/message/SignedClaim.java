package dev.starling.gossip.message;

/**
 * A claim as its author signed it; whether the signature holds is for the reader to find out.
 *
 * @param signature 64 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record SignedClaim(Claim claim, byte[] signature) {}
