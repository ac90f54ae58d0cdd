package dev.starling.testnet.array;

import dev.starling.node.array.NpyHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Writes NumPy's NPY, little-endian, row-major ({@link NpyHeader}). */
public final class NpyFile {
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
        byte[] header = NpyHeader.write(elements.type(), shape);
        try (OutputStream out = NewFile.open(path)) {
            out.write(header);
            elements.write(out, ByteOrder.LITTLE_ENDIAN);
        }
    }
}
