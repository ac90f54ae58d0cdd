package dev.starling.node.doctor;

/**
 * One line of the doctor's.
 *
 * @param check what was looked at
 * @param grade how it is
 * @param what in words
 * @param remedy what to do; empty when there is nothing to do
 */
public record Finding(String check, Grade grade, String what, String remedy) {

    /** How something is. */
    public enum Grade {
        /** Nothing to do. */
        PASS,
        /** The node runs, and somebody should look. */
        WARN,
        /** The node does not run, or cannot do its work. */
        FAIL
    }

    public static Finding pass(String check, String what) {
        return new Finding(check, Grade.PASS, what, "");
    }

    public static Finding warn(String check, String what, String remedy) {
        return new Finding(check, Grade.WARN, what, remedy);
    }

    public static Finding fail(String check, String what, String remedy) {
        return new Finding(check, Grade.FAIL, what, remedy);
    }

    /** A failure's message: what is wrong, a semicolon, what to do. */
    public static Finding fail(String check, String message) {
        int end = message.indexOf("; ");
        return end < 0
                ? fail(check, message, "see the message")
                : fail(check, message.substring(0, end), message.substring(end + 2));
    }

    /** The same as a remark. */
    public Finding asWarning() {
        return warn(check, what, remedy);
    }
}
