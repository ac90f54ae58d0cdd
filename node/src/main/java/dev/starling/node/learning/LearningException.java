package dev.starling.node.learning;

/** The native arithmetic cannot run on this machine. */
public final class LearningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LearningException(String message, Throwable cause) {
        super(message, cause);
    }
}
