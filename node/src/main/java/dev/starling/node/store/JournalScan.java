package dev.starling.node.store;

import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.gossip.wire.DurableFormatException;
import dev.starling.node.store.JournalFormat.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a journal from its beginning, one record after the other, as long as they are sound. */
final class JournalScan {
    private static final int WINDOW = 64 * 1024;

    private final JournalFormat format;
    private final Disk.Input in;
    private final Path path;
    private final DurableCodec codec;
    private final long fileLength;
    private final List<JournalRecord> records = new ArrayList<>();
    private long length = JournalFormat.HEAD;

    private JournalScan(JournalFormat format, Disk.Input in, Path path, DurableCodec codec) throws IOException {
        this.format = format;
        this.in = in;
        this.path = path;
        this.codec = codec;
        this.fileLength = in.length();
    }

    static JournalScan of(JournalFormat format, Disk.Input in, Path path, DurableCodec codec)
            throws StoreException, IOException {
        JournalScan scan = new JournalScan(format, in, path, codec);
        scan.requireHead();
        boolean sound = true;
        while (sound) {
            sound = scan.next();
        }
        scan.refuseDamage();
        return scan;
    }

    /** What is sound, in order. */
    List<JournalRecord> records() {
        return records;
    }

    /** Bytes up to the end of the last sound record. */
    long length() {
        return length;
    }

    /** Bytes behind it. */
    long dropped() {
        return fileLength - length;
    }

    private void requireHead() throws StoreException, IOException {
        byte[] head = new byte[(int) Math.min(JournalFormat.HEAD, fileLength)];
        in.read(head, 0, head.length);
        if (!Arrays.equals(head, format.head())) {
            throw StoreException.damaged(path, "this is not the journal of the checkpoint beside it", null);
        }
    }

    /** Takes the record that follows; false when none does. */
    private boolean next() throws StoreException, IOException {
        if (fileLength - length < JournalFormat.LEAD + JournalFormat.SEAL) {
            return false;
        }
        byte[] lead = new byte[JournalFormat.LEAD];
        in.position(length);
        in.read(lead, 0, lead.length);
        Place place = format.place(StateFile.numbers(lead), length, fileLength).orElse(null);
        return place != null && take(place);
    }

    private boolean take(Place place) throws StoreException, IOException {
        FileDigest sealing = format.sealing(place);
        InputSource source = new InputSource(in, place.length(), sealing);
        JournalRecord record;
        try {
            record = codec.readRecord(source);
        } catch (DurableFormatException e) {
            source.skipRest();
            if (sealed(sealing)) {
                throw StoreException.foreign(path, String.valueOf(e), e);
            }
            return false;
        }
        if (!sealed(sealing)) {
            return false;
        }
        records.add(record);
        length = place.end();
        return true;
    }

    private boolean sealed(FileDigest sealing) throws IOException {
        byte[] seal = new byte[JournalFormat.SEAL];
        in.read(seal, 0, seal.length);
        return Arrays.equals(seal, JournalFormat.seal(sealing));
    }

    /** A later record that was written when this offset was durable tells damage from a write cut short. */
    private void refuseDamage() throws StoreException, IOException {
        byte[] window = new byte[WINDOW + JournalFormat.LEAD];
        for (long from = length + 1; from + JournalFormat.LEAD <= fileLength; from += WINDOW) {
            int bytes = (int) Math.min(window.length, fileLength - from);
            in.position(from);
            in.read(window, 0, bytes);
            ByteBuffer leads = StateFile.numbers(window);
            for (int k = 0; k < Math.min(WINDOW, bytes - JournalFormat.LEAD + 1); k++) {
                Optional<Place> survivor = format.place(leads.position(k), from + k, fileLength);
                if (survivor.isPresent() && survivor.get().durable() > length && isSealed(survivor.get())) {
                    throw StoreException.damaged(
                            path, "the journal is damaged at byte " + length + ": records after it are sound", null);
                }
            }
        }
    }

    private boolean isSealed(Place place) throws IOException {
        FileDigest sealing = format.sealing(place);
        in.position(place.offset() + JournalFormat.LEAD);
        new InputSource(in, place.length(), sealing).skipRest();
        return sealed(sealing);
    }
}
