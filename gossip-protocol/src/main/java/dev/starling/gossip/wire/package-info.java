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
 * <p>A frame of another version is not read, except FAREWELL, which is the same in every version: whoever hears another version
 * says farewell with code 6 and closes the link, so that both ends can show why. The byte strings that version 1 is for good
 * stand in {@code version1.txt} beside the tests of this package.
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
 *  12 PROBE_FOR    nonce u64 | target 32
 *  13 PROBED       nonce u64 | reached u8 (0 or 1)
 *  14 CLAIMS       count u16 (1 to 32) | claims of 144 bytes each
 * </pre>
 *
 * {@code life} and {@code seq} are always those of the lower id, who opened the transaction.
 *
 * <p><b>Claim</b>: what a member says of another's liveness or its own, handed on by whoever heard it. Its signature is over
 * the context <i>message, federation, version 1</i> and a byte 23, which is the kind of no frame, followed by the first 80
 * bytes.
 *
 * <pre>
 *  0          32         64     65        66     68              76          80            144
 *  +----------+----------+------+---------+------+---------------+-----------+-------------+
 *  | author   | about    | kind | grounds | zero | incarnation   | silent ms | signature   |
 *  | 32       | 32       | u8   | u8      | u16  | u64, not < 0  | u32       | 64          |
 *  +----------+----------+------+---------+------+---------------+-----------+-------------+
 *  kind:    1 alive | 2 suspect | 3 dead | 4 left | 5 quarantined
 *  grounds: 0 own word | 1 no answer | 2 link lost | 3 no link | 4 equivocation | 5 not finite
 * </pre>
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
 * <p><b>Signed bodies</b>, kinds 16 to 23 (HELLO, ROSTER, PEERS, JOIN, DECISION, VOTE, LEAVE, PAUSE):
 *
 * <pre>
 *  author's Ed25519 key 32 | signature 64 | Kryo body (at most 512 KiB)
 * </pre>
 *
 * Kinds 25 to 28 are the agreement on a consolidated model (CONSOLIDATION STATUS, LIST PROPOSAL, CONSOLIDATION VOTE,
 * CONSOLIDATED), each a length u32 and one of these layouts:
 *
 * <pre>
 *  25  index u32 | attempt u32 | own known u8; with 1: participant | lock known u8; with 1: list certificate
 *  26  attempt u32 | list | proof's attempt u32 | endorsements
 *  27  index u32 | attempt u32 | list hash 32 | for a model u8; with 1: model hash 32 | signature 64
 *  28  model certificate
 *
 *  list               index u32 | slot u32 | parent 32 | voters' head 32 | roster head 32
 *                     | count u32 (at most 1,000) | participants …
 *  participant        member 32 | life u64 | slot u32 | base 32 | encoding u8 | root 32
 *  endorsements       count u32 (at most 1,000) | signer 32 | signature 64 | …
 *  list certificate   attempt u32 | list | endorsements
 *  model certificate  attempt u32 | list | model hash 32 | endorsements
 * </pre>
 *
 * What an endorsement signs stands at {@link dev.starling.gossip.consolidation.Statement}.
 *
 * <p>Bodies about masked sums, kinds 29 to 32, are a length u32 and a layout; the windows themselves travel as SLICE under a
 * name that stands in the place of the root, see {@link dev.starling.gossip.sums}:
 *
 * <pre>
 *  quantity        consolidation u32, 0 for scaling | hash of the model 32
 *  sum list        quantity | proposer 32 | attempt u32 | roster head 32 | words u32 | count u32 | participants 32 …
 *  29 SUM READY    quantity | roster head 32 | words u32
 *  30 SUM LIST     go u8 | sum list
 *  31 SUM ANSWER   hash of the list 32 | accepted u8 | 0 or 1, u8; with 1: the earlier sum list
 *  32 SUM TOTAL    sum list | words count u32 (at most 16) | total, u64 each … | endorsements
 * </pre>
 *
 * <p>The signature is over the context <i>message, federation, version 1</i> and the kind byte followed by the body. A
 * list or string in a body is its count or length (u32) and its items; each record's caps are in {@link
 * dev.starling.gossip.message.Limits}. Bytes left over make a frame malformed.
 *
 * <p><b>Durable state</b>, layout version 3 ({@link dev.starling.gossip.wire.DurableCodec}): what a member keeps for itself,
 * in the same numbers and headers. Integrity is the business of the file around it.
 *
 * <pre>
 *  checkpoint:  federation 32 | d u32 | life u64 | slot u32 | voids u64
 *               +-----------------+---------------+---------------------+
 *               | x, d float32    | v, d float32  | snapshots n u32     |
 *               +-----------------+---------------+---------------------+
 *               | snapshots 1 to n: header | body length u32 | body …   |
 *               +-------------------------------------------------------+
 *               | latest: number of a snapshot u32, 0 for none          |
 *               +-------------------------------------------------------+
 *               | pairs m u32, then m pairs …                           |
 *               +-------------------------------------------------------+
 *               | agreement                                             |
 *               +-------------------------------------------------------+
 *               | terms given t u32 (at most 64), then each as a record |
 *               | of kind 13 without its kind                           |
 *               +-------------------------------------------------------+
 *
 *  header:      length u32 | the signed bytes | signature 64
 *  pair:        peer 32 | life u64 | last offered u64
 *               | open 0 or 1, u8; with 1: seq u64 | number of mine u32 | header of theirs
 *               | last answered u64
 *               | outcome u8: 0 settled | 1 declined, code u8 | 2 replied, numbers of mine and theirs u32 u32
 *  agreement:   decided count u8 (at most 2) | model certificates …
 *               | signed 0 or 1, u8; with 1: attempt u32 | list hash 32
 *               | locked 0 or 1, u8; with 1: list certificate | model hash 32
 *               | silent life u64 | number of the retained snapshot u32, 0 for none
 *
 *  record:      kind u8 | peer 32 | content
 *   1 OFFERED       seq u64 | own root 32 | header of theirs
 *   2 COMPLETED     seq u64 | body length u32 | body
 *   3 OFFER CLOSED  seq u64 | code u8
 *   4 ANSWERED      seq u64 | own root 32 | header of theirs | body length u32 | body
 *   5 DECLINED      seq u64 | code u8
 *   6 VOIDED        life u64 | seq u64 | side u8 (0 offered, 1 answered) | flow known u8; with 1: F, d float32
 *   7 PEER LIFE     life u64
 *   8 OWN LIFE      life u64 | slot u32
 *   9 LIST SIGNED   attempt u32 | list hash 32
 *  10 MODEL SIGNED  list certificate | model hash 32
 *  11 CONSOLIDATED  model certificate
 *  12 SILENCED      life u64
 *  13 TERM GIVEN    sum list | SHA-256 of the term 32
 * </pre>
 *
 * A snapshot that occurs several times in a checkpoint stands there once. Durable bytes that do not fit are a {@link
 * dev.starling.gossip.wire.DurableFormatException}.
 *
 * <p>Whatever a peer sends that does not fit is a {@link dev.starling.gossip.admission.Verdict}; no frame makes this package
 * throw.
 */
@NullMarked
package dev.starling.gossip.wire;

import org.jspecify.annotations.NullMarked;
