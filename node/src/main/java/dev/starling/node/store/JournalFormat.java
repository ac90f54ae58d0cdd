package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The bytes around the records of the journal of one checkpoint; the layout stands in the package documentation. */
final class JournalFormat {
    static final int HEAD = StateFile.LEAD + Long.BYTES + Digest.BYTES + 8;
    /** Bytes of a record before its own. */
    static final int LEAD = 16;
    /** Bytes of a record behind its own. */
    static final int SEAL = 8;

    private static final String PREFIX = "journal-";

    private final CheckpointFile checkpoint;
    private final byte[] digest;

    /**
     * Where a record stands.
     *
     * @param offset of the record in the file
     * @param length of its own bytes
     * @param durable bytes of the journal that were durable when it was written
     */
    record Place(long offset, int length, long durable) {
        /** Where the next one begins. */
        long end() {
            return offset + LEAD + length + SEAL;
        }

        private byte[] bytes() {
            byte[] bytes = new byte[2 * Long.BYTES + Integer.BYTES];
            StateFile.numbers(bytes).putLong(offset).putInt(length).putLong(durable);
            return bytes;
        }
    }

    JournalFormat(CheckpointFile checkpoint) {
        this.checkpoint = checkpoint;
        this.digest = checkpoint.digest().bytes();
    }

    String name() {
        return PREFIX + String.format("%016x", checkpoint.generation());
    }

    static boolean isJournal(String name) {
        return name.startsWith(PREFIX);
    }

    byte[] head() {
        byte[] head = new byte[HEAD];
        ByteBuffer out =
                StateFile.JOURNAL.begin(head).putLong(checkpoint.generation()).put(digest);
        out.put(Digest.of(Arrays.copyOf(head, HEAD - SEAL)).bytes(), 0, SEAL);
        return head;
    }

    /** What stands before a record. */
    byte[] lead(Place place) {
        byte[] lead = new byte[LEAD];
        StateFile.numbers(lead).putInt(place.length()).putLong(place.durable()).putInt(check(place));
        return lead;
    }

    /**
     * The place that a lead at this offset speaks of.
     *
     * @param in stands at the lead; only read
     * @param end of the file
     * @return empty when these bytes are no lead of a record that fits here
     */
    Optional<Place> place(ByteBuffer in, long offset, long end) {
        int length = in.getInt(in.position());
        long durable = in.getLong(in.position() + Integer.BYTES);
        Place place = new Place(offset, length, durable);
        boolean fits = length >= 0 && place.end() <= end && durable >= HEAD && durable <= offset;
        boolean sound = fits && in.getInt(in.position() + Integer.BYTES + Long.BYTES) == check(place);
        return sound ? Optional.of(place) : Optional.empty();
    }

    /** Takes in the bytes of a record. */
    FileDigest sealing(Place place) {
        return new FileDigest().add(digest).add(place.bytes());
    }

    /** What stands behind a record, once all its bytes are taken in. */
    static byte[] seal(FileDigest sealing) {
        return Arrays.copyOf(sealing.finish().bytes(), SEAL);
    }

    private int check(Place place) {
        CRC32C crc = new CRC32C();
        crc.update(digest, 0, Long.BYTES);
        crc.update(place.bytes());
        return (int) crc.getValue();
    }
}
