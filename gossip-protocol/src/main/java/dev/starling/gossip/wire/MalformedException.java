package dev.starling.gossip.wire;

/** Thrown and caught inside this package only: the bytes do not fit the layout. */
final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedException(String what) {
        super(what, null, false, false);
    }
}
