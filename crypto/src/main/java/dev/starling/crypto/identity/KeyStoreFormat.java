package dev.starling.crypto.identity;

import dev.starling.crypto.identity.KeyFileException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.XECPrivateKey;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The bytes of a key file, to and from an identity. */
final class KeyStoreFormat {
    private static final String SIGNING = "signing";
    private static final String AGREEMENT = "agreement";

    private KeyStoreFormat() {}

    static byte[] encode(Identity identity, char[] passphrase, Instant now) throws IOException {
        X509Certificate signing = IdentityCertificate.ofSigningKey(identity, now);
        X509Certificate agreement = IdentityCertificate.ofAgreementKey(identity, now);
        char[] password = portable(passphrase);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(SIGNING, identity.channelKey(), password, new Certificate[] {signing});
            store.setKeyEntry(
                    AGREEMENT, identity.agreementPrivateKey(), password, new Certificate[] {agreement, signing});
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            return bytes.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java platform cannot write a PKCS#12 key store", e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    static Identity decode(byte[] bytes, char[] passphrase, Path file) throws KeyFileException {
        char[] password = portable(passphrase);
        try {
            return identityIn(load(bytes, password), password);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            KeyFileException failure = fitsSomewhereOrIsBroken(bytes, password)
                    ? new KeyFileException(Reason.DAMAGED, file, "is damaged; restore it from your backup")
                    : new KeyFileException(
                            Reason.WRONG_PASSPHRASE,
                            file,
                            "the passphrase is wrong; use the one the file was created with");
            failure.initCause(e);
            throw failure;
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * Tells damage from a wrong passphrase, which to the key store are both "integrity check failed". The file can be
     * read without a passphrase as far as its structure goes, and each private key in it is encrypted for itself: if the
     * structure does not parse, or if one key does open, the passphrase is not what is wrong.
     */
    private static boolean fitsSomewhereOrIsBroken(byte[] bytes, char[] password) {
        try {
            KeyStore structure = load(bytes, null);
            boolean anyKey = false;
            for (String alias : Collections.list(structure.aliases())) {
                if (structure.isKeyEntry(alias)) {
                    anyKey = true;
                    if (opens(structure, alias, password)) {
                        return true;
                    }
                }
            }
            return !anyKey;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return true;
        }
    }

    private static boolean opens(KeyStore store, String alias, char[] password) {
        try {
            return store.getKey(alias, password) != null;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static KeyStore load(byte[] bytes, char @Nullable [] password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), password);
        return store;
    }

    private static Identity identityIn(KeyStore store, char[] password) throws IOException, GeneralSecurityException {
        byte[] signingSeed = new byte[0];
        byte[] agreementSeed = new byte[0];
        try {
            if (store.getKey(SIGNING, password) instanceof EdECPrivateKey key) {
                signingSeed = key.getBytes().orElse(signingSeed);
            }
            if (store.getKey(AGREEMENT, password) instanceof XECPrivateKey key) {
                agreementSeed = key.getScalar().orElse(agreementSeed);
            }
            return requireCertified(Identity.fromSeeds(signingSeed, agreementSeed), store);
        } finally {
            Arrays.fill(signingSeed, (byte) 0);
            Arrays.fill(agreementSeed, (byte) 0);
        }
    }

    /** The certificates stored with the keys must be about these keys. */
    private static Identity requireCertified(Identity identity, KeyStore store)
            throws IOException, GeneralSecurityException {
        PublicIdentity expected = identity.publicIdentity();
        if (endsWith(store.getCertificate(SIGNING), expected.signingKey().raw())
                && endsWith(store.getCertificate(AGREEMENT), expected.agreementKey())) {
            return identity;
        }
        identity.close();
        throw new IOException("the private keys and the certificates are not a pair");
    }

    /** RFC 8410 puts the raw key at the end of the encoded public key. */
    private static boolean endsWith(@Nullable Certificate certificate, byte[] rawKey) {
        if (certificate == null) {
            return false;
        }
        byte[] encoded = certificate.getPublicKey().getEncoded();
        int start = encoded.length - rawKey.length;
        return start >= 0 && Arrays.equals(encoded, start, encoded.length, rawKey, 0, rawKey.length);
    }

    /**
     * Java 17 takes printable ASCII passphrases only and later versions take all, so everything else is written as a
     * backslash escape (in Unicode normal form C, so that the keyboard does not matter). Printable ASCII stays as it is.
     */
    private static char[] portable(char[] passphrase) {
        if (CharBuffer.wrap(passphrase).chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return passphrase.clone();
        }
        StringBuilder escaped = new StringBuilder();
        Normalizer.normalize(CharBuffer.wrap(passphrase), Normalizer.Form.NFC)
                .chars()
                .forEach(c -> {
                    if (c >= ' ' && c <= '~') {
                        escaped.append((char) c);
                    } else {
                        escaped.append("\\u").append(String.format("%04x", c));
                    }
                });
        return escaped.toString().toCharArray();
    }
}
