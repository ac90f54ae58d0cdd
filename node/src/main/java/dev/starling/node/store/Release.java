package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;

/**
 * What is kept beside the parameters of a consolidated model.
 *
 * @param index number of the consolidation: a larger one is newer
 * @param hash SHA-256 over the parameters as little-endian float32: the name of the model
 * @param certificate who vouches for it, in an encoding of which the store knows nothing; not copied, never written
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Release(long index, Digest hash, byte[] certificate) {}
