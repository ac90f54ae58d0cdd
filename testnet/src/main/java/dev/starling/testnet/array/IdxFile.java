package dev.starling.testnet.array;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Writes IDX, the format of MNIST (Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits, 1998),
 * which is big-endian throughout:
 *
 * <pre>
 *   0  0   type  rank   extent 1 ... extent rank   elements
 *   u8 u8  u8    u8     i32          i32           row-major
 * </pre>
 *
 * The first four bytes are also known as the magic number: 2051 before images, 2049 before labels.
 */
public final class IdxFile {
    private static final int HIGHEST_RANK = 255;

    private IdxFile() {}

    /**
     * Writes one array: images, or their labels.
     *
     * @param path a new file; one that ends in {@code .gz} is packed
     * @param elements of any type but {@link ElementType#INT64}
     * @param shape its extents, rows first: {@code 100, 28, 28} for a hundred images, {@code 100} for their labels
     * @throws IllegalArgumentException if the elements do not fill the shape, or IDX has no such type
     * @throws java.nio.file.FileAlreadyExistsException if the file is there
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, Elements elements, int... shape) throws IOException {
        elements.checkShape(shape);
        byte[] header = header(elements.type(), shape);
        try (OutputStream out = NewFile.open(path)) {
            out.write(header);
            elements.write(out, ByteOrder.BIG_ENDIAN);
        }
    }

    private static byte[] header(ElementType type, int... shape) {
        int code = type.idxCode()
                .orElseThrow(() -> new IllegalArgumentException("IDX cannot store " + type + "; take INT32 or NPY"));
        if (shape.length > HIGHEST_RANK) {
            throw new IllegalArgumentException("IDX cannot store " + shape.length + " extents");
        }
        ByteBuffer header = ByteBuffer.allocate(Integer.BYTES * (1 + shape.length));
        header.putInt(code << 8 | shape.length);
        for (int extent : shape) {
            header.putInt(extent);
        }
        return header.array();
    }
}
