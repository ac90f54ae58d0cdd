package dev.starling.node.table;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table that cannot be used as it is. Never quotes a value of the table, except its header. */
public final class DataException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final @Nullable String column;
    private final String what;
    private final String remedy;

    public DataException(String file, int line, @Nullable String column, String what, String remedy) {
        super(file + (line > 0 ? ":" + line : "") + ": " + (column == null ? "" : "column \"" + column + "\" ") + what
                + "; " + remedy);
        this.file = file;
        this.line = line;
        this.column = column;
        this.what = what;
        this.remedy = remedy;
    }

    /** Name of the table. */
    public String file() {
        return file;
    }

    /** Line of the file, counted from 1; 0 when the problem is not on a line. */
    public int line() {
        return line;
    }

    /** Column as the header names it. */
    public Optional<String> column() {
        return Optional.ofNullable(column);
    }

    /** What is wrong. */
    public String what() {
        return what;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
