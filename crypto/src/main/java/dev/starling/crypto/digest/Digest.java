package dev.starling.crypto.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 value (FIPS 180-4): 32 bytes, immutable, ordered as unsigned bytes from the left. */
public final class Digest implements Comparable<Digest> {
    /** Length of a digest in bytes. */
    public static final int BYTES = 32;

    private static final int SHORT_BYTES = 8;

    private final byte[] value;

    private Digest(byte[] value) {
        this.value = value;
    }

    /** The SHA-256 of the parts, read one after the other as if they were a single array. */
    public static Digest of(byte[]... parts) {
        MessageDigest sha256 = sha256();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return new Digest(sha256.digest());
    }

    /**
     * Takes a value that was computed elsewhere.
     *
     * @param thirtyTwoBytes the value; it is copied
     * @throws IllegalArgumentException if it is not 32 bytes long
     */
    public static Digest wrap(byte[] thirtyTwoBytes) {
        if (thirtyTwoBytes.length != BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + thirtyTwoBytes.length);
        }
        return new Digest(thirtyTwoBytes.clone());
    }

    /**
     * Reads 64 hexadecimal digits, in either case.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Digest parseHex(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("a digest has 64 hexadecimal digits, not " + hex.length());
        }
        return new Digest(HexFormat.of().parseHex(hex));
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    /** Puts the 32 bytes at the buffer's position and advances it. */
    public void writeTo(ByteBuffer buffer) {
        buffer.put(value);
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    /** The first 8 bytes as 16 lower-case hexadecimal digits: enough for people, not for protocols. */
    public String shortHex() {
        return HexFormat.of().formatHex(value, 0, SHORT_BYTES);
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && Arrays.equals(value, digest.value);
    }

    /** The first four bytes: they are as good as random already. */
    @Override
    public int hashCode() {
        return (value[0] & 0xff) | ((value[1] & 0xff) << 8) | ((value[2] & 0xff) << 16) | (value[3] << 24);
    }

    @Override
    public String toString() {
        return shortHex();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must provide SHA-256", e);
        }
    }
}
