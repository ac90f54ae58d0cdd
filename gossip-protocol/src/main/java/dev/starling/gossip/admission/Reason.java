package dev.starling.gossip.admission;

/**
 * Why a message was not taken as it came. {@link #blameless} reasons are what an honest member with older news, or a lossy
 * network, brings about; the others count against the sender.
 */
public enum Reason {
    UNKNOWN_LINK(true),
    NOT_ON_ROSTER(true),
    NOT_FOR_THE_LOBBY(false),
    LOBBY_BREACH(false),
    FRAME_TOO_LARGE(false),
    TLS_REFUSED(true),
    TRUNCATED(false),
    WRONG_VERSION(true),
    WRONG_FEDERATION(true),
    UNKNOWN_KIND(false),
    MALFORMED(false),
    BAD_SIGNATURE(false),
    WRONG_AUTHOR(false),
    DUPLICATE(true),
    STALE(true),
    STALE_LIFE(true),
    SLOT_OUT_OF_RANGE(false),
    UNSCHEDULED(true),
    PASSED(true),
    DEGREE_USED_UP(true),
    BASE_UNKNOWN(true),
    WRONG_ENCODING(false),
    WRONG_LENGTH(false),
    WRONG_ROWS(true),
    EQUIVOCATION(false),
    QUARANTINED(true),
    UNASKED_SLICE(true),
    WRONG_ROOT(false),
    NON_FINITE(false),
    NORM_TOO_LARGE(false),
    NO_SUCH_TRANSACTION(true),
    NOT_NOW(true),
    HEADER_MISSING(true),
    ROSTER_INVALID(false),
    ROSTER_FORK(true),
    INVITATION_INVALID(false),
    INVITATION_EXPIRED(true),
    INVITATION_USED(false),
    ADDRESS_MALFORMED(false),
    ROSTER_UNKNOWN(true),
    NOT_A_VOTER(true),
    WRONG_LIST(false),
    CERTIFICATE_INVALID(false),
    REVOKED(true),
    INCARNATION_OUT_OF_RANGE(false);

    private final boolean blameless;

    Reason(boolean blameless) {
        this.blameless = blameless;
    }

    /** True when an honest member may cause it. */
    public boolean blameless() {
        return blameless;
    }
}
