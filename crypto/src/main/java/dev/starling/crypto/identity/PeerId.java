package dev.starling.crypto.identity;

import dev.starling.crypto.digest.Digest;

/**
 * A peer's name: the SHA-256 of its raw 32-byte Ed25519 public key. Ordered like the digest.
 *
 * @param digest the hash of the key
 */
public record PeerId(Digest digest) implements Comparable<PeerId> {
    /**
     * The name that belongs to a key.
     *
     * @param raw32 the Ed25519 public key as RFC 8032 encodes it, 32 bytes
     * @throws IllegalArgumentException on any other length
     */
    public static PeerId ofSigningKey(byte[] raw32) {
        if (raw32.length != VerifyingKey.BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, not " + raw32.length);
        }
        return new PeerId(Digest.of(raw32));
    }

    /**
     * Reads the 64 digits that {@link #hex} writes.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static PeerId parse(String hex64) {
        return new PeerId(Digest.parseHex(hex64));
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return digest.hex();
    }

    /** The first 16 of these digits. */
    public String shortHex() {
        return digest.shortHex();
    }

    @Override
    public int compareTo(PeerId other) {
        return digest.compareTo(other.digest);
    }

    @Override
    public String toString() {
        return shortHex();
    }
}
