package dev.starling.crypto.identity;

import dev.starling.crypto.signing.SigningContext;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * An Ed25519 public key (RFC 8032). The curve point is decoded and checked once, when the key is made, and kept for
 * every verification after. Points outside the prime-order group are refused, because some of them accept signatures
 * that nobody made. Immutable; equal when the bytes are.
 */
public final class VerifyingKey {
    /** Length of an encoded key in bytes. */
    public static final int BYTES = Ed25519.PUBLIC_KEY_SIZE;

    /** Length of a signature in bytes. */
    public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private final byte[] raw;
    private final Ed25519.PublicPoint point;
    private final PeerId peerId;

    private VerifyingKey(byte[] raw, Ed25519.PublicPoint point) {
        this.raw = raw;
        this.point = point;
        this.peerId = PeerId.ofSigningKey(raw);
    }

    /**
     * Decodes a key.
     *
     * @param raw32 the 32 bytes of RFC 8032 section 5.1.2; they are copied
     * @throws IllegalArgumentException if they are not a canonical point of the prime-order group
     */
    public static VerifyingKey of(byte[] raw32) {
        if (raw32.length != BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, not " + raw32.length);
        }
        byte[] copy = raw32.clone();
        Ed25519.@Nullable PublicPoint point = Ed25519.validatePublicKeyFullExport(copy, 0);
        if (point == null) {
            throw new IllegalArgumentException("these 32 bytes are not a valid Ed25519 public key");
        }
        return new VerifyingKey(copy, point);
    }

    /** A copy of the 32 bytes. */
    public byte[] raw() {
        return raw.clone();
    }

    /** The name of whoever holds the private half. */
    public PeerId peerId() {
        return peerId;
    }

    /**
     * Whether the holder of the private key signed this message in this context. Never throws: a signature of the wrong
     * length is as false as a forged one.
     *
     * @param context what the signature must have been given for
     * @param message the message, any length
     * @param signature 64 bytes
     */
    public boolean verify(SigningContext context, byte[] message, byte[] signature) {
        return verifyUnbound(context.bind(message), signature);
    }

    /** Plain Ed25519, without a context: for certificates, and for the vectors of RFC 8032. */
    boolean verifyUnbound(byte[] bytes, byte[] signature) {
        return signature.length == SIGNATURE_BYTES && Ed25519.verify(signature, 0, point, bytes, 0, bytes.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifyingKey key && Arrays.equals(raw, key.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return "VerifyingKey[" + peerId + "]";
    }
}
