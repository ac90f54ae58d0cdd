package dev.starling.crypto.trust;

import java.io.ByteArrayOutputStream;

/** Appends little-endian fields. Confined to the method that makes it. */
final class Encoder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Encoder u8(int value) {
        return littleEndian(value, Byte.BYTES);
    }

    Encoder u16(int value) {
        return littleEndian(value, Short.BYTES);
    }

    Encoder u32(int value) {
        return littleEndian(value, Integer.BYTES);
    }

    Encoder i64(long value) {
        return littleEndian(value, Long.BYTES);
    }

    Encoder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Encoder prefixedU8(byte[] bytes) {
        return u8(bytes.length).raw(bytes);
    }

    Encoder prefixedU16(byte[] bytes) {
        return u16(bytes.length).raw(bytes);
    }

    Encoder prefixedU32(byte[] bytes) {
        return u32(bytes.length).raw(bytes);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private Encoder littleEndian(long value, int bytes) {
        for (int shift = 0; shift < Byte.SIZE * bytes; shift += Byte.SIZE) {
            out.write((int) (value >>> shift));
        }
        return this;
    }
}
