package dev.starling.testnet.array;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes NumPy's NPY, version 1.0 (R. Kern: NEP 1, A Simple File Format for NumPy Arrays, 2007), which is little-endian
 * here:
 *
 * <pre>
 *   93 'N' 'U' 'M' 'P' 'Y'  1  0   length  header ... newline   elements
 *   6 bytes                 u8 u8  u16     a Python literal      row-major
 * </pre>
 *
 * Blanks before the newline let the elements begin at a multiple of 64 bytes.
 */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    private static final int HIGHEST_RANK = 32;

    private NpyFile() {}

    /**
     * Writes one array.
     *
     * @param path a new file; one that ends in {@code .gz} is packed
     * @param elements of any type
     * @param shape its extents, rows first
     * @throws IllegalArgumentException if the elements do not fill the shape, or NumPy has no array of so many extents
     * @throws java.nio.file.FileAlreadyExistsException if the file is there
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, Elements elements, int... shape) throws IOException {
        elements.checkShape(shape);
        byte[] header = header(elements.type(), shape);
        try (OutputStream out = NewFile.open(path)) {
            out.write(header);
            elements.write(out, ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static byte[] header(ElementType type, int... shape) {
        if (shape.length > HIGHEST_RANK) {
            throw new IllegalArgumentException("NumPy has no array of " + shape.length + " extents");
        }
        String extents = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String literal = "{'descr': '" + type.npyDescription() + "', 'fortran_order': False, 'shape': (" + extents
                + (shape.length == 1 ? "," : "") + "), }";
        int unpadded = MAGIC.length + Short.BYTES + literal.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        byte[] text = (literal + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(unpadded + padding)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) text.length)
                .put(text)
                .array();
    }
}
