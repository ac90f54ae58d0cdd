/**
 * Links to other members: TCP connections under TLS 1.3 with a certificate on both sides, carrying frames of bytes. Two
 * peers share one link whoever dialled, and redial until it stands. A peer is known by the key it proved in the
 * handshake, never by its address or host name. Whoever is not on the roster waits in the lobby with one connection and
 * 64 KiB; no length that a peer claims is believed before it was checked. This package and those
 * below it are the only ones that touch Netty; they know bytes and peer ids, and nothing of what the frames mean.
 *
 * <pre>
 *   0        4                     4 + length
 *   +--------+---------------------+
 *   | length | frame               |   length: unsigned 32 bits, little-endian, 1..cap, itself not counted
 *   +--------+---------------------+
 * </pre>
 *
 * <p>Of two connections to one peer the newer takes the place of the older, and what the older still held is not read. So
 * whoever closes a link dials that peer again only when the other side has read what was sent and said goodbye, for which it
 * waits three seconds. A frame that was sent before that may still be lost: to a peer that reads for longer, or that dials
 * itself because it takes the link for dead. Nothing above relies on the last frame of a link; what matters is said again.
 *
 * <p>A site may let nodes out through an HTTP proxy only, and may cap what they move; see {@link
 * dev.starling.node.net.settings.Outward}. Below TLS a connection that is dialled then asks the proxy first. The cap bounds streams
 * before they become bytes and reading before TLS, so that nothing small waits behind what is held back; above this package
 * nobody notices but by the time that models take.
 *
 * <p>What a socket received lies in arrays until TLS has opened it, and nothing is copied behind what was left of a record: a
 * body of 40 MB then takes the receiving thread 20 ms instead of 30 on Java 25, and 21 instead of 25 on Java 17, of which the
 * system's copy is 5 (two EPYC cores; the sending thread takes 18 to 23 either way). In the first seconds of a node it is the
 * other way round, until the compiler has seen some thousand records. Larger readings, another allocator and AES-128 in place
 * of AES-256 made no difference that could be seen.
 *
 * <p>Everything here but the public methods of {@link dev.starling.node.net.PeerNetwork} runs on one event loop thread.
 */
@NullMarked
package dev.starling.node.net;

import org.jspecify.annotations.NullMarked;
