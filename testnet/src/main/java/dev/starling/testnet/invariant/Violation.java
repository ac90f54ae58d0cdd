package dev.starling.testnet.invariant;

/** An invariant does not hold. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Violation(String message) {
        super(message);
    }

    /**
     * Throws unless the condition holds.
     *
     * @param id of the invariant, such as I1
     * @param format says what is wrong, as {@link String#format}
     */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation is no dependency of ours
    static void unless(boolean holds, String id, String format, Object... arguments) {
        if (!holds) {
            throw of(id, format.formatted(arguments));
        }
    }

    /** What to throw when an invariant does not hold. */
    static Violation of(String id, String what) {
        return new Violation(id + " is violated: " + what);
    }
}
