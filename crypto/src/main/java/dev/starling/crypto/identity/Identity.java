package dev.starling.crypto.identity;

import dev.starling.crypto.signing.SigningContext;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A member's private keys: an Ed25519 seed and an X25519 scalar. Owned by whoever made it; closing wipes both, and
 * anything that needs them afterwards throws {@link IllegalStateException}. The public half stays readable, so that a
 * stopped node can still say who it was. Safe for use by several threads.
 */
public final class Identity implements AutoCloseable {
    /** Bytes of a key that two members {@link #agree} on. */
    public static final int AGREED_BYTES = 32;

    private final byte[] signingSeed;
    private final byte[] agreementSeed;
    private final byte[] signingPublic;
    private final PublicIdentity publicIdentity;
    private boolean closed;

    private Identity(byte[] signingSeed, byte[] agreementSeed) {
        this.signingSeed = signingSeed;
        this.agreementSeed = agreementSeed;
        this.signingPublic = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(signingSeed, 0, signingPublic, 0);
        byte[] agreementPublic = new byte[X25519.POINT_SIZE];
        X25519.generatePublicKey(agreementSeed, 0, agreementPublic, 0);
        this.publicIdentity = new PublicIdentity(VerifyingKey.of(signingPublic), agreementPublic);
    }

    /** A new identity from 64 fresh random bytes. */
    public static Identity generate(SecureRandom random) {
        byte[] signingSeed = new byte[Ed25519.SECRET_KEY_SIZE];
        byte[] agreementSeed = new byte[X25519.SCALAR_SIZE];
        random.nextBytes(signingSeed);
        random.nextBytes(agreementSeed);
        return new Identity(signingSeed, agreementSeed);
    }

    /**
     * The identity that two stored seeds stand for.
     *
     * @param signingSeed32 the Ed25519 private key of RFC 8032, 32 bytes; copied
     * @param agreementSeed32 the X25519 scalar of RFC 7748 before clamping, 32 bytes; copied
     * @throws IllegalArgumentException on other lengths
     */
    public static Identity fromSeeds(byte[] signingSeed32, byte[] agreementSeed32) {
        if (signingSeed32.length != Ed25519.SECRET_KEY_SIZE || agreementSeed32.length != X25519.SCALAR_SIZE) {
            throw new IllegalArgumentException(
                    "both seeds have 32 bytes, not " + signingSeed32.length + " and " + agreementSeed32.length);
        }
        return new Identity(signingSeed32.clone(), agreementSeed32.clone());
    }

    /** The public half. */
    public PublicIdentity publicIdentity() {
        return publicIdentity;
    }

    /** This member's name. */
    public PeerId peerId() {
        return publicIdentity.peerId();
    }

    /**
     * Signs a message in a context: deterministic Ed25519 (RFC 8032) over {@link SigningContext#bind}.
     *
     * @return 64 bytes
     * @throws IllegalStateException after {@link #close}
     */
    public byte[] sign(SigningContext context, byte[] message) {
        return signUnbound(context.bind(message));
    }

    /** Plain Ed25519, without a context: for certificates, and for the vectors of RFC 8032. */
    synchronized byte[] signUnbound(byte[] bytes) {
        requireOpen();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(signingSeed, 0, signingPublic, 0, bytes, 0, bytes.length, signature, 0);
        return signature;
    }

    /**
     * A key that only this member and another can compute: HKDF-SHA256 (RFC 5869) of their X25519 secret (RFC 7748). The
     * secret itself does not leave this class.
     *
     * @param salt public, may be empty
     * @param info what the key is for, the same at both ends; another purpose has another key
     * @return 32 bytes
     * @throws IllegalStateException after {@link #close}
     */
    public synchronized byte[] agree(PublicIdentity other, byte[] salt, byte[] info) {
        requireOpen();
        byte[] secret = new byte[X25519.POINT_SIZE];
        X25519.calculateAgreement(agreementSeed, 0, other.agreementKey(), 0, secret, 0);
        byte[] key = expand(secret, salt, info, AGREED_BYTES);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    /** HKDF-SHA256, extract and expand. */
    static byte[] expand(byte[] secret, byte[] salt, byte[] info, int length) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(new HKDFParameters(secret, salt, info));
        byte[] key = new byte[length];
        hkdf.generateBytes(key, 0, length);
        return key;
    }

    /**
     * The signing key as the JDK's TLS wants it. The JDK's copy cannot be wiped, so ask for it once, for one TLS context.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public synchronized PrivateKey channelKey() {
        requireOpen();
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, signingSeed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no Ed25519 (it came with version 15)", e);
        }
    }

    /** The X25519 key as the JDK's key store wants it. */
    synchronized PrivateKey agreementPrivateKey() {
        requireOpen();
        try {
            return KeyFactory.getInstance("X25519")
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, agreementSeed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no X25519 (it came with version 11)", e);
        }
    }

    /** Wipes the private keys; closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(signingSeed, (byte) 0);
        Arrays.fill(agreementSeed, (byte) 0);
    }

    @Override
    public String toString() {
        return "Identity[" + peerId() + "]";
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("identity " + peerId() + " is closed, its private keys are gone");
        }
    }
}
