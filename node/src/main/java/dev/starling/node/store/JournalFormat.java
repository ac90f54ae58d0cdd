package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.wire.DurableCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The bytes of the journal of one checkpoint; its layout stands in the package documentation. */
final class JournalFormat {
    static final int HEAD = 58;
    /** Bytes of a record beside its own. */
    static final int FRAME = 20;

    private static final String PREFIX = "journal-";
    private static final byte[] MAGIC = "STARLJNL".getBytes(StandardCharsets.US_ASCII);
    private static final int SEAL = 8;
    private static final int LEAD = 12;

    private final long generation;
    private final Digest checkpoint;
    private final byte[] key;

    /**
     * A record as it is kept.
     *
     * @param durable bytes of the journal that were durable when it was written
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Framed(int durable, byte[] record) {}

    JournalFormat(CheckpointFile checkpoint) {
        this.generation = checkpoint.generation();
        this.checkpoint = checkpoint.digest();
        this.key = Arrays.copyOf(this.checkpoint.bytes(), SEAL);
    }

    String name() {
        return PREFIX + String.format("%016x", generation);
    }

    static boolean isJournal(String name) {
        return name.startsWith(PREFIX);
    }

    byte[] head() {
        byte[] head = new byte[HEAD];
        ByteBuffer out = numbers(head)
                .put(MAGIC)
                .putShort((short) DurableCodec.VERSION)
                .putLong(generation)
                .put(checkpoint.bytes());
        out.put(Digest.of(Arrays.copyOf(head, HEAD - SEAL)).bytes(), 0, SEAL);
        return head;
    }

    /** A record as it stands at this offset of the file. */
    byte[] frame(int offset, Framed framed) {
        byte[] record = framed.record();
        byte[] frame = new byte[FRAME + record.length];
        numbers(frame)
                .putInt(record.length)
                .putInt(framed.durable())
                .putInt(check(offset, record.length, framed.durable()))
                .put(record)
                .put(seal(offset, framed));
        return frame;
    }

    /** The sound record at this offset of the file. */
    Optional<Framed> at(byte[] file, int offset) {
        if (file.length - offset < FRAME) {
            return Optional.empty();
        }
        ByteBuffer in = numbers(file);
        int length = in.getInt(offset);
        int durable = in.getInt(offset + 4);
        boolean fits = length >= 0 && length <= file.length - offset - FRAME;
        if (!fits || in.getInt(offset + 8) != check(offset, length, durable)) {
            return Optional.empty();
        }
        int end = offset + LEAD + length;
        Framed framed = new Framed(durable, Arrays.copyOfRange(file, offset + LEAD, end));
        boolean sealed = Arrays.equals(file, end, end + SEAL, seal(offset, framed), 0, SEAL);
        return sealed ? Optional.of(framed) : Optional.empty();
    }

    private int check(int offset, int length, int durable) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(place(offset, length, durable));
        return (int) crc.getValue();
    }

    private byte[] seal(int offset, Framed framed) {
        byte[] place = place(offset, framed.record().length, framed.durable());
        return Arrays.copyOf(
                Digest.of(checkpoint.bytes(), place, framed.record()).bytes(), SEAL);
    }

    private static byte[] place(int offset, int length, int durable) {
        byte[] place = new byte[12];
        numbers(place).putInt(offset).putInt(length).putInt(durable);
        return place;
    }

    private static ByteBuffer numbers(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
