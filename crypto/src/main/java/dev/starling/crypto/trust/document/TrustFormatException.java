package dev.starling.crypto.trust.document;

import org.jspecify.annotations.Nullable;

/** Bytes or text from outside that do not decode; the message says which field or line, and what is wrong with it. */
public final class TrustFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    TrustFormatException(String message) {
        super(message);
    }

    /**
     * What is wrong.
     *
     * @param message which field or line, and what is wrong with it
     * @param cause of it, if there is one
     */
    public TrustFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
