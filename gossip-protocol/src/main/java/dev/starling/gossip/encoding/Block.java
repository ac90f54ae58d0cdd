package dev.starling.gossip.encoding;

/**
 * One block between floats and bytes: where it is in either.
 *
 * @param values floats, the block's from index {@code from} on
 * @param count values of the block, 1..256
 * @param body bytes, the block's from index {@code at} on
 * @param index of the block in the vector
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Block(float[] values, int from, int count, byte[] body, int at, int index) {}
