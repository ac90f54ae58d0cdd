package dev.starling.node.store;

import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.store.JournalFormat.Place;
import java.io.Closeable;
import java.io.IOException;

/** Appends to one journal, small things through a buffer and parts of bodies past it. Confined to one thread. */
final class JournalWriter implements Closeable {
    private static final int BUFFER = 32 * 1024;

    private final JournalFormat format;
    private final Disk.Output out;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private long length;
    private long durable;

    private JournalWriter(JournalFormat format, Disk.Output out, long length) {
        this.format = format;
        this.out = out;
        this.length = length;
        this.durable = length;
    }

    /** An empty journal, durable but for its name. */
    static JournalWriter create(Disk disk, JournalFormat format) throws IOException {
        Disk.Output out = disk.create(format.name());
        try {
            out.write(format.head(), 0, JournalFormat.HEAD);
            out.force();
            return new JournalWriter(format, out, JournalFormat.HEAD);
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    /** Goes on behind the last sound record, with everything before it durable: a kill may have come before the sync. */
    static JournalWriter continueAt(Disk disk, JournalFormat format, long length) throws IOException {
        Disk.Output out = disk.continueAt(format.name(), length);
        try {
            out.force();
            return new JournalWriter(format, out, length);
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    String name() {
        return format.name();
    }

    /** Writes a record straight from its body. */
    void append(JournalRecord record, DurableCodec codec) throws IOException {
        Place place = new Place(length, Math.toIntExact(codec.length(record)), durable);
        put(format.lead(place), JournalFormat.LEAD);
        FileDigest sealing = format.sealing(place);
        codec.write(record, (bytes, from, count) -> {
            sealing.add(bytes, from, count);
            put(bytes, from, count);
        });
        put(JournalFormat.seal(sealing), JournalFormat.SEAL);
        length = place.end();
    }

    private void put(byte[] bytes, int count) throws IOException {
        put(bytes, 0, count);
    }

    private void put(byte[] bytes, int from, int count) throws IOException {
        if (count > BUFFER - buffered) {
            flush();
        }
        if (count > BUFFER) {
            out.write(bytes, from, count);
        } else {
            System.arraycopy(bytes, from, buffer, buffered, count);
            buffered += count;
        }
    }

    void sync() throws IOException {
        if (durable < length) {
            flush();
            out.force();
            durable = length;
        }
    }

    /** Hands the system what is buffered; durable after the next {@link #sync} only. */
    void flush() throws IOException {
        if (buffered > 0) {
            out.write(buffer, 0, buffered);
            buffered = 0;
        }
    }

    /** Forgets what was not synced. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
