package dev.starling.gossip.consolidation;

import java.util.ArrayList;
import java.util.List;

/**
 * One participant's part in the exact sum of n vectors in {@code ceil(log2 n)} rounds, for every n: window doubling on a
 * ring, the arithmetic of CECA (Ding et al. 2023, arXiv 2306.00256, section 3). In a round everybody sends one vector and
 * hears one, so no scheme with one message a round can be faster: a round at most doubles the number of inputs that a
 * participant depends on.
 *
 * <p>Positions 0 to n-1 stand on a ring. Accumulator A holds the sum over this position and its m predecessors, B over the m
 * predecessors alone; at first m = 0. The bits of n-1 are taken from the most significant one on. At a 1 the A of the
 * position m+1 before this one joins both, and m becomes 2m+1; at a 0 the B of the position m before joins both, and m
 * becomes 2m. At the end m = n-1 and A is the whole sum, every input counted once. Additions are modulo 2^64, so A has the
 * same bits everywhere. Confined to one thread.
 */
public final class WindowSum {
    private final List<Round> rounds;
    private final long[] a;
    private final long[] b;
    private int done;

    /** What travels in a round. */
    public enum Window {
        /** The sum over the sender and its m predecessors. */
        WITH_SENDER,
        /** The sum over the m predecessors of the sender. */
        PREDECESSORS
    }

    /**
     * What one position does in one round.
     *
     * @param to position that gets this one's window
     * @param from position whose window comes
     * @param window which of its sums everybody sends in this round
     */
    public record Round(int to, int from, Window window) {}

    /**
     * A participant before the first round.
     *
     * @param participants how many, n >= 1
     * @param position this one's, 0 to n-1
     * @param own this one's input; owned by the sum from now on
     */
    public WindowSum(int participants, int position, long[] own) {
        this.rounds = plan(participants, position);
        this.a = own;
        this.b = new long[own.length];
    }

    /** {@code ceil(log2 n)}. */
    public static int rounds(int participants) {
        if (participants < 1) {
            throw new IllegalArgumentException("a sum has at least one participant");
        }
        return Integer.SIZE - Integer.numberOfLeadingZeros(participants - 1);
    }

    /**
     * All rounds of one position, in order.
     *
     * @param participants how many, n >= 1
     * @param position 0 to n-1
     */
    public static List<Round> plan(int participants, int position) {
        int left = rounds(participants);
        if (position < 0 || position >= participants) {
            throw new IllegalArgumentException("position " + position + " of " + participants);
        }
        List<Round> plan = new ArrayList<>(left);
        int m = 0;
        while (left > 0) {
            int bit = (participants - 1) >>> --left & 1;
            int reach = m + bit;
            plan.add(new Round(
                    Math.floorMod(position + reach, participants),
                    Math.floorMod(position - reach, participants),
                    bit == 1 ? Window.WITH_SENDER : Window.PREDECESSORS));
            m = 2 * m + bit;
        }
        return List.copyOf(plan);
    }

    /** Length of the vectors. */
    public int length() {
        return a.length;
    }

    /** Number of the round that waits for its vector, from 0; the number of rounds when all are done. */
    public int round() {
        return done;
    }

    /** True when {@link #total} is the sum. */
    public boolean complete() {
        return done == rounds.size();
    }

    /** What this participant does in the round that waits. */
    public Round current() {
        return rounds.get(done);
    }

    /** A copy of the vector to be sent in the round that waits. */
    public long[] outgoing() {
        return (current().window() == Window.WITH_SENDER ? a : b).clone();
    }

    /**
     * The vector of the round that waits; the next round follows.
     *
     * @param window sent by the position {@link Round#from}; only read
     * @throws IllegalArgumentException when it has another length
     * @throws IllegalStateException when all rounds are done
     */
    public void incoming(long[] window) {
        if (complete()) {
            throw new IllegalStateException("all rounds are done");
        }
        if (window.length != a.length) {
            throw new IllegalArgumentException("a vector of " + window.length + " instead of " + a.length);
        }
        for (int k = 0; k < a.length; k++) {
            a[k] += window[k];
            b[k] += window[k];
        }
        done++;
    }

    /** The sum of all inputs modulo 2^64, owned by this object. */
    public long[] total() {
        if (!complete()) {
            throw new IllegalStateException("round " + done + " of " + rounds.size() + " is not done");
        }
        return a;
    }
}
