package dev.starling.crypto.trust;

/** What a roster says about a peer. */
public enum TrustDecision {
    /** On the roster: may take part. */
    MEMBER,
    /** Not on the roster: the lobby at most. */
    STRANGER,
    /** Was on the roster until the others removed it: hears in the lobby that it was, and nothing else. */
    REVOKED
}
