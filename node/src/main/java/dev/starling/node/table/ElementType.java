package dev.starling.node.table;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Numbers as the elements of an array have them. */
public enum ElementType {
    /** Unsigned, 8 bits. */
    UINT8(1),
    /** Signed, 8 bits. */
    INT8(1),
    /** One byte, 0 or 1. */
    BOOL(1),
    /** Unsigned, 16 bits. */
    UINT16(2),
    /** Signed, 16 bits. */
    INT16(2),
    /** Unsigned, 32 bits. */
    UINT32(4),
    /** Signed, 32 bits. */
    INT32(4),
    /** Unsigned, 64 bits; rounded to a double. */
    UINT64(8),
    /** Signed, 64 bits; rounded to a double. */
    INT64(8),
    /** IEEE 754 single. */
    FLOAT32(4),
    /** IEEE 754 double. */
    FLOAT64(8);

    private static final double TWO_TO_64 = 0x1p64;

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The name in messages and reports, as NumPy has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads elements.
     *
     * @param raw at least {@code into.length} elements from its position on, in its byte order; the position moves
     * @param into what they become; NaN and the infinities of floating point are handed on
     */
    void read(ByteBuffer raw, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = switch (this) {
                case UINT8 -> raw.get() & 0xFF;
                case INT8 -> raw.get();
                case BOOL -> raw.get() == 0 ? 0 : 1;
                case UINT16 -> raw.getShort() & 0xFFFF;
                case INT16 -> raw.getShort();
                case UINT32 -> raw.getInt() & 0xFFFFFFFFL;
                case INT32 -> raw.getInt();
                case UINT64 -> unsigned(raw.getLong());
                case INT64 -> raw.getLong();
                case FLOAT32 -> raw.getFloat();
                case FLOAT64 -> raw.getDouble();
            };
        }
    }

    private static double unsigned(long value) {
        return value < 0 ? value + TWO_TO_64 : value;
    }
}
