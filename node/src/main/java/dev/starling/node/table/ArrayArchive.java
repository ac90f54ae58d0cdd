package dev.starling.node.table;

import dev.starling.node.array.ArrayFormatException;
import dev.starling.node.array.NpyArchive;
import dev.starling.node.config.TableRules;
import dev.starling.node.toml.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which arrays of an archive are the rows, the labels and the groups. They are checked against their own headers, so that an
 * archive that unpacks to more than it says, or says more than it can hold, is refused without room being made for it.
 */
final class ArrayArchive {
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
    private final NpyArchive arrays;

    private ArrayArchive(String file, NpyArchive arrays) {
        this.file = file;
        this.arrays = arrays;
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
            return new ArrayArchive(file.name(), NpyArchive.open(path));
        } catch (ArrayFormatException e) {
            throw new DataException(file.name(), 0, null, e.what(), e.remedy());
        } catch (IOException e) {
            throw file.unreadable(0, e);
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
                .filter(arrays.names()::containsAll)
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
        if (!arrays.names().contains(name)) {
            String remedy = Nearest.to(name, arrays.names())
                    .filter(ArrayArchive::printable)
                    .map(near -> "did you mean \"" + near + "\"? ")
                    .orElse("");
            String what = "holds no array \"" + name + "\" (data." + key + "); it holds " + listed();
            throw new DataException(file, 0, null, what, remedy + "write data." + key + " = \"" + example + "\"");
        }
        return DataFile.of(file + "/" + name + NpyArchive.SUFFIX, new Entry(arrays, name));
    }

    private String listed() {
        List<String> printable = arrays.names().stream()
                .filter(ArrayArchive::printable)
                .limit(SHOWN)
                .toList();
        int others = arrays.names().size() - printable.size();
        return String.join(", ", printable) + (others > 0 ? " and " + others + " more" : "");
    }

    private static boolean printable(String name) {
        return name.length() <= MAX_SHOWN_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    /** One array of the archive. */
    private record Entry(NpyArchive archive, String name) implements DataFile.Content {
        @Override
        public InputStream open() throws IOException {
            return archive.array(name);
        }

        @Override
        public boolean canHold(long bytes) throws IOException {
            return archive.canHold(name, bytes);
        }
    }
}
