package dev.starling.node.config;

import dev.starling.node.config.ConfigException.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** One TOML text and what was found wrong with it so far. Confined to the call that parses. */
final class TomlFile {
    /** More than any charter needs, small enough that nobody can feed a parser forever. */
    static final int MAX_BYTES = 8 << 20;

    private static final int MAX_SYNTAX_ERRORS = 10;

    private final String name;
    private final List<Problem> problems = new ArrayList<>();

    private TomlFile(String name) {
        this.name = name;
    }

    /** Reads one value out of a text; problems are reported by {@link TomlFile#problem}. */
    @FunctionalInterface
    interface Reader<T> {
        /** What it returns counts only when no problem was reported, and may be null only when one was. */
        @Nullable
        T read(Section root, TomlFile file);
    }

    /**
     * Parses the text and hands its root table to the reader.
     *
     * @throws ConfigException when the text is no TOML, or the reader reported a problem
     */
    static <T> T read(byte[] utf8, String name, Reader<T> reader) throws ConfigException {
        TomlFile file = new TomlFile(name);
        TomlParseResult table = file.table(utf8);
        T value = table == null ? null : reader.read(new Section(file, table, "", 1, 1), file);
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

    void problem(int line, int column, String message, String remedy) {
        problems.add(new Problem(name, line, column, message, remedy));
    }

    boolean sound() {
        return problems.isEmpty();
    }
}
