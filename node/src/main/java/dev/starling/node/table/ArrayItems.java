package dev.starling.node.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** One pass over the items of an array. Holds one item and a buffer; confined to one thread. */
final class ArrayItems implements AutoCloseable {
    private final DataFile file;
    private final ArrayLayout layout;
    private final InputStream bytes;
    private final byte[] raw;
    private final ByteBuffer numbers;
    private int done;

    /** Opens the file and skips its header. */
    ArrayItems(DataFile file, ArrayLayout layout, int headerBytes) throws IOException {
        this.file = file;
        this.layout = layout;
        this.raw = new byte[layout.itemBytes()];
        this.numbers = ByteBuffer.wrap(raw).order(layout.element().order());
        this.bytes = file.open();
        try {
            bytes.skipNBytes(headerBytes);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /**
     * The bytes of the next item, as the file has them; overwritten by the item after it.
     *
     * @throws DataException when the file ends before
     */
    byte[] next() throws DataException {
        try {
            if (bytes.readNBytes(raw, 0, raw.length) < raw.length) {
                String what =
                        "ends within item " + (done + 1) + " of the " + layout.rows() + " that its header promises";
                throw ArrayFile.damaged(file, what);
            }
        } catch (IOException e) {
            throw file.unreadable(0, e);
        }
        done++;
        return raw;
    }

    /** The next item in numbers. */
    void next(double[] into) throws DataException {
        next();
        layout.element().type().read(numbers.rewind(), into);
    }

    /**
     * Checks that nothing follows the last item.
     *
     * @throws DataException when the file goes on
     */
    void end() throws DataException {
        try {
            if (bytes.read() >= 0) {
                throw ArrayFile.damaged(file, "goes on after the " + layout.rows() + " items that its header promises");
            }
        } catch (IOException e) {
            throw file.unreadable(0, e);
        }
    }

    @Override
    public void close() throws DataException {
        try {
            bytes.close();
        } catch (IOException e) {
            throw file.unreadable(0, e);
        }
    }
}
