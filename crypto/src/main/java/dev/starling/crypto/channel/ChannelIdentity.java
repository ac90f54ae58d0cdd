package dev.starling.crypto.channel;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.IdentityCertificate;
import dev.starling.crypto.identity.PeerId;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * What one side of a TLS connection presents: a self-signed certificate around its identity key, and the proof by that
 * key. Keeps working after the {@link Identity} is closed, because TLS holds a key of its own.
 */
public final class ChannelIdentity {
    private final PeerId peerId;
    private final X509Certificate certificate;
    private final X509ExtendedKeyManager keyManager;

    private ChannelIdentity(PeerId peerId, X509Certificate certificate, PrivateKey key) {
        this.peerId = peerId;
        this.certificate = certificate;
        this.keyManager = new SingleKeyManager(certificate, key);
    }

    /**
     * Issues the certificate: Ed25519, self-signed, CN = peer id in hexadecimal, valid from one day before {@code now}
     * to ten years after.
     *
     * @throws IllegalStateException if the identity is closed
     */
    public static ChannelIdentity issue(Identity identity, Instant now) {
        return new ChannelIdentity(
                identity.peerId(), IdentityCertificate.ofSigningKey(identity, now), identity.channelKey());
    }

    /** Whose channel this is. */
    public PeerId peerId() {
        return peerId;
    }

    /** The certificate that the other side sees. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Presents the certificate as client and as server, whenever Ed25519 is asked for. */
    public X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    @Override
    public String toString() {
        return "ChannelIdentity[" + peerId + "]";
    }
}
