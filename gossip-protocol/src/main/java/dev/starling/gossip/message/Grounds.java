package dev.starling.gossip.message;

/** Why a member holds of another what it holds. */
public enum Grounds {
    OWN_WORD(0, "it says so itself"),
    NO_ANSWER(1, "it answered neither us nor those who asked for us"),
    LINK_LOST(2, "its link is gone, and nobody who was asked could reach it"),
    NO_LINK(3, "its link is gone; others still reach it, or have not been asked yet"),
    EQUIVOCATION(4, "it signed two different snapshots of one slot"),
    NOT_FINITE(5, "it signed a snapshot that is not finite"),
    TWO_VOTES(6, "it signed two lists, or two models, in one attempt of a consolidation");

    private final int code;
    private final String sentence;

    Grounds(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Stable code on the wire. */
    public int code() {
        return code;
    }

    /** For people, about a third one. */
    public String sentence() {
        return sentence;
    }
}
