package dev.starling.node.site;

/** How a command ended, as the shell sees it. The numbers are part of the documented interface. */
public enum ExitCode {
    /** Done. */
    OK(0),
    /** Tried and failed: a disk, a computation. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** A file of the data directory is missing, wrong or cannot be opened. */
    CONFIGURATION(3),
    /** A table cannot be used. */
    DATA(4),
    /** A peer or the network did not answer. */
    NETWORK(5),
    /** Refused by a rule: here, or by the federation. */
    REFUSED(6),
    /** A mistake in this program. */
    BUG(70);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the process returns. */
    public int number() {
        return number;
    }
}
