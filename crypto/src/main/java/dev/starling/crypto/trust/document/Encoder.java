package dev.starling.crypto.trust.document;

import java.io.ByteArrayOutputStream;

/** Appends little-endian fields; numbers keep their lowest bytes. Confined to the method that makes it. */
public final class Encoder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** One byte. */
    public Encoder u8(int value) {
        return littleEndian(value, Byte.BYTES);
    }

    /** Two bytes. */
    public Encoder u16(int value) {
        return littleEndian(value, Short.BYTES);
    }

    /** Four bytes. */
    public Encoder u32(int value) {
        return littleEndian(value, Integer.BYTES);
    }

    /** Eight bytes. */
    public Encoder i64(long value) {
        return littleEndian(value, Long.BYTES);
    }

    /** These bytes as they are. */
    public Encoder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** At most 255 bytes behind their length in one byte. */
    public Encoder prefixedU8(byte[] bytes) {
        return u8(bytes.length).raw(bytes);
    }

    /** At most 65,535 bytes behind their length in two bytes. */
    public Encoder prefixedU16(byte[] bytes) {
        return u16(bytes.length).raw(bytes);
    }

    /** Bytes behind their length in four bytes. */
    public Encoder prefixedU32(byte[] bytes) {
        return u32(bytes.length).raw(bytes);
    }

    /** Everything so far. */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    private Encoder littleEndian(long value, int bytes) {
        for (int shift = 0; shift < Byte.SIZE * bytes; shift += Byte.SIZE) {
            out.write((int) (value >>> shift));
        }
        return this;
    }
}
