package dev.starling.node.model;

import dev.starling.node.array.ElementType;
import dev.starling.node.array.NpyHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's {@code .npz}: a ZIP archive of stored {@code .npy} files, one a tensor ({@link NpyHeader}). The same parameters give
 * the same bytes.
 */
final class NumpyArchive {
    private static final LocalDateTime EARLIEST_ZIP_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NumpyArchive() {}

    static void write(List<Tensor> tensors, float[] parameters, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Tensor tensor : tensors) {
            byte[] header = header(tensor);
            ZipEntry entry = new ZipEntry(tensor.name() + ".npy");
            entry.setMethod(ZipEntry.STORED);
            entry.setTimeLocal(EARLIEST_ZIP_TIME);
            entry.setSize(header.length + tensor.bytes());
            entry.setCrc(checksum(header, tensor, parameters));
            zip.putNextEntry(entry);
            zip.write(header);
            tensor.write(parameters, zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    /** A stored entry names its checksum before its content, so the content is gone through twice. */
    private static long checksum(byte[] header, Tensor tensor, float[] parameters) throws IOException {
        CRC32 crc = new CRC32();
        try (OutputStream sum = new CheckedOutputStream(OutputStream.nullOutputStream(), crc)) {
            sum.write(header);
            tensor.write(parameters, sum);
        }
        return crc.getValue();
    }

    private static byte[] header(Tensor tensor) {
        return NpyHeader.write(
                ElementType.FLOAT32,
                tensor.shape().stream().mapToInt(Integer::intValue).toArray());
    }
}
