package dev.starling.node.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of IDX, as the page of the MNIST database describes it (LeCun, Cortes, Burges):
 *
 * <pre>
 * 0      2      3      4                         4 + 4 x rank
 * | 0 0  | type | rank | rank lengths, uint32 ... | values
 * </pre>
 *
 * All is big-endian; the last dimension changes fastest. The first four bytes are also known as the magic number: 2051 before
 * images, 2049 before labels.
 */
public final class IdxHeader {
    private static final int HIGHEST_RANK = 255;

    private IdxHeader() {}

    /** Whether a file that begins like this may be IDX: no text begins with two zero bytes. */
    public static boolean begins(byte[] head) {
        return head.length > 1 && head[0] == 0 && head[1] == 0;
    }

    /**
     * Reads a header; the position ends where the values begin.
     *
     * @throws ArrayFormatException when it names no type
     * @throws java.nio.BufferUnderflowException when the bytes end before the header does
     */
    public static ArrayHeader read(ByteBuffer bytes) throws ArrayFormatException {
        bytes.order(ByteOrder.BIG_ENDIAN).position(2);
        ElementType type = ElementType.ofIdx(bytes.get())
                .orElseThrow(() -> new ArrayFormatException(
                        "begins like IDX, but its third byte names no type",
                        "IDX knows 0x08, 0x09, 0x0B, 0x0C, 0x0D and 0x0E; check that the file is an array"));
        int rank = bytes.get() & 0xFF;
        List<Long> shape = new ArrayList<>();
        for (int d = 0; d < rank; d++) {
            shape.add(bytes.getInt() & 0xFFFFFFFFL);
        }
        return new ArrayHeader(type, ByteOrder.BIG_ENDIAN, shape);
    }

    /**
     * The header of an array.
     *
     * @param shape its extents, at most 255
     * @throws IllegalArgumentException if IDX has no such type or not so many extents
     */
    public static byte[] write(ElementType type, int... shape) {
        int code = type.idxCode()
                .orElseThrow(() -> new IllegalArgumentException("IDX cannot store " + type + "; take INT32 or NPY"));
        if (shape.length > HIGHEST_RANK) {
            throw new IllegalArgumentException("IDX cannot store " + shape.length + " extents");
        }
        ByteBuffer header = ByteBuffer.allocate(Integer.BYTES * (1 + shape.length));
        header.putInt(code << 8 | shape.length);
        for (int extent : shape) {
            header.putInt(extent);
        }
        return header.array();
    }
}
