package dev.starling.crypto.channel;

import dev.starling.crypto.identity.PeerId;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts keys, not names. Accepts a chain of exactly one certificate that is Ed25519, signed by its own key, named after
 * its own key, and valid now; then asks whether that peer may enter. Host names, authorities and key usages play no
 * part. TLS itself proves that the other side holds the private key. Every refusal says in its message what was wrong.
 * Safe for use by several threads if the two functions are.
 */
public final class RosterTrustManager extends X509ExtendedTrustManager {
    private final Supplier<Instant> now;
    private final Predicate<PeerId> mayEnter;

    /**
     * Makes a trust manager that asks anew for every handshake, so that a changed roster counts at once.
     *
     * @param now the current time
     * @param mayEnter whether a peer with a sound certificate is let in; a server with a lobby lets strangers in and
     *     tells them apart later, with {@link #peerOf}
     */
    public RosterTrustManager(Supplier<Instant> now, Predicate<PeerId> mayEnter) {
        this.now = now;
        this.mayEnter = mayEnter;
    }

    /**
     * The peer at the other end of a finished handshake.
     *
     * @throws SSLPeerUnverifiedException if it showed no certificate, or none of the kind that this trust manager
     *     accepts
     */
    public static PeerId peerOf(SSLSession session) throws SSLPeerUnverifiedException {
        Certificate[] chain = session.getPeerCertificates();
        if (chain.length != 1 || !(chain[0] instanceof X509Certificate certificate)) {
            throw new SSLPeerUnverifiedException("the peer did not show exactly one X.509 certificate");
        }
        try {
            return PeerCertificate.signingKeyOf(certificate).peerId();
        } catch (CertificateException e) {
            SSLPeerUnverifiedException unverified = new SSLPeerUnverifiedException(e.getMessage());
            unverified.initCause(e);
            throw unverified;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    /** Empty: nobody issues certificates here. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void check(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length != 1) {
            throw new CertificateException(
                    "exactly one certificate is expected, not " + (chain == null ? 0 : chain.length));
        }
        PeerId peer = PeerCertificate.verify(chain[0], now.get());
        if (!mayEnter.test(peer)) {
            throw new CertificateException("peer " + peer + " may not enter: it is not on the roster");
        }
    }
}
