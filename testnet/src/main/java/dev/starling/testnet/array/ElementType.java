package dev.starling.testnet.array;

import java.util.OptionalInt;

/** What an element is stored as: its name, and what the two formats call it. */
public enum ElementType {
    UINT8(1, 0x08, "|u1"),
    INT8(1, 0x09, "|i1"),
    INT16(2, 0x0B, "<i2"),
    INT32(4, 0x0C, "<i4"),
    /** Unknown to IDX. */
    INT64(8, -1, "<i8"),
    FLOAT32(4, 0x0D, "<f4"),
    FLOAT64(8, 0x0E, "<f8");

    private final int bytes;
    private final int idxCode;
    private final String npyDescription;

    ElementType(int bytes, int idxCode, String npyDescription) {
        this.bytes = bytes;
        this.idxCode = idxCode;
        this.npyDescription = npyDescription;
    }

    /** Size of an element. */
    public int bytes() {
        return bytes;
    }

    /** The third byte of an IDX file; empty when IDX has no such type. */
    OptionalInt idxCode() {
        return idxCode < 0 ? OptionalInt.empty() : OptionalInt.of(idxCode);
    }

    /** NumPy's array-protocol type string, little-endian. */
    String npyDescription() {
        return npyDescription;
    }
}
