package dev.starling.gossip.message;

/** Why a link is closed politely. */
public enum FarewellCode {
    /** The peer is not on the sender's roster. */
    NOT_ON_ROSTER(1),
    /** The business of the lobby is done. */
    LOBBY_DONE(2),
    /** The sender stops; it means to come back. */
    STOPPING(3),
    /** The peer broke the protocol too often. */
    MISBEHAVED(4),
    /** The peer was removed from the roster. */
    REVOKED(5);

    private final int code;

    FarewellCode(int code) {
        this.code = code;
    }

    /** Stable code on the wire. */
    public int code() {
        return code;
    }
}
