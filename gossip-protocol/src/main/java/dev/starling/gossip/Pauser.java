package dev.starling.gossip;

/** Who wants a member to rest. Each takes back what it asked for itself; the member rests while either wants it to. */
public enum Pauser {
    /** A person. */
    OPERATOR,
    /** The site's times of training. */
    SCHEDULE
}
