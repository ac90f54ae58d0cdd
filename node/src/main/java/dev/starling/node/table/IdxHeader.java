package dev.starling.node.table;

import dev.starling.node.table.ArrayLayout.Element;
import dev.starling.node.table.ArrayLayout.Format;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header of IDX, as the page of the MNIST database describes it (LeCun, Cortes, Burges):
 *
 * <pre>
 * 0      2      3      4                         4 + 4 x rank
 * | 0 0  | type | rank | rank lengths, uint32 ... | values
 * </pre>
 *
 * All is big-endian; the last dimension changes fastest.
 */
final class IdxHeader {
    private IdxHeader() {}

    static boolean begins(byte[] head) {
        return head.length > 1 && head[0] == 0 && head[1] == 0;
    }

    /** Reads a header; the position ends where the values begin. */
    static ArrayLayout read(String name, ByteBuffer bytes) throws DataException {
        bytes.order(ByteOrder.BIG_ENDIAN).position(2);
        ElementType type = type(bytes.get());
        if (type == null) {
            String remedy = "IDX knows 0x08, 0x09, 0x0B, 0x0C, 0x0D and 0x0E; check that the file is an array";
            throw new DataException(name, 0, null, "begins like IDX, but its third byte names no type", remedy);
        }
        int rank = bytes.get() & 0xFF;
        List<Long> shape = new ArrayList<>();
        for (int d = 0; d < rank; d++) {
            shape.add(bytes.getInt() & 0xFFFFFFFFL);
        }
        return ArrayLayout.of(name, new Element(Format.IDX, type, ByteOrder.BIG_ENDIAN), shape);
    }

    private static @Nullable ElementType type(byte code) {
        return switch (code) {
            case 0x08 -> ElementType.UINT8;
            case 0x09 -> ElementType.INT8;
            case 0x0B -> ElementType.INT16;
            case 0x0C -> ElementType.INT32;
            case 0x0D -> ElementType.FLOAT32;
            case 0x0E -> ElementType.FLOAT64;
            default -> null;
        };
    }
}
