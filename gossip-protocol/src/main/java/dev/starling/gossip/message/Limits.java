package dev.starling.gossip.message;

import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.crypto.trust.RosterEntry;

/** The caps of wire version 1: what a reader allocates is bounded by these before it reads a length from a peer. */
public final class Limits {
    /** Version of frames and headers. */
    public static final int VERSION = 1;
    /** Bytes of a whole frame without its length prefix. */
    public static final int FRAME = 1 << 20;
    /** Bytes of a slice of a body. */
    public static final int SLICE = 256 * 1024;
    /** Bytes of a signed body. */
    public static final int BODY = 512 * 1024;
    /** Bytes of one roster entry. */
    public static final int ROSTER_ENTRY = RosterEntry.MAX_BYTES;
    /** Entries of one roster update. */
    public static final int ROSTER_ENTRIES = 256;
    /** Members in one message of hints. */
    public static final int HINTS = 200;
    /** Claims in one message. */
    public static final int CLAIMS = 32;
    /** Addresses of one member. */
    public static final int ADDRESSES = 8;
    /** Bytes of one address, host:port. */
    public static final int ADDRESS = 300;
    /** Bytes of a sentence for a person. */
    public static final int SENTENCE = 1000;
    /** Bytes of a charter. */
    public static final int CHARTER = 400 * 1024;
    /** Bytes of a charter's signature file. */
    public static final int CHARTER_SIGNATURES = 16 * 1024;

    /** Snapshots in one consolidated model. */
    public static final int PARTICIPANTS = 1000;
    /** Snapshots in a model that everybody fetches and adds; with more the members form the sum in rounds. */
    public static final int PARTICIPANTS_BY_HASH = 32;
    /** Signatures of one certificate: more than half of at most twice as many voters. */
    public static final int ENDORSEMENTS = 1000;
    /** Participants of a masked sum. */
    public static final int SUM_PARTICIPANTS = PooledStatistics.MAX_PARTICIPANTS;
    /** Words of a total that travels: metrics are a handful of words. */
    public static final int TOTAL_WORDS = 16;
    /** Words of 64 bits in a term of a masked sum. */
    public static final int SUM_WORDS = 1 << 24;

    private Limits() {}

    /** Slices of a body of so many bytes. */
    public static int slices(int bodyLength) {
        return Math.max(1, (bodyLength + SLICE - 1) / SLICE);
    }
}
