package dev.starling.node.array;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of NPY (NumPy Enhancement Proposal 1 and numpy.lib.format), versions 1 to 3:
 *
 * <pre>
 * 0              6       8        10 or 12
 * | 93 'NUMPY'   | major | length | {'descr': '&lt;f4', 'fortran_order': False, 'shape': (60000, 784), } | values
 * |              | minor |        |
 * </pre>
 *
 * The length is a little-endian uint16 in version 1, uint32 in 2 and 3. The text is a Python literal of which only this
 * dictionary is understood; nothing is ever evaluated.
 */
public final class NpyHeader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_TEXT = 1 << 16;
    private static final int ALIGNMENT = 64;
    private static final int HIGHEST_RANK = 32;

    private static final Pattern PLAIN = Pattern.compile("[<>|=]?[A-Za-z][0-9]{0,4}");

    /** Most bytes before the values. */
    public static final int MOST_BYTES = 12 + MAX_TEXT;

    private NpyHeader() {}

    /** Whether a file begins as NPY does: no text begins with 0x93. */
    public static boolean begins(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads a header; the position ends where the values begin.
     *
     * @throws ArrayFormatException when it is of another version, or of an array that is not numbers in C order
     * @throws java.nio.BufferUnderflowException when the bytes end before the header does
     */
    public static ArrayHeader read(ByteBuffer bytes) throws ArrayFormatException {
        bytes.order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int major = bytes.get();
        int minor = bytes.get();
        if (major < 1 || major > 3 || minor != 0) {
            String what = "is NPY of version " + major + "." + minor;
            throw new ArrayFormatException(what, "write it with numpy.save, versions 1.0 to 3.0 are read");
        }
        long length = major == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt() & 0xFFFFFFFFL;
        if (length > MAX_TEXT) {
            String what = "has a header of " + length + " bytes";
            throw new ArrayFormatException(what, "an array of numbers needs few; write it with numpy.save");
        }
        byte[] text = new byte[(int) length];
        bytes.get(text);
        NpyText.Entries header = NpyText.parse(new String(text, ISO_8859_1));
        if (header.fortranOrder()) {
            String remedy = "save it row by row: numpy.save(file, numpy.ascontiguousarray(array))";
            throw new ArrayFormatException("is stored column by column (Fortran order)", remedy);
        }
        ElementType type = type(header.descr());
        ByteOrder order = header.descr().charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new ArrayHeader(type, order, header.shape());
    }

    /** A type such as {@code <f4}: byte order, kind, bytes. */
    private static ElementType type(String descr) throws ArrayFormatException {
        char order = descr.isEmpty() ? ' ' : descr.charAt(0);
        Optional<ElementType> type = ElementType.ofNpy(descr.isEmpty() ? "" : descr.substring(1))
                .filter(known -> order == '<' || order == '>' || (order == '|' && known.bytes() == 1));
        if (type.isEmpty()) {
            String named = PLAIN.matcher(descr).matches() ? ", " + descr + "," : "";
            String what = descr.contains("O") ? "holds pickled objects" : "holds a type" + named + " that is not read";
            throw new ArrayFormatException(what, "save numbers: numpy.save(file, array.astype('float32'))");
        }
        return type.get();
    }

    /**
     * The header of a little-endian array, version 1.0. Blanks before its newline let the values begin at a multiple of 64
     * bytes.
     *
     * @param shape its extents, at most 32
     * @throws IllegalArgumentException if NumPy has no array of so many extents
     */
    public static byte[] write(ElementType type, int... shape) {
        if (shape.length > HIGHEST_RANK) {
            throw new IllegalArgumentException("NumPy has no array of " + shape.length + " extents");
        }
        String extents = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String literal = "{'descr': '" + type.npyDescription() + "', 'fortran_order': False, 'shape': (" + extents
                + (shape.length == 1 ? "," : "") + "), }";
        int unpadded = MAGIC.length + 2 + Short.BYTES + literal.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        byte[] text = (literal + " ".repeat(padding) + "\n").getBytes(US_ASCII);
        return ByteBuffer.allocate(unpadded + padding)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .array();
    }
}
