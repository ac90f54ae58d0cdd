package dev.starling.crypto.channel;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/** Checks a certificate somebody else made, cheapest test first. */
final class PeerCertificate {
    private static final String ED25519_OID = "1.3.101.112";

    /** What stands before the 32 key bytes in an encoded Ed25519 public key (RFC 8410 section 4). */
    private static final byte[] KEY_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private PeerCertificate() {}

    static PeerId verify(X509Certificate certificate, Instant now) throws CertificateException {
        VerifyingKey key = signingKeyOf(certificate);
        requireOwnName(certificate, key.peerId());
        requireValidAt(certificate, now);
        requireSelfSigned(certificate);
        return key.peerId();
    }

    static VerifyingKey signingKeyOf(X509Certificate certificate) throws CertificateException {
        byte[] encoded = certificate.getPublicKey().getEncoded();
        if (encoded == null
                || encoded.length != KEY_PREFIX.length + VerifyingKey.BYTES
                || !Arrays.equals(encoded, 0, KEY_PREFIX.length, KEY_PREFIX, 0, KEY_PREFIX.length)) {
            throw new CertificateException("the certificate's key must be Ed25519, not "
                    + certificate.getPublicKey().getAlgorithm());
        }
        try {
            return VerifyingKey.of(Arrays.copyOfRange(encoded, KEY_PREFIX.length, encoded.length));
        } catch (IllegalArgumentException e) {
            throw new CertificateException("the certificate's key is not a valid Ed25519 point", e);
        }
    }

    private static void requireOwnName(X509Certificate certificate, PeerId peer) throws CertificateException {
        String expected = "CN=" + peer.hex();
        String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
        if (!subject.equals(expected)) {
            throw new CertificateException(
                    "the certificate's subject is not the peer id of its key: " + shorten(subject));
        }
    }

    private static void requireValidAt(X509Certificate certificate, Instant now) throws CertificateException {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            throw new CertificateException("the certificate is not valid before " + from + ", and it is " + now);
        }
        if (now.isAfter(until)) {
            throw new CertificateException("the certificate expired at " + until + ", and it is " + now);
        }
    }

    private static void requireSelfSigned(X509Certificate certificate) throws CertificateException {
        if (!certificate.getSigAlgOID().equals(ED25519_OID)) {
            throw new CertificateException(
                    "the certificate's signature must be Ed25519, not " + certificate.getSigAlgName());
        }
        try {
            certificate.verify(certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the certificate is not signed by its own key", e);
        }
    }

    /** Names come from strangers and end up in logs. */
    private static String shorten(String name) {
        String printable = name.replaceAll("[^ -~]", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "...";
    }
}
