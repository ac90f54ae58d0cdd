package dev.starling.testnet.array;

import dev.starling.node.array.ElementType;
import dev.starling.node.array.IdxHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Writes IDX, the format of MNIST, big-endian, row-major ({@link IdxHeader}). */
public final class IdxFile {
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
        byte[] header = IdxHeader.write(elements.type(), shape);
        try (OutputStream out = NewFile.open(path)) {
            out.write(header);
            elements.write(out, ByteOrder.BIG_ENDIAN);
        }
    }
}
