package dev.starling.crypto.trust;

/** Whether an invitation opens the door; the first reason that applies, in this order. */
public enum InvitationCheck {
    /** It does. */
    VALID,
    /** It is for another federation. */
    WRONG_FEDERATION,
    /** Its signature does not match its content. */
    ALTERED,
    /** Whoever issued it is not a member. */
    UNKNOWN_INVITER,
    /** Its time is over. */
    EXPIRED,
    /** Somebody was admitted with it before. */
    USED
}
