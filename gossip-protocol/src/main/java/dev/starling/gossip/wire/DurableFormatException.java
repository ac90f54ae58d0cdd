package dev.starling.gossip.wire;

/** Bytes that should hold durable state do not fit its layout; the message says what is wrong. */
public final class DurableFormatException extends Exception {
    private static final long serialVersionUID = 1;

    DurableFormatException(String what, RuntimeException cause) {
        super(what, cause);
    }
}
