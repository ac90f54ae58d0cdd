package dev.starling.node.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.starling.node.table.ArrayLayout.Element;
import dev.starling.node.table.ArrayLayout.Format;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

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
final class NpyHeader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_TEXT = 1 << 16;

    private static final Pattern PLAIN = Pattern.compile("[<>|=]?[A-Za-z][0-9]{0,4}");

    /** Most bytes before the values. */
    static final int MOST_BYTES = 12 + MAX_TEXT;

    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("b1", ElementType.BOOL),
            Map.entry("u1", ElementType.UINT8),
            Map.entry("i1", ElementType.INT8),
            Map.entry("u2", ElementType.UINT16),
            Map.entry("i2", ElementType.INT16),
            Map.entry("u4", ElementType.UINT32),
            Map.entry("i4", ElementType.INT32),
            Map.entry("u8", ElementType.UINT64),
            Map.entry("i8", ElementType.INT64),
            Map.entry("f4", ElementType.FLOAT32),
            Map.entry("f8", ElementType.FLOAT64));

    private NpyHeader() {}

    static boolean begins(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Reads a header; the position ends where the values begin. */
    static ArrayLayout read(String name, ByteBuffer bytes) throws DataException {
        bytes.order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int major = bytes.get();
        int minor = bytes.get();
        if (major < 1 || major > 3 || minor != 0) {
            String what = "is NPY of version " + major + "." + minor;
            throw new DataException(name, 0, null, what, "write it with numpy.save, versions 1.0 to 3.0 are read");
        }
        long length = major == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt() & 0xFFFFFFFFL;
        if (length > MAX_TEXT) {
            String what = "has a header of " + length + " bytes";
            throw new DataException(name, 0, null, what, "an array of numbers needs few; write it with numpy.save");
        }
        byte[] text = new byte[(int) length];
        bytes.get(text);
        NpyText.Entries header = NpyText.parse(name, new String(text, ISO_8859_1));
        if (header.fortranOrder()) {
            String remedy = "save it row by row: numpy.save(file, numpy.ascontiguousarray(array))";
            throw new DataException(name, 0, null, "is stored column by column (Fortran order)", remedy);
        }
        return ArrayLayout.of(name, element(name, header.descr()), header.shape());
    }

    /** A type such as {@code <f4}: byte order, kind, bytes. */
    private static Element element(String name, String descr) throws DataException {
        ElementType type = descr.length() == 3 ? TYPES.get(descr.substring(1)) : null;
        char order = descr.isEmpty() ? ' ' : descr.charAt(0);
        boolean known = order == '<' || order == '>' || (order == '|' && type != null && type.bytes() == 1);
        if (type == null || !known) {
            String named = PLAIN.matcher(descr).matches() ? ", " + descr + "," : "";
            String what = descr.contains("O") ? "holds pickled objects" : "holds a type" + named + " that is not read";
            String remedy = "save numbers: numpy.save(file, array.astype('float32'))";
            throw new DataException(name, 0, null, what, remedy);
        }
        ByteOrder byteOrder = order == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new Element(Format.NPY, type, byteOrder);
    }
}
