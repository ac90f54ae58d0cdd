package dev.starling.node.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of a TOML file, read key by key. What is asked for is what is known: {@link #end} reports every other key. A
 * value that cannot be used is reported and replaced by its default, so that one mistake does not hide the next.
 */
final class Section {
    private final TomlFile file;
    private final @Nullable TomlTable table;
    private final String path;
    private final int line;
    private final int column;
    private final Set<String> asked = new TreeSet<>();

    Section(TomlFile file, @Nullable TomlTable table, String path, int line, int column) {
        this.file = file;
        this.table = table;
        this.path = path;
        this.line = line;
        this.column = column;
    }

    /** The table under this key; an absent one reads as all defaults. */
    Section section(String key) {
        Object value = value(key);
        if (value == null || value instanceof TomlTable) {
            return new Section(file, (TomlTable) value, path + key + ".", lineOf(key), columnOf(key));
        }
        wrong(key, "is not a table", "write [" + path + key + "] on a line of its own");
        return new Section(file, null, path + key + ".", lineOf(key), columnOf(key));
    }

    /** The tables of an array of tables, in the order of the file. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        TomlArray array = array(key, "write [[" + path + key + "]] above each entry");
        for (int i = 0; array != null && i < array.size(); i++) {
            TomlPosition at = array.inputPositionOf(i);
            if (array.get(i) instanceof TomlTable entry) {
                sections.add(new Section(file, entry, path + key + ".", at.line(), at.column()));
            } else {
                file.problem(at.line(), at.column(), path + key + " is not a table", "write [[" + path + key + "]]");
            }
        }
        return sections;
    }

    /** A text without control characters and without blanks at its ends; the empty string when it is absent, which is reported. */
    String text(String key, int maxLength, String example) {
        Object value = value(key);
        if (value == null) {
            missing(key, "add " + key + " = \"" + example + "\"");
            return "";
        }
        return text(key, value, maxLength, example);
    }

    String optionalText(String key, int maxLength, String fallback) {
        Object value = value(key);
        return value == null ? fallback : text(key, value, maxLength, fallback);
    }

    private String text(String key, Object value, int maxLength, String example) {
        if (value instanceof String text && plain(text, maxLength)) {
            return text;
        }
        wrong(
                key,
                "is not a text of 1 to " + maxLength + " characters without blanks at its ends",
                "write " + key + " = \"" + example + "\"");
        return "";
    }

    /** Texts, each once; the empty list when the key is absent. */
    List<String> texts(String key, int maxLength) {
        List<String> texts = new ArrayList<>();
        TomlArray array = array(key, "write " + key + " = [\"…\", \"…\"]");
        for (int i = 0; array != null && i < array.size(); i++) {
            TomlPosition at = array.inputPositionOf(i);
            if (!(array.get(i) instanceof String text) || !plain(text, maxLength)) {
                file.problem(
                        at.line(),
                        at.column(),
                        "entry " + (i + 1) + " of " + path + key + " is not a text of 1 to " + maxLength
                                + " characters",
                        "put it in quotes");
            } else if (texts.contains(text)) {
                file.problem(at.line(), at.column(), path + key + " lists \"" + text + "\" twice", "remove one");
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    long integer(String key, long fallback, long min, long max) {
        Object value = value(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Long number && number >= min && number <= max) {
            return number;
        }
        wrong(key, "is not a whole number from " + min + " to " + max, "the default is " + fallback);
        return fallback;
    }

    /** Whole numbers; the empty list when the key is absent. */
    List<Integer> integers(String key, int min, int max) {
        List<Integer> numbers = new ArrayList<>();
        TomlArray array = array(key, "write " + key + " = [64, 32]");
        for (int i = 0; array != null && i < array.size(); i++) {
            if (array.get(i) instanceof Long number && number >= min && number <= max) {
                numbers.add(number.intValue());
            } else {
                TomlPosition at = array.inputPositionOf(i);
                String what = "entry " + (i + 1) + " of " + path + key + " is not a whole number";
                file.problem(at.line(), at.column(), what, "write a number from " + min + " to " + max);
            }
        }
        return numbers;
    }

    /** A finite number within a range that the range itself can say in words. */
    double decimal(String key, double fallback, Bounds bounds) {
        Object value = value(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Number number && bounds.holds(number.doubleValue())) {
            return number.doubleValue();
        }
        wrong(key, "is not a number " + bounds.words(), "the default is " + fallback);
        return fallback;
    }

    boolean flag(String key, boolean fallback) {
        Object value = value(key);
        if (value == null || value instanceof Boolean) {
            return value == null ? fallback : (Boolean) value;
        }
        wrong(key, "is neither true nor false", "the default is " + fallback);
        return fallback;
    }

    /** One of a closed list of words: the constants of an enum in lower case. */
    <E extends Enum<E>> E choice(String key, E fallback, E[] choices) {
        Object value = value(key);
        if (value == null) {
            return fallback;
        }
        List<String> words = Arrays.stream(choices).map(Section::word).toList();
        int index = value instanceof String text ? words.indexOf(text) : -1;
        if (index >= 0) {
            return choices[index];
        }
        String remedy = Nearest.to(String.valueOf(value), words)
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse("write " + key + " = \"" + word(fallback) + "\"");
        wrong(key, "is none of " + words.stream().collect(Collectors.joining("\", \"", "\"", "\"")), remedy);
        return fallback;
    }

    /** Turns texts into values; a text that is refused with an {@link IllegalArgumentException} is reported. */
    <T> List<T> parsed(String key, int maxLength, String remedy, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        for (String text : texts(key, maxLength)) {
            T value = parsed(key, text, remedy, parser);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    <T> @Nullable T parsed(String key, String text, String remedy, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            wrong(key, "cannot be used: " + e.getMessage(), remedy);
            return null;
        }
    }

    boolean has(String key) {
        asked.add(key);
        return table != null && table.contains(List.of(key));
    }

    void wrong(String key, String what, String remedy) {
        file.problem(lineOf(key), columnOf(key), path + key + " " + what, remedy);
    }

    void missing(String key, String remedy) {
        file.problem(line, column, path + key + " is missing", remedy);
    }

    /** Reports every key of this table that was not asked for. */
    void end() {
        if (table == null) {
            return;
        }
        for (String key : table.keySet()) {
            if (!asked.contains(key)) {
                String remedy = Nearest.to(key, asked)
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElse("remove it; known here: " + String.join(", ", asked));
                wrong(key, "is not a key of this file", remedy);
            }
        }
    }

    private @Nullable Object value(String key) {
        asked.add(key);
        return table == null ? null : table.get(List.of(key));
    }

    private @Nullable TomlArray array(String key, String remedy) {
        Object value = value(key);
        if (value == null || value instanceof TomlArray) {
            return (TomlArray) value;
        }
        wrong(key, "is not a list", remedy);
        return null;
    }

    private int lineOf(String key) {
        TomlPosition at = table == null ? null : table.inputPositionOf(List.of(key));
        return at == null ? line : at.line();
    }

    private int columnOf(String key) {
        TomlPosition at = table == null ? null : table.inputPositionOf(List.of(key));
        return at == null ? column : at.column();
    }

    private static boolean plain(String text, int maxLength) {
        return !text.isEmpty()
                && text.equals(text.strip())
                && text.length() <= maxLength
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
