package dev.starling.node.quality;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param level how bad it is
 * @param check what was looked at, a word
 * @param column of the table; null when it is about all of it
 * @param what was found: counts and places, never a cell
 * @param remedy what to do about it; empty when there is nothing to do
 */
public record Finding(Level level, String check, @Nullable String column, String what, String remedy) {
    /** How bad a finding is. */
    public enum Level {
        /** As it should be. */
        PASS,
        /** Somebody should look. */
        WARN,
        /** Training is refused, or would learn something wrong. */
        FAIL
    }

    static Finding pass(String check, String what) {
        return new Finding(Level.PASS, check, null, what, "");
    }

    static Finding warn(String check, @Nullable String column, String what, String remedy) {
        return new Finding(Level.WARN, check, column, what, remedy);
    }

    static Finding fail(String check, @Nullable String column, String what, String remedy) {
        return new Finding(Level.FAIL, check, column, what, remedy);
    }

    /** In one line. */
    @Override
    public String toString() {
        return level + " " + check + ": " + (column == null ? "" : "column \"" + column + "\" ") + what
                + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
