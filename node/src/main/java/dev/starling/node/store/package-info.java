/**
 * What a node keeps on its disk so that a kill at any moment costs nothing that others have seen: the last checkpoint and
 * the journal of what happened since, in the directory {@code state} under a lock that one process holds; and beside them,
 * in {@code models}, the consolidated models that the federation released. All files are readable by their owner only. May
 * touch these two directories and nothing else; knows the values of {@code gossip.journal} and leaves their bytes to {@code
 * gossip.wire}, and knows nothing of what certifies a model.
 *
 * <p>All numbers are little-endian. Files are written and read piece by piece, straight from and into the vectors and
 * bodies, with the digest taken on the way: no file is ever in memory as a whole, and the only limit of its size is the
 * disk. Both files of the state begin with two versions: that of the file, {@code 3}, and that of the layouts inside, {@link
 * dev.starling.gossip.wire.DurableCodec#VERSION}. A file of another version is refused with the remedy to run the release
 * that wrote it; nothing is converted.
 *
 * <p>The digest of either, of the state alone, is the SHA-256 of the CRC-32C sums of its pieces of 64 KiB: it finds what a
 * disk does to bytes as well as a SHA-256 of the bytes would, and takes a tenth of the time. Hashes that others rely on,
 * those of models and of snapshots, are of the bytes themselves.
 *
 * <p><b>{@code checkpoint}</b>, replaced as a whole:
 *
 * <pre>
 *  0            8      10       12             20       28                    28 + length
 *  +------------+------+--------+--------------+--------+---------------------+-------------------+
 *  | "STARLCKP" | file | inside | generation   | length | checkpoint          | digest of all     |
 *  |  8 bytes   | u16  |  u16   |  u64         |  u64   |  length bytes       | before, 32 bytes  |
 *  +------------+------+--------+--------------+--------+---------------------+-------------------+
 * </pre>
 *
 * <p><b>{@code journal-GENERATION}</b> (16 hexadecimal digits), appended to. A checkpoint names its journal by the
 * generation, and the journal its checkpoint by the digest, so the two cannot be mixed up by hand, nor with those of another
 * federation:
 *
 * <pre>
 *  0            8      10       12             20                       52                  60
 *  +------------+------+--------+--------------+------------------------+-------------------+---------
 *  | "STARLJNL" | file | inside | generation   | digest of its          | SHA-256 of all    | records
 *  |  8 bytes   | u16  |  u16   |  u64         | checkpoint, 32 bytes   | before, first 8   |   …
 *  +------------+------+--------+--------------+------------------------+-------------------+---------
 *
 *  record:
 *  +--------+---------+----------------------------+--------------+----------------------------------+
 *  | length | durable | CRC-32C of key, offset,    | record       | digest of checkpoint digest,     |
 *  |  u32   |  u64    | length and durable,  u32   | length bytes | offset, length, durable, record; |
 *  |        |         |                            |              | first 8 bytes                    |
 *  +--------+---------+----------------------------+--------------+----------------------------------+
 * </pre>
 *
 * The key is the first 8 bytes of the checkpoint's digest, the offset (u64) that of the record in the file: bytes of
 * another file, of another place or chosen by a peer are no record. {@code durable} is how many bytes of the journal were
 * durable when the record was written.
 *
 * <p><b>A new checkpoint</b> is written in this order, and each step is durable before the next: {@code checkpoint.tmp} and
 * the empty journal of the next generation; their names; the rename to {@code checkpoint}; then older journals are
 * deleted. Whatever step a crash falls between, exactly one checkpoint has its name and its own journal beside it, and the
 * rest is rubbish that the next start removes.
 *
 * <p><b>Recovery</b> takes records as long as they are sound. What follows the last of them was being written when the node
 * or the machine stopped: it is cut off, and how much is reported. A disk may well have kept the end of such a write and
 * lost its middle. But when a sound record further on says that the bytes in question were durable when it was written, or
 * a checkpoint does not match its digest, the disk has lost what others may have seen: that is refused, for a person to
 * decide.
 *
 * <p><b>A write that fails</b>, because the disk is full or the directory cannot be written, stops the store: nothing more is
 * written, what was durable stays as it is, and the node ends with a message that names the file and what to do. It can be
 * started again at once when there is room. Half a record that such a write left behind is cut off like one that a crash cut
 * short.
 *
 * <p><b>What is promised rests on the disk.</b> When the system says that bytes are durable, they must be. A disk or a
 * hypervisor that lies about it and then loses power can lose an exchange that the peer has finished; no program above it
 * can repair that. It is noticed, though: by the digests when it tore a file, and by the peers' headers when it brought back
 * an older state whole; the member then goes on as a new life, and the flows in question are reported as void.
 *
 * <p><b>History.</b> Files 1: lengths and offsets of 32 bits, one version. Files 2: 64 bits, and a version for each layout,
 * so that a model may have more than 2 GiB of state. Files 3: digests over CRC-32C sums, because hashing took two thirds of
 * the time that a large model's state took to write.
 *
 * <p><b>{@code models/released-HASH.model}</b>, written once, named by the hash of its parameters (64 hexadecimal digits);
 * its layout has a version of its own, {@code 1}:
 *
 * <pre>
 *  0            8         10         18       22            26            58
 *  +------------+---------+----------+--------+-------------+-------------+--------------+------------------+---------------+
 *  | "STARLMDL" | version | index    | d      | length      | hash        | certificate  | SHA-256 of all   | d float32     |
 *  |  8 bytes   |  u16    |  u64     |  u32   |  u32        |  32 bytes   | length bytes | before, 32 bytes |               |
 *  +------------+---------+----------+--------+-------------+-------------+--------------+------------------+---------------+
 * </pre>
 *
 * The hash is the SHA-256 of the d values as they stand there, so a head can be checked alone, and a file that is sound
 * cannot hold another model than its name says. It is written beside its place, forced, renamed and its name forced; what a
 * crash left unfinished is removed at the next start. A damaged one is refused when it is asked for, with the remedy to
 * delete it, and stops nothing else: any member can send it again. The newest are kept, five unless the site wants more or
 * fewer, and those that a snapshot may still refer to.
 *
 * <p><b>Why models are kept in several versions and checkpoints are not.</b> A released model is the same for ever: an old
 * one is still true. A checkpoint is true only together with all of its journal. A member that went back to the checkpoint
 * before would publish slots a second time with other contents, which is equivocation, and forget flows that its peers have
 * applied, which creates or destroys what was learnt. So there is exactly one checkpoint with exactly one journal, and when
 * they are damaged the only safe way on is a new life, in which everything open is void and everybody is told. An operator
 * who restores a backup of the directory takes that way, too: the peers' headers say that the state is old.
 */
@NullMarked
package dev.starling.node.store;

import org.jspecify.annotations.NullMarked;
