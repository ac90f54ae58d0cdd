package dev.starling.crypto.channel;

import static dev.starling.crypto.TestKeys.NOW;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that somebody made differently: every part can be chosen, the rest is as it should be. */
final class Forgery {
    final PublicKey publicKey;
    final PrivateKey privateKey;
    private PrivateKey signer;
    private String signatureAlgorithm = "Ed25519";
    private String subject;
    private Instant notBefore = NOW.minus(Duration.ofDays(1));
    private Instant notAfter = NOW.plus(Duration.ofDays(1));

    Forgery(ChannelIdentity model) {
        this(
                model.certificate().getPublicKey(),
                model.keyManager().getPrivateKey("identity"),
                "CN=" + model.peerId().hex());
    }

    private Forgery(PublicKey publicKey, PrivateKey privateKey, String subject) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
        this.signer = privateKey;
        this.subject = subject;
    }

    /** A certificate around a key of another kind, with the name of an honest peer. */
    static Forgery ofKeyType(String keyType, int bits, String signatureAlgorithm, String subject) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keyType);
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        Forgery forgery = new Forgery(pair.getPublic(), pair.getPrivate(), subject);
        forgery.signatureAlgorithm = signatureAlgorithm;
        return forgery;
    }

    Forgery subject(String name) {
        this.subject = name;
        return this;
    }

    Forgery signedBy(PrivateKey other, String algorithm) {
        this.signer = other;
        this.signatureAlgorithm = algorithm;
        return this;
    }

    Forgery valid(Instant from, Instant until) {
        this.notBefore = from;
        this.notAfter = until;
        return this;
    }

    X509Certificate issue() throws Exception {
        X500Name name = new X500Name(subject);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(notBefore),
                Date.from(notAfter),
                name,
                SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(signatureAlgorithm).build(signer)));
    }
}
