package dev.starling.node.net.settings;

import dev.starling.node.address.HostPort;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An HTTP proxy that addresses are dialled through, by CONNECT (RFC 9110 section 9.3.6). It learns the address and sees
 * TLS bytes; names are looked up by it, not here.
 *
 * @param address of the proxy
 * @param login what it asks for, if it asks
 * @param spared hosts, as they are written, that are dialled directly all the same
 */
public record Proxy(HostPort address, Optional<Login> login, Predicate<String> spared) {
    /** Who asks, in the Basic scheme (RFC 7617). */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user + ":hidden";
        }
    }
}
