package dev.starling.node.array;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An archive of arrays (NPZ) as NumPy's {@code savez} and {@code savez_compressed} write it: a ZIP file with an entry
 * {@code NAME.npy} for each array. Its directory is bounded before it is read, nothing is unpacked but the arrays that are
 * asked for, and those are streamed; {@link #canHold} tells whether one can be as long as its header says. Holds no file
 * open.
 */
public final class NpyArchive {
    /** Deflate makes at most 258 bytes of two bits (RFC 1951). */
    public static final long MOST_FROM_ONE_BYTE = 1032;

    /** What the name of an array's entry ends in. */
    public static final String SUFFIX = ".npy";

    private static final int MAX_ARRAYS = 1000;
    private static final int MAX_DIRECTORY = 1 << 20;
    private static final int END_RECORD = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int END_SIGNATURE = 0x06054b50;

    private final Path file;
    private final List<String> names;

    private NpyArchive(Path file, List<String> names) {
        this.file = file;
        this.names = names;
    }

    /** Whether a file begins as ZIP does. */
    public static boolean begins(byte[] head) {
        return head.length > 3 && head[0] == 'P' && head[1] == 'K' && head[2] < 9 && head[3] < 9;
    }

    /**
     * Reads the names in an archive.
     *
     * @throws ArrayFormatException when it is none, or has no array or too many
     * @throws IOException when it cannot be read
     */
    public static NpyArchive open(Path file) throws ArrayFormatException, IOException {
        requireSmallDirectory(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> names = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(SUFFIX) && name.length() > SUFFIX.length())
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .toList();
            if (names.isEmpty()) {
                throw new ArrayFormatException(
                        "is a ZIP archive without an array (.npy)",
                        "write it with numpy.savez; save a workbook as CSV");
            }
            if (names.stream().distinct().count() < names.size()) {
                throw new ArrayFormatException("holds two arrays of one name", "write it again with numpy.savez");
            }
            return new NpyArchive(file, names);
        }
    }

    /** The directory of a ZIP file is read whole when it is opened, so its size is looked up before. */
    private static void requireSmallDirectory(Path file) throws ArrayFormatException, IOException {
        byte[] tail = new byte[(int) Math.min(Files.size(file), END_RECORD + MAX_COMMENT)];
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
        }
        ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        int at = tail.length - END_RECORD;
        while (at >= 0 && end.getInt(at) != END_SIGNATURE) {
            at--;
        }
        if (at < 0) {
            throw new ArrayFormatException(
                    "begins as a ZIP archive and does not end as one", "copy or write the file again");
        }
        int entries = Short.toUnsignedInt(end.getShort(at + 10));
        long directory = Integer.toUnsignedLong(end.getInt(at + 12));
        if (entries > MAX_ARRAYS || directory > MAX_DIRECTORY) {
            throw new ArrayFormatException(
                    "is an archive of " + entries + " entries with a directory of " + directory + " bytes",
                    "keep at most " + MAX_ARRAYS + " arrays in one file");
        }
    }

    /** Names of the arrays, as they come. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /**
     * The bytes of an array, header and values; the archive is open until the caller closes them.
     *
     * @param name one of {@link #names}
     */
    public InputStream array(String name) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            return new Closing(zip.getInputStream(entry(zip, name)), zip);
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    /** Whether an array says that it has so many bytes, and could have been packed into the room that it takes. */
    public boolean canHold(String name, long bytes) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = entry(zip, name);
            long packed = Math.min(entry.getCompressedSize(), Files.size(file));
            boolean plausible =
                    entry.getMethod() == ZipEntry.STORED ? packed == bytes : bytes / MOST_FROM_ONE_BYTE <= packed;
            return entry.getSize() == bytes && plausible;
        }
    }

    private static ZipEntry entry(ZipFile zip, String name) throws IOException {
        return Optional.ofNullable(zip.getEntry(name + SUFFIX))
                .orElseThrow(() -> new IOException("its entry " + name + SUFFIX + " has gone"));
    }

    /** Closes the archive, and with it the array. */
    private static final class Closing extends FilterInputStream {
        private final ZipFile zip;

        Closing(InputStream entry, ZipFile zip) {
            super(entry);
            this.zip = zip;
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
