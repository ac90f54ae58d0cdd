/**
 * What TLS needs to know: the certificate around the identity key, the key manager that presents it, and the trust
 * manager that reads a peer id from the other side's certificate and asks whether that peer may enter. Host names and
 * certificate authorities mean nothing here; the key is the name. Works on the JDK's own TLS types and opens no
 * connection itself.
 *
 * <p>TLS must run with client authentication required. A resumed session does not show its certificate again, so
 * whoever keeps sessions asks the roster once more after the handshake, with {@link
 * dev.starling.crypto.channel.RosterTrustManager#peerOf}.
 */
@NullMarked
package dev.starling.crypto.channel;

import org.jspecify.annotations.NullMarked;
