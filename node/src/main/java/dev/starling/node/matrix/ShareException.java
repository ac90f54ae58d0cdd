package dev.starling.node.matrix;

/** A share that is not believed. The message says of the file what is wrong with it, and the remedy. */
public final class ShareException extends Exception {
    private static final long serialVersionUID = 1L;

    ShareException(String message) {
        super(message);
    }
}
