package dev.starling.gossip.message;

/** Why a link is closed politely. */
public enum FarewellCode {
    /** The peer is not on the sender's roster. */
    NOT_ON_ROSTER(1, "it is not on the roster; a member must invite it and it must join"),
    /** The business of the lobby is done. */
    LOBBY_DONE(2, "what a newcomer asks was answered"),
    /** The sender stops; it means to come back. */
    STOPPING(3, "the node stops for now"),
    /** The peer broke the protocol too often. */
    MISBEHAVED(4, "the protocol was broken too often"),
    /** The peer was removed from the roster. */
    REVOKED(5, "it was removed from the federation"),
    /** The peer speaks another version of the wire. */
    OTHER_VERSION(6, "the two speak different versions of the wire; install the newer release on the older node");

    private final int code;
    private final String sentence;

    FarewellCode(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Stable code on the wire. */
    public int code() {
        return code;
    }

    /** What an operator reads at either end, with the remedy where there is one. */
    public String sentence() {
        return sentence;
    }
}
