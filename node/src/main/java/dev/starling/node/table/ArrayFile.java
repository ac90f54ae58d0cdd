package dev.starling.node.table;

import dev.starling.node.array.ArrayFormatException;
import dev.starling.node.array.ArrayHeader;
import dev.starling.node.array.IdxHeader;
import dev.starling.node.array.NpyHeader;
import dev.starling.node.table.ArrayLayout.Format;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** An IDX or NPY file whose header was read and fits the file's length. */
final class ArrayFile {
    /** Bytes by which formats are told apart. */
    static final int MAGIC_BYTES = 6;

    private static final String REMEDY = "copy or write the file again";

    private final DataFile file;
    private final ArrayLayout layout;
    private final int headerBytes;

    private ArrayFile(DataFile file, ArrayLayout layout, int headerBytes) {
        this.file = file;
        this.layout = layout;
        this.headerBytes = headerBytes;
    }

    /** Whether a file that begins like this is meant to be an array: no text begins with two zero bytes or with 0x93. */
    static boolean begins(byte[] head) {
        return NpyHeader.begins(head) || IdxHeader.begins(head);
    }

    /**
     * Reads the header.
     *
     * @throws DataException when it is none, promises more than the file holds, or something that is not read here
     */
    static ArrayFile open(DataFile file) throws DataException {
        byte[] head = file.head(NpyHeader.MOST_BYTES);
        if (!begins(head)) {
            String remedy = "give an IDX file, or one that NumPy's save wrote";
            throw new DataException(file.name(), 0, null, "is neither an IDX nor an NPY array", remedy);
        }
        ByteBuffer bytes = ByteBuffer.wrap(head);
        try {
            boolean npy = NpyHeader.begins(head);
            ArrayHeader header = npy ? NpyHeader.read(bytes) : IdxHeader.read(bytes);
            ArrayLayout layout = ArrayLayout.of(file.name(), npy ? Format.NPY : Format.IDX, header);
            long promised = bytes.position() + layout.bytes();
            if (!file.canHold(promised)) {
                String what = "is not as long as its header promises: " + layout.rows() + " " + layout.words()
                        + " of type " + layout.element().type().word() + " make " + promised + " bytes";
                throw damaged(file, what);
            }
            return new ArrayFile(file, layout, bytes.position());
        } catch (ArrayFormatException e) {
            throw new DataException(file.name(), 0, null, e.what(), e.remedy());
        } catch (BufferUnderflowException e) {
            throw damaged(file, "ends within its header");
        } catch (IOException e) {
            throw file.unreadable(0, e);
        }
    }

    String name() {
        return file.name();
    }

    ArrayLayout layout() {
        return layout;
    }

    /** Starts a pass over the items. */
    ArrayItems items() throws DataException {
        try {
            return new ArrayItems(file, layout, headerBytes);
        } catch (IOException e) {
            throw file.unreadable(0, e);
        }
    }

    static DataException damaged(DataFile file, String what) {
        return new DataException(file.name(), 0, null, what, REMEDY);
    }
}
