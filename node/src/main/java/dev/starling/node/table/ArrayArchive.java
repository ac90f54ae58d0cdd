package dev.starling.node.table;

import dev.starling.node.config.Nearest;
import dev.starling.node.config.TableRules;
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
import org.jspecify.annotations.Nullable;

/**
 * An archive of arrays as NumPy's {@code savez} and {@code savez_compressed} write it: a ZIP file with an entry
 * {@code NAME.npy} for each array. Its directory is bounded before it is read, nothing is unpacked but the arrays that are
 * asked for, and those are streamed and checked against their own headers, so that an archive that unpacks to more than it
 * says, or says more than it can hold, is refused without room being made for it.
 */
final class ArrayArchive {
    private static final String SUFFIX = ".npy";
    private static final int MAX_ARRAYS = 1000;
    private static final int MAX_DIRECTORY = 1 << 20;
    private static final int END_RECORD = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int SHOWN = 20;
    private static final int MAX_SHOWN_NAME = 60;

    /** Usual names of the rows and of the labels, the first pair that is there: by hand, in scikit-learn, by position. */
    private static final List<List<String>> USUAL = List.of(
            List.of("x", "y"),
            List.of("X", "y"),
            List.of("data", "labels"),
            List.of("data", "target"),
            List.of("features", "labels"),
            List.of("images", "labels"),
            List.of("arr_0", "arr_1"));

    private final String file;
    private final Path path;
    private final List<String> names;

    private ArrayArchive(String file, Path path, List<String> names) {
        this.file = file;
        this.path = path;
        this.names = names;
    }

    /** Whether a file begins as ZIP does. */
    static boolean begins(byte[] head) {
        return head.length > 3 && head[0] == 'P' && head[1] == 'K' && head[2] < 9 && head[3] < 9;
    }

    /**
     * Reads the names in an archive.
     *
     * @throws DataException when it is none, or has no array or too many
     */
    static ArrayArchive open(DataFile file) throws DataException {
        Path path = file.path()
                .orElseThrow(() ->
                        new DataException(file.name(), 0, null, "is a ZIP archive in memory", "write it to a file"));
        try {
            requireSmallDirectory(file.name(), path);
            try (ZipFile zip = new ZipFile(path.toFile())) {
                List<String> names = zip.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith(SUFFIX) && name.length() > SUFFIX.length())
                        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                        .toList();
                if (names.isEmpty()) {
                    String remedy = "write it with numpy.savez; save a workbook as CSV";
                    throw new DataException(file.name(), 0, null, "is a ZIP archive without an array (.npy)", remedy);
                }
                if (names.stream().distinct().count() < names.size()) {
                    String remedy = "write it again with numpy.savez";
                    throw new DataException(file.name(), 0, null, "holds two arrays of one name", remedy);
                }
                return new ArrayArchive(file.name(), path, names);
            }
        } catch (IOException e) {
            throw file.unreadable(0, e);
        }
    }

    /** The directory of a ZIP file is read whole when it is opened, so its size is looked up before. */
    private static void requireSmallDirectory(String name, Path path) throws IOException, DataException {
        byte[] tail = new byte[(int) Math.min(Files.size(path), END_RECORD + MAX_COMMENT)];
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "r")) {
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
        }
        ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        int at = tail.length - END_RECORD;
        while (at >= 0 && end.getInt(at) != END_SIGNATURE) {
            at--;
        }
        if (at < 0) {
            String remedy = "copy or write the file again";
            throw new DataException(name, 0, null, "begins as a ZIP archive and does not end as one", remedy);
        }
        int entries = Short.toUnsignedInt(end.getShort(at + 10));
        long directory = Integer.toUnsignedLong(end.getInt(at + 12));
        if (entries > MAX_ARRAYS || directory > MAX_DIRECTORY) {
            String what = "is an archive of " + entries + " entries with a directory of " + directory + " bytes";
            throw new DataException(name, 0, null, what, "keep at most " + MAX_ARRAYS + " arrays in one file");
        }
    }

    /** The array of the rows. */
    DataFile rows(TableRules.Arrays wanted) throws DataException {
        String name = wanted.rows();
        return array(name != null ? name : usual(0), "array", "x");
    }

    /** The array of the labels. */
    DataFile labels(TableRules.Arrays wanted) throws DataException {
        String name = wanted.labels();
        return array(name != null ? name : usual(1), "label_array", "y");
    }

    /** The array that says which rows belong together. */
    DataFile groups(String name) throws DataException {
        return array(name, "group", "patient");
    }

    private @Nullable String usual(int which) {
        return USUAL.stream()
                .filter(names::containsAll)
                .findFirst()
                .map(pair -> pair.get(which))
                .orElse(null);
    }

    private DataFile array(@Nullable String name, String key, String example) throws DataException {
        if (name == null) {
            String what = "holds no arrays with the usual names, such as x and y; it holds " + listed();
            String remedy =
                    "name the arrays in starling.toml: data.array for the rows, data.label_array for the labels";
            throw new DataException(file, 0, null, what, remedy);
        }
        if (!names.contains(name)) {
            String remedy = Nearest.to(name, names)
                    .filter(ArrayArchive::printable)
                    .map(near -> "did you mean \"" + near + "\"? ")
                    .orElse("");
            String what = "holds no array \"" + name + "\" (data." + key + "); it holds " + listed();
            throw new DataException(file, 0, null, what, remedy + "write data." + key + " = \"" + example + "\"");
        }
        return DataFile.of(file + "/" + name + SUFFIX, new Entry(path, name + SUFFIX));
    }

    private String listed() {
        List<String> printable =
                names.stream().filter(ArrayArchive::printable).limit(SHOWN).toList();
        int others = names.size() - printable.size();
        return String.join(", ", printable) + (others > 0 ? " and " + others + " more" : "");
    }

    private static boolean printable(String name) {
        return name.length() <= MAX_SHOWN_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    /** One array of the archive; the archive is open as long as a pass over it. */
    private record Entry(Path archive, String name) implements DataFile.Content {
        @Override
        public InputStream open() throws IOException {
            ZipFile zip = new ZipFile(archive.toFile());
            try {
                return new Closing(zip.getInputStream(found(zip)), zip);
            } catch (IOException e) {
                zip.close();
                throw e;
            }
        }

        @Override
        public boolean canHold(long bytes) throws IOException {
            try (ZipFile zip = new ZipFile(archive.toFile())) {
                ZipEntry entry = found(zip);
                long packed = Math.min(entry.getCompressedSize(), Files.size(archive));
                boolean plausible = entry.getMethod() == ZipEntry.STORED
                        ? packed == bytes
                        : bytes / GzipContent.MOST_FROM_ONE_BYTE <= packed;
                return entry.getSize() == bytes && plausible;
            }
        }

        private ZipEntry found(ZipFile zip) throws IOException {
            return Optional.ofNullable(zip.getEntry(name))
                    .orElseThrow(() -> new IOException("its entry " + name + " has gone"));
        }
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
