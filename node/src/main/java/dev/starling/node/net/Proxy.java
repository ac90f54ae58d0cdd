package dev.starling.node.net;

import java.util.Optional;

/**
 * An HTTP proxy that every address is dialled through, by CONNECT (RFC 9110 section 9.3.6). It learns the address and sees
 * TLS bytes; names are looked up by it, not here.
 *
 * @param address of the proxy
 * @param login what it asks for, if it asks
 */
public record Proxy(HostPort address, Optional<Login> login) {
    /** Who asks, in the Basic scheme (RFC 7617). */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user + ":hidden";
        }
    }
}
