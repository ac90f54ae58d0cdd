package dev.starling.testnet.federation;

/** Whether somebody watches. */
public final class Terminal {
    /** System property by which the start script says whether standard error is a terminal; Java cannot tell. */
    static final String PROPERTY = "starling.terminal";

    private Terminal() {}

    /** Only what the script says counts: control sequences in a log are worse than plain lines on a terminal. */
    public static boolean onStandardError() {
        return Boolean.getBoolean(PROPERTY);
    }
}
