package dev.starling.crypto.identity;

import dev.starling.crypto.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * X.509 around an identity's keys (RFC 5280, RFC 8410). The certificate carries a key to software that wants
 * certificates and says nothing the key does not say: the name is the peer id, the issuer is the subject, and the serial
 * number follows from the key. Valid from one day before the given time, for clocks that disagree, to ten years after.
 */
public final class IdentityCertificate {
    private static final Duration CLOCK_SLACK = Duration.ofDays(1);
    private static final int VALID_YEARS = 10;
    private static final int SERIAL_BYTES = 16;

    private IdentityCertificate() {}

    /**
     * The self-signed certificate of the signing key.
     *
     * @throws IllegalStateException if the identity is closed
     */
    public static X509Certificate ofSigningKey(Identity identity, Instant now) {
        return issue(
                identity,
                now,
                EdECObjectIdentifiers.id_Ed25519,
                identity.publicIdentity().signingKey().raw(),
                KeyUsage.digitalSignature);
    }

    /** A certificate of the agreement key, signed by the signing key: a key store takes no private key without one. */
    static X509Certificate ofAgreementKey(Identity identity, Instant now) {
        return issue(
                identity,
                now,
                EdECObjectIdentifiers.id_X25519,
                identity.publicIdentity().agreementKey(),
                KeyUsage.keyAgreement);
    }

    private static X509Certificate issue(
            Identity identity, Instant now, ASN1ObjectIdentifier algorithm, byte[] publicKey, int usage) {
        X500Name name = new X500Name("CN=" + identity.peerId().hex());
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                serialOf(publicKey),
                Date.from(now.minus(CLOCK_SLACK)),
                Date.from(now.atOffset(ZoneOffset.UTC).plusYears(VALID_YEARS).toInstant()),
                name,
                new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm), publicKey));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            byte[] encoded = builder.build(new IdentitySigner(identity)).getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("a certificate built here does not encode", e);
        }
    }

    private static BigInteger serialOf(byte[] publicKey) {
        byte[] serial = Arrays.copyOf(Digest.of(publicKey).bytes(), SERIAL_BYTES);
        serial[0] = (byte) ((serial[0] & 0x3F) | 0x40);
        return new BigInteger(1, serial);
    }

    /** Lets the certificate builder sign without ever seeing the key. */
    private static final class IdentitySigner implements ContentSigner {
        private final Identity identity;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        IdentitySigner(Identity identity) {
            this.identity = identity;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return identity.signUnbound(content.toByteArray());
        }
    }
}
