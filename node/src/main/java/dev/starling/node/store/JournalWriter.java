package dev.starling.node.store;

import dev.starling.node.store.JournalFormat.Framed;
import java.io.Closeable;
import java.io.IOException;

/** Appends to one journal through a buffer. Confined to one thread. */
final class JournalWriter implements Closeable {
    private static final int BUFFER = 256 * 1024;

    private final JournalFormat format;
    private final Disk.Output out;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private int length;
    private int durable;

    private JournalWriter(JournalFormat format, Disk.Output out, int length) {
        this.format = format;
        this.out = out;
        this.length = length;
        this.durable = length;
    }

    /** An empty journal, durable but for its name. */
    static JournalWriter create(Disk disk, JournalFormat format) throws IOException {
        Disk.Output out = disk.create(format.name());
        try {
            out.write(format.head(), JournalFormat.HEAD);
            out.force();
            return new JournalWriter(format, out, JournalFormat.HEAD);
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    /** Goes on behind the last sound record, with everything before it durable: a kill may have come before the sync. */
    static JournalWriter continueAt(Disk disk, JournalFormat format, int length) throws IOException {
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

    /** True when this many more bytes can still be read back in one piece. */
    boolean hasRoomFor(byte[] record) {
        return record.length <= Integer.MAX_VALUE - 8 - JournalFormat.FRAME - length;
    }

    void append(byte[] record) throws IOException {
        byte[] frame = format.frame(length, new Framed(durable, record));
        if (frame.length > BUFFER - buffered) {
            flush();
        }
        if (frame.length > BUFFER) {
            out.write(frame, frame.length);
        } else {
            System.arraycopy(frame, 0, buffer, buffered, frame.length);
            buffered += frame.length;
        }
        length += frame.length;
    }

    void sync() throws IOException {
        if (durable < length) {
            flush();
            out.force();
            durable = length;
        }
    }

    private void flush() throws IOException {
        if (buffered > 0) {
            out.write(buffer, buffered);
            buffered = 0;
        }
    }

    /** Forgets what was not synced. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
