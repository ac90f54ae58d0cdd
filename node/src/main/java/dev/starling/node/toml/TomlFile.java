package dev.starling.node.toml;

import dev.starling.node.toml.ConfigException.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** One TOML text and what was found wrong with it so far. Confined to the call that parses. */
public final class TomlFile {
    /** More than any charter needs, small enough that nobody can feed a parser forever. */
    public static final int MAX_BYTES = 8 << 20;

    private static final int MAX_SYNTAX_ERRORS = 10;

    private final Source source;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Set<String> keys = new TreeSet<>();
    private final Set<String> sections = new TreeSet<>();

    private TomlFile(Source source) {
        this.source = source;
    }

    /**
     * Where values come from.
     *
     * @param file how problems name the file
     * @param overrides stand in for what the file says
     */
    public record Source(String file, Overrides overrides) {}

    /** Reads one value out of a text; problems are reported by {@link TomlFile#problem}. */
    @FunctionalInterface
    public interface Reader<T> {
        /** What it returns counts only when no problem was reported, and may be null only when one was. */
        @Nullable
        T read(Section root, TomlFile file);
    }

    /**
     * Parses the text and hands its root table to the reader.
     *
     * @throws ConfigException when the text is no TOML, or the reader reported a problem
     */
    public static <T> T read(byte[] utf8, String name, Reader<T> reader) throws ConfigException {
        return read(utf8, new Source(name, Overrides.none()), reader);
    }

    /** The same, where environment variables count, too. */
    public static <T> T read(byte[] utf8, Source source, Reader<T> reader) throws ConfigException {
        TomlFile file = new TomlFile(source);
        TomlParseResult table = file.table(utf8);
        T value = table == null ? null : reader.read(new Section(file, table, "", 1, 1), file);
        if (table != null) {
            file.problems.addAll(source.overrides().unknown(file.keys, file.sections));
        }
        if (value == null || !file.problems.isEmpty()) {
            file.problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
            throw new ConfigException(file.problems);
        }
        return value;
    }

    private @Nullable TomlParseResult table(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            problem(1, 1, "the file has " + utf8.length + " bytes", "keep it below " + MAX_BYTES + " bytes");
            return null;
        }
        TomlParseResult table;
        try {
            table = Toml.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            problem(1, 1, "the file is not UTF-8 text", "save it as UTF-8");
            return null;
        }
        for (TomlParseError error : table.errors()) {
            TomlPosition at = error.position();
            if (problems.size() < MAX_SYNTAX_ERRORS) {
                problem(
                        at.line(),
                        at.column(),
                        String.valueOf(error.getMessage()),
                        "see https://toml.io for the syntax");
            }
        }
        return table.hasErrors() ? null : table;
    }

    /** Reports a problem; both places are counted from 1. */
    public void problem(int line, int column, String message, String remedy) {
        problems.add(new Problem(source.file(), line, column, message, remedy));
    }

    /** Reports a problem of somebody else. */
    public void problem(Problem problem) {
        problems.add(problem);
    }

    /** How problems name the file. */
    public String name() {
        return source.file();
    }

    /** What a variable says instead of the file; from now on there is such a key. */
    Optional<String> override(String key) {
        keys.add(key);
        return source.overrides().of(key);
    }

    /** A section of the root was asked for. */
    void section(String name) {
        sections.add(name);
    }

    /** The value of a key took effect. */
    void setting(Setting setting) {
        settings.put(setting.key(), setting);
    }

    /** Every key that was asked for, in the order of asking. */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /** Whether nothing was reported so far. */
    public boolean sound() {
        return problems.isEmpty();
    }
}
