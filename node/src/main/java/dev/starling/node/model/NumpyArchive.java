package dev.starling.node.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's {@code .npz}: a ZIP archive of stored {@code .npy} files, version 1.0 (NEP 1). An {@code .npy} file is the magic
 * {@code 93 'NUMPY'}, the version {@code 01 00}, the header's length as 16-bit little-endian, the header (a Python literal
 * padded with blanks so that the data begin at a multiple of 64), and the values. The same parameters give the same bytes.
 */
final class NumpyArchive {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
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
        String comma = tensor.shape().size() == 1 ? "," : "";
        String literal = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tensor.extents() + comma + "), }";
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
