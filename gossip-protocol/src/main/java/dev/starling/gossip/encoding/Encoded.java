package dev.starling.gossip.encoding;

/**
 * A vector as bytes, and what made them.
 *
 * @param body {@link DeltaEncoding#encodedLength} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Encoded(DeltaEncoding encoding, byte[] body) {}
