/**
 * The wire, version 1. Everything on a link is a frame; everything in a frame is bounded before it is allocated. All
 * numbers are little-endian and of fixed width; a length stands before what it measures. The envelope and the exchange's
 * own messages are read by hand; bodies that are signed are read by Kryo after the signature held, one bounded serializer
 * a record, the type chosen by our own kind code and never by the bytes.
 *
 * <p><b>Frame.</b> The length prefix belongs to the transport: it counts the bytes that follow and is checked against the
 * cap (1 MiB between members; 64 KiB in total from a stranger) first.
 *
 * <pre>
 *  0        4         6      7      8                40
 *  +--------+---------+------+------+-----------------+-----------
 *  | length | version | kind | zero | federation id   | content …
 *  |  u32   |   u16   |  u8  |  u8  |   32 bytes      |
 *  +--------+---------+------+------+-----------------+-----------
 * </pre>
 *
 * <p><b>Exchange and liveness</b> (no signature of their own: they rest on TLS and on the headers).
 *
 * <pre>
 *  kind            content
 *   1 ANNOUNCE     header length u32 | header | signature 64
 *   2 OFFER        life u64 | seq u64 | root i 32 | root j 32
 *   3 REPLY        life u64 | seq u64 | root j 32
 *   4 REFUSED      life u64 | seq u64 | code u8
 *   5 CLOSED       life u64 | seq u64
 *   6 ACK          life u64 | seq u64
 *   7 SLICE        root 32 | index u32 | bytes (256 KiB, the last may be shorter)
 *   8 WANT         root 32 | first u32 | count u32
 *   9 PING         nonce u64 | roster version u32 | roster head 32
 *  10 PONG         nonce u64
 *  11 FAREWELL     code u8
 * </pre>
 *
 * {@code life} and {@code seq} are always those of the lower id, who opened the transaction.
 *
 * <p><b>Snapshot header</b>, the bytes that the signature of an ANNOUNCE covers, under the context
 * <i>snapshot header, federation, version 1</i>:
 *
 * <pre>
 *  version u16 | encoding u8 | zero u8 | federation 32 | member 32 | life u64 | slot u32 | lineage u32
 *  | roster head 32 | degree u32 | base 32 | length u32 | rows u32 | steps u32 | root 32
 *  | seen count u16 | seen: (member 32 | life u64 | slot u32 | root 32) …
 * </pre>
 *
 * {@code root} is SHA-256 over member, life u64 and slot u32, followed by the SHA-256 hashes of the body's slices of 256
 * KiB, in order: it names one snapshot even when two slots have the same body. The body's own layout is
 * that of its encoding, see {@link dev.starling.gossip.encoding}.
 *
 * <p><b>Signed bodies</b>, kinds 16 to 22 (HELLO, ROSTER, PEERS, JOIN, DECISION, VOTE, LEAVE):
 *
 * <pre>
 *  author's Ed25519 key 32 | signature 64 | Kryo body (at most 512 KiB)
 * </pre>
 *
 * The signature is over the context <i>message, federation, version 1</i> and the kind byte followed by the body. A
 * list or string in a body is its count or length (u32) and its items; each record's caps are in {@link
 * dev.starling.gossip.message.Limits}. Bytes left over make a frame malformed.
 *
 * <p>Whatever does not fit is a {@link dev.starling.gossip.admission.Verdict}; no input makes this package throw.
 */
@NullMarked
package dev.starling.gossip.wire;

import org.jspecify.annotations.NullMarked;
