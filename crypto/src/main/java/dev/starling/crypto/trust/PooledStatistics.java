package dev.starling.crypto.trust;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.util.List;

/**
 * From now on everybody computes with these figures: the exact sums over the participants' rows, by which features are scaled.
 * What the words mean follows from the charter. Released once: the log takes no second entry of the kind, so nobody can learn
 * about one member from two totals. Only those who took part know the totals, so only they have a voice.
 *
 * @param participants whose figures are summed, at least three, ascending
 * @param totals the sums, at most {@link #MAX_WORDS} words; only read
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the hash of the entry it stands in
public record PooledStatistics(List<PeerId> participants, long[] totals) implements RosterChange {
    static final int KIND = 3;

    /** Fewest participants: of two, each would learn the other's figures. */
    public static final int MIN_PARTICIPANTS = 3;

    /** Most participants. */
    public static final int MAX_PARTICIPANTS = 1024;

    /** Most words. */
    public static final int MAX_WORDS = 20_000;

    /**
     * Checks sizes and order.
     *
     * @throws IllegalArgumentException if they are out of bounds
     */
    public PooledStatistics {
        participants = List.copyOf(participants);
        if (participants.size() < MIN_PARTICIPANTS
                || participants.size() > MAX_PARTICIPANTS
                || totals.length > MAX_WORDS
                || !ascending(participants)) {
            throw new IllegalArgumentException("pooled statistics of " + participants.size() + " participants and "
                    + totals.length + " words, or out of order");
        }
    }

    private static boolean ascending(List<PeerId> ids) {
        for (int k = 1; k < ids.size(); k++) {
            if (ids.get(k - 1).compareTo(ids.get(k)) >= 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.statistics(this);
    }

    @Override
    public int kind() {
        return KIND;
    }

    /** Agreement to one total is no agreement to another. */
    @Override
    public Digest subject() {
        return Digest.of(ChangeCodec.content(this));
    }

    @Override
    public boolean mayBeVotedOnBy(PeerId voter) {
        return participants.contains(voter);
    }

    @Override
    public String toString() {
        return "PooledStatistics[participants " + participants.size() + ", words " + totals.length + "]";
    }
}
