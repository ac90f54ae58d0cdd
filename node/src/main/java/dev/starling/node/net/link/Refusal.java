package dev.starling.node.net.link;

import org.jspecify.annotations.Nullable;

/** Why a connection is refused: the code at the start of the reason in {@link LinkEvents#refused}, fit for a counter. */
public enum Refusal {
    /** No TLS 1.3 handshake with a sound certificate on both sides came about. */
    TLS_REFUSED,
    /** A frame was announced that exceeds the cap. */
    FRAME_TOO_LARGE,
    /** A frame of no bytes was announced. */
    FRAME_EMPTY,
    /** A stranger sent more than its allowance. */
    LOBBY_EXHAUSTED,
    /** A stranger opened a second connection. */
    LOBBY_SECOND_LINK,
    /** The lobby holds as many strangers as it may. */
    LOBBY_FULL,
    /** There are as many links, or handshakes under way, as there may be. */
    TOO_MANY_LINKS;

    private static final int MAX_DETAIL = 200;

    /** The reason text for {@link LinkEvents#refused}; what strangers put into the detail is made printable and short. */
    public String because(@Nullable String detail) {
        return name() + ": " + printable(detail);
    }

    /** What came from outside, made printable and short. */
    public static String printable(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "no reason given";
        }
        String clean = text.replaceAll("[^ -~]", "?");
        return clean.length() <= MAX_DETAIL ? clean : clean.substring(0, MAX_DETAIL) + "...";
    }
}
