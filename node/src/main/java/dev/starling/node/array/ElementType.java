package dev.starling.node.array;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What the elements of an array are stored as: size, and what the formats call it. */
public enum ElementType {
    /** Unsigned, 8 bits. */
    UINT8("u1", 0x08),
    /** Signed, 8 bits. */
    INT8("i1", 0x09),
    /** One byte, 0 or 1. */
    BOOL("b1"),
    /** Unsigned, 16 bits. */
    UINT16("u2"),
    /** Signed, 16 bits. */
    INT16("i2", 0x0B),
    /** Unsigned, 32 bits. */
    UINT32("u4"),
    /** Signed, 32 bits. */
    INT32("i4", 0x0C),
    /** Unsigned, 64 bits; rounded to a double. */
    UINT64("u8"),
    /** Signed, 64 bits; rounded to a double. */
    INT64("i8"),
    /** IEEE 754 single. */
    FLOAT32("f4", 0x0D),
    /** IEEE 754 double. */
    FLOAT64("f8", 0x0E);

    private static final int UNKNOWN_TO_IDX = -1;
    private static final double TWO_TO_64 = 0x1p64;

    private final String npyKind;
    private final int idxCode;

    ElementType(String npyKind) {
        this(npyKind, UNKNOWN_TO_IDX);
    }

    ElementType(String npyKind, int idxCode) {
        this.npyKind = npyKind;
        this.idxCode = idxCode;
    }

    static Optional<ElementType> ofIdx(byte code) {
        return Arrays.stream(values())
                .filter(type -> type.idxCode == Byte.toUnsignedInt(code))
                .findFirst();
    }

    static Optional<ElementType> ofNpy(String kind) {
        return Arrays.stream(values()).filter(type -> type.npyKind.equals(kind)).findFirst();
    }

    /** Bytes of one element. */
    public int bytes() {
        return npyKind.charAt(1) - '0';
    }

    /** The name in messages and reports, as NumPy has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The third byte of an IDX file; empty when IDX has no such type. */
    OptionalInt idxCode() {
        return idxCode == UNKNOWN_TO_IDX ? OptionalInt.empty() : OptionalInt.of(idxCode);
    }

    /** NumPy's array-protocol type string, little-endian. */
    String npyDescription() {
        return (bytes() == 1 ? "|" : "<") + npyKind;
    }

    /**
     * Reads elements.
     *
     * @param raw at least {@code into.length} elements from its position on, in its byte order; the position moves
     * @param into what they become; NaN and the infinities of floating point are handed on
     */
    public void read(ByteBuffer raw, double[] into) {
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
