package dev.starling.node.toml;

import dev.starling.node.toml.ConfigException.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of a TOML file, read key by key. What is asked for is what is known: {@link #end} reports every other key. A
 * value that cannot be used is reported and replaced by its default, so that one mistake does not hide the next. An
 * environment variable goes before what the file says; which of them took effect is kept for people.
 */
public final class Section {
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
    public Section section(String key) {
        asked.add(key);
        if (path.isEmpty()) {
            file.section(key);
        }
        Object value = table == null ? null : table.get(List.of(key));
        if (value == null || value instanceof TomlTable) {
            return new Section(file, (TomlTable) value, path + key + ".", lineOf(key), columnOf(key));
        }
        wrong(key, "is not a table", "write [" + path + key + "] on a line of its own");
        return new Section(file, null, path + key + ".", lineOf(key), columnOf(key));
    }

    /** The tables of an array of tables, in the order of the file. */
    public List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        for (Item item : array(key, "write [[" + path + key + "]] above each entry")) {
            if (item.value() instanceof TomlTable entry) {
                sections.add(new Section(file, entry, path + key + ".", item.line(), item.column()));
            } else {
                item.wrong(path + key + " is not a table", "write [[" + path + key + "]]");
            }
        }
        return sections;
    }

    /** A text without control characters and without blanks at its ends; the empty string when it is absent, which is reported. */
    public String text(String key, int maxLength, String example) {
        Object value = value(key, Kind.TEXT);
        if (value == null) {
            missing(key, "add " + key + " = \"" + example + "\"");
            return "";
        }
        return text(key, value, maxLength, example);
    }

    /** A text that may be absent; control characters and blank ends are a problem. */
    public String optionalText(String key, int maxLength, String fallback) {
        Object value = value(key, Kind.TEXT);
        return value == null ? took(key, fallback, TomlText.of(fallback)) : text(key, value, maxLength, fallback);
    }

    private String text(String key, Object value, int maxLength, String example) {
        if (value instanceof String text && plain(text, maxLength)) {
            return took(key, text, TomlText.of(text));
        }
        wrong(
                key,
                "is not a text of 1 to " + maxLength + " characters without blanks at its ends",
                "write " + key + " = \"" + example + "\"");
        return "";
    }

    /** Texts, each once; the empty list when the key is absent. */
    public List<String> texts(String key, int maxLength) {
        return texts(key, 1, maxLength);
    }

    /** Cells of a table, each once: texts that may be empty. */
    public List<String> cells(String key, int maxLength, List<String> fallback) {
        boolean there = file.override(path + key).isPresent() || (table != null && table.contains(List.of(key)));
        return there ? texts(key, 0, maxLength) : took(key, fallback, TomlText.of(fallback));
    }

    private List<String> texts(String key, int minLength, int maxLength) {
        List<String> texts = new ArrayList<>();
        for (Item item : items(key, Kind.TEXT, "write " + key + " = [\"…\", \"…\"]")) {
            if (!(item.value() instanceof String text) || text.length() < minLength || !bounded(text, maxLength)) {
                item.wrong(
                        item.words() + " of " + path + key + " is not a text of " + minLength + " to " + maxLength
                                + " characters",
                        "put it in quotes");
            } else if (texts.contains(text)) {
                item.wrong(path + key + " lists \"" + text + "\" twice", "remove one");
            } else {
                texts.add(text);
            }
        }
        return took(key, texts, TomlText.of(texts));
    }

    /** The keys of this table. */
    public Set<String> keys() {
        return table == null ? Set.of() : table.keySet();
    }

    /** Every key of this table with its text. */
    public Map<String, String> words(int maxLength) {
        Map<String, String> words = new TreeMap<>();
        for (String key : keys()) {
            String word = text(key, maxLength, "…");
            if (!word.isEmpty()) {
                words.put(key, word);
            }
        }
        return words;
    }

    /** A whole number within a range, both ends included. */
    public long integer(String key, long fallback, long min, long max) {
        Object value = value(key, Kind.INTEGER);
        if (value == null) {
            return took(key, fallback, Long.toString(fallback));
        }
        if (value instanceof Long number && number >= min && number <= max) {
            return took(key, number, Long.toString(number));
        }
        wrong(key, "is not a whole number from " + min + " to " + max, "the default is " + fallback);
        return fallback;
    }

    /** Whole numbers; the empty list when the key is absent. */
    public List<Integer> integers(String key, int min, int max) {
        List<Integer> numbers = new ArrayList<>();
        for (Item item : items(key, Kind.INTEGER, "write " + key + " = [64, 32]")) {
            if (item.value() instanceof Long number && number >= min && number <= max) {
                numbers.add(number.intValue());
            } else {
                item.wrong(
                        item.words() + " of " + path + key + " is not a whole number",
                        "write a number from " + min + " to " + max);
            }
        }
        return took(key, numbers, numbers.toString());
    }

    /** A finite number within a range that the range itself can say in words. */
    public double decimal(String key, double fallback, Bounds bounds) {
        Object value = value(key, Kind.DECIMAL);
        if (value == null) {
            return took(key, fallback, TomlText.of(fallback));
        }
        if (value instanceof Number number && bounds.holds(number.doubleValue())) {
            return took(key, number.doubleValue(), TomlText.of(number.doubleValue()));
        }
        wrong(key, "is not a number " + bounds.words(), "the default is " + fallback);
        return fallback;
    }

    /** True or false. */
    public boolean flag(String key, boolean fallback) {
        Object value = value(key, Kind.FLAG);
        if (value == null || value instanceof Boolean) {
            boolean flag = value == null ? fallback : (Boolean) value;
            return took(key, flag, Boolean.toString(flag));
        }
        wrong(key, "is neither true nor false", "the default is " + fallback);
        return fallback;
    }

    /** One of a closed list of words: the constants of an enum in lower case. */
    public <E extends Enum<E>> E choice(String key, E fallback, E[] choices) {
        Object value = value(key, Kind.TEXT);
        if (value == null) {
            return took(key, fallback, TomlText.of(word(fallback)));
        }
        List<String> words = Arrays.stream(choices).map(Section::word).toList();
        int index = value instanceof String text ? words.indexOf(text) : -1;
        if (index >= 0) {
            return took(key, choices[index], TomlText.of(words.get(index)));
        }
        String remedy = Nearest.to(String.valueOf(value), words)
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse("write " + key + " = \"" + word(fallback) + "\"");
        wrong(key, "is none of " + words.stream().collect(Collectors.joining("\", \"", "\"", "\"")), remedy);
        return fallback;
    }

    /** Turns texts into values; a text that is refused with an {@link IllegalArgumentException} is reported. */
    public <T> List<T> parsed(String key, int maxLength, String remedy, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        for (String text : texts(key, maxLength)) {
            T value = parsed(key, text, remedy, parser);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** A text that means something; null when the parser refused it, which is reported. */
    public <T> @Nullable T parsed(String key, String text, String remedy, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            wrong(key, "cannot be used: " + e.getMessage(), remedy);
            return null;
        }
    }

    /** Whether a key that has no default is there. */
    public boolean has(String key) {
        boolean there = value(key, Kind.TEXT) != null;
        if (!there) {
            file.setting(new Setting(path + key, null, new Setting.ByDefault()));
        }
        return there;
    }

    /** Reports a value that cannot be used, at its place. */
    public void wrong(String key, String what, String remedy) {
        if (file.override(path + key).isPresent()) {
            file.problem(Problem.ofVariable(Overrides.variable(path + key), path + key + " " + what, remedy));
        } else {
            file.problem(lineOf(key), columnOf(key), path + key + " " + what, remedy);
        }
    }

    /** Reports a key that must be there and is not. */
    public void missing(String key, String remedy) {
        file.problem(line, column, path + key + " is missing", remedy);
    }

    /** Reports every key of this table that was not asked for. */
    public void end() {
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

    private @Nullable Object value(String key, Kind kind) {
        asked.add(key);
        Optional<String> variable = file.override(path + key);
        if (variable.isPresent()) {
            return kind.read(variable.get());
        }
        return table == null ? null : table.get(List.of(key));
    }

    /** Keeps what took effect, and where it comes from. */
    private <T> T took(String key, T value, String text) {
        Setting.Origin origin;
        if (file.override(path + key).isPresent()) {
            origin = new Setting.OfVariable(Overrides.variable(path + key));
        } else if (table != null && table.contains(List.of(key))) {
            origin = new Setting.OfLine(file.name(), lineOf(key));
        } else {
            origin = new Setting.ByDefault();
        }
        file.setting(new Setting(path + key, text, origin));
        return value;
    }

    private List<Item> items(String key, Kind kind, String remedy) {
        Optional<String> variable = file.override(path + key);
        if (variable.isEmpty()) {
            return array(key, remedy);
        }
        asked.add(key);
        List<Item> items = new ArrayList<>();
        for (Object value : kind.list(variable.get())) {
            items.add(new Item(this, key, items.size(), value, null));
        }
        return items;
    }

    private List<Item> array(String key, String remedy) {
        asked.add(key);
        Object value = table == null ? null : table.get(List.of(key));
        List<Item> items = new ArrayList<>();
        if (value instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                items.add(new Item(this, key, i, array.get(i), array.inputPositionOf(i)));
            }
        } else if (value != null) {
            wrong(key, "is not a list", remedy);
        }
        return items;
    }

    /** An entry of a list, with its place in the file, which one of a variable has not. */
    private record Item(
            Section section,
            String key,
            int index,
            @Nullable Object value,
            @Nullable TomlPosition at) {
        int line() {
            return at == null ? 0 : at.line();
        }

        int column() {
            return at == null ? 0 : at.column();
        }

        String words() {
            return "entry " + (index + 1);
        }

        void wrong(String what, String remedy) {
            if (at == null) {
                String variable = Overrides.variable(section.path + key);
                section.file.problem(Problem.ofVariable(variable, what, "separate the entries by commas"));
            } else {
                section.file.problem(at.line(), at.column(), what, remedy);
            }
        }
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
        return !text.isEmpty() && bounded(text, maxLength);
    }

    private static boolean bounded(String text, int maxLength) {
        return text.equals(text.strip())
                && text.length() <= maxLength
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
