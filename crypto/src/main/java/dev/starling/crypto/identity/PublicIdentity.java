package dev.starling.crypto.identity;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** The public half of an {@link Identity}: the key that verifies signatures and the key for agreeing on secrets. */
public final class PublicIdentity {
    /** Length of an agreement key in bytes. */
    public static final int AGREEMENT_BYTES = X25519.POINT_SIZE;

    private final VerifyingKey signingKey;
    private final byte[] agreementKey;

    /**
     * Puts two public keys together.
     *
     * @param signingKey the Ed25519 key
     * @param agreementKey the raw X25519 key of RFC 7748, 32 bytes; copied
     * @throws IllegalArgumentException if the agreement key has another length or is one of the few low-order points,
     *     with which every secret would be zero
     */
    public PublicIdentity(VerifyingKey signingKey, byte[] agreementKey) {
        if (agreementKey.length != AGREEMENT_BYTES) {
            throw new IllegalArgumentException("an X25519 public key has 32 bytes, not " + agreementKey.length);
        }
        byte[] copy = agreementKey.clone();
        if (!X25519.calculateAgreement(new byte[X25519.SCALAR_SIZE], 0, copy, 0, new byte[AGREEMENT_BYTES], 0)) {
            throw new IllegalArgumentException("these 32 bytes are a low-order X25519 point, not a usable key");
        }
        this.signingKey = signingKey;
        this.agreementKey = copy;
    }

    /** The Ed25519 key. */
    public VerifyingKey signingKey() {
        return signingKey;
    }

    /** A copy of the raw X25519 key, 32 bytes. */
    public byte[] agreementKey() {
        return agreementKey.clone();
    }

    /** The name that follows from the signing key. */
    public PeerId peerId() {
        return signingKey.peerId();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicIdentity identity
                && signingKey.equals(identity.signingKey)
                && Arrays.equals(agreementKey, identity.agreementKey);
    }

    @Override
    public int hashCode() {
        return 31 * signingKey.hashCode() + Arrays.hashCode(agreementKey);
    }

    @Override
    public String toString() {
        return "PublicIdentity[" + peerId() + "]";
    }
}
