package dev.starling.crypto.identity;

import java.nio.file.Path;

/** A key file that cannot be opened: why, and in the message which file and what to do about it. */
public final class KeyFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the file. */
    public enum Reason {
        /** There is no such file, or this user may not read it. */
        MISSING,
        /** The file is sound, the passphrase is not the one it was made with. */
        WRONG_PASSPHRASE,
        /** The file is not what was written. */
        DAMAGED,
        /** Group or others have permissions on it. */
        TOO_OPEN
    }

    private final Reason reason;

    KeyFileException(Reason reason, Path file, String problemAndRemedy) {
        super(file + ": " + problemAndRemedy);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
