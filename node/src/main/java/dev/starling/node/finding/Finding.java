package dev.starling.node.finding;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param grade how it is
 * @param check what was looked at
 * @param column of a table; null when it is about no column
 * @param what was found, in words: never a cell of a table
 * @param remedy what to do about it; empty when there is nothing to do
 */
public record Finding(Grade grade, String check, @Nullable String column, String what, String remedy) {

    public static Finding pass(String check, String what) {
        return new Finding(Grade.PASS, check, null, what, "");
    }

    public static Finding warn(String check, String what, String remedy) {
        return warn(check, null, what, remedy);
    }

    public static Finding warn(String check, @Nullable String column, String what, String remedy) {
        return new Finding(Grade.WARN, check, column, what, remedy);
    }

    public static Finding fail(String check, String what, String remedy) {
        return fail(check, null, what, remedy);
    }

    public static Finding fail(String check, @Nullable String column, String what, String remedy) {
        return new Finding(Grade.FAIL, check, column, what, remedy);
    }

    /** A failure's message: what is wrong, a semicolon, what to do. */
    public static Finding fail(String check, String message) {
        int end = message.indexOf("; ");
        return end < 0
                ? fail(check, message, "see the message")
                : fail(check, message.substring(0, end), message.substring(end + 2));
    }

    /** The same, a failure as a remark. */
    public Finding atMostWarning() {
        return grade == Grade.FAIL ? warn(check, column, what, remedy) : this;
    }

    /** What was found and what to do, in one line. */
    public String sentence() {
        return (column == null ? "" : "column \"" + column + "\" ") + what + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
