package dev.starling.node.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** Array files, put together byte by byte. */
public final class ArrayBytes {
    private ArrayBytes() {}

    /** IDX: type code, lengths, values. */
    public static byte[] idx(int type, int[] shape, byte... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
        bytes.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.length);
        for (int length : shape) {
            bytes.putInt(length);
        }
        return bytes.put(values).array();
    }

    /** NPY of version 1 as NumPy writes it. */
    public static byte[] npy(String descr, String shape, byte... values) {
        return npy(1, "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }", values);
    }

    /** NPY of a version, with any header. */
    public static byte[] npy(int version, String header, byte... values) {
        int before = version == 1 ? 10 : 12;
        String text = header + " ".repeat(63 - (before + header.length()) % 64) + "\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0x93);
        bytes.writeBytes("NUMPY".getBytes(US_ASCII));
        bytes.write(version);
        bytes.write(0);
        bytes.write(text.length() & 0xFF);
        bytes.write(text.length() >> 8);
        if (version > 1) {
            bytes.write(0);
            bytes.write(0);
        }
        bytes.writeBytes(text.getBytes(US_ASCII));
        bytes.writeBytes(values);
        return bytes.toByteArray();
    }

    /** Hexadecimal digits as bytes, blanks aside. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
