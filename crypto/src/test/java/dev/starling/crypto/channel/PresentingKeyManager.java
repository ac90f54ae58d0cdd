package dev.starling.crypto.channel;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Presents the chain it was given, right or wrong. */
final class PresentingKeyManager extends X509ExtendedKeyManager {
    private final String keyType;
    private final PrivateKey key;
    private final X509Certificate[] chain;

    PresentingKeyManager(String keyType, PrivateKey key, X509Certificate... chain) {
        this.keyType = keyType;
        this.key = key;
        this.chain = chain;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return Arrays.asList(keyTypes).contains(keyType) ? "x" : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return type.equals(keyType) ? "x" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return new String[] {"x"};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return new String[] {"x"};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return "x";
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return "x";
    }
}
