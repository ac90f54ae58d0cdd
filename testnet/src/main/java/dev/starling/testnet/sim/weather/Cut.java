package dev.starling.testnet.sim.weather;

import java.util.BitSet;

/**
 * A partition: for a while nothing passes between two groups of members.
 *
 * @param from numbers of the members on one side
 * @param to numbers of the members on the other side
 * @param fromNanos when it begins
 * @param untilNanos when it heals
 * @param breaksLinks whether the ends notice at once that their links are gone; else frames vanish on links that look well
 */
public record Cut(BitSet from, BitSet to, long fromNanos, long untilNanos, boolean breaksLinks) {
    public Cut {
        if (fromNanos < 0 || untilNanos <= fromNanos) {
            throw new IllegalArgumentException("a cut heals after it began");
        }
        if (from.intersects(to)) {
            throw new IllegalArgumentException("no member is on both sides of a cut");
        }
    }

    /** Members {@code 0} to {@code first - 1} on one side, the others on the other. */
    public static Cut after(int first, int members, long fromNanos, long untilNanos) {
        BitSet low = new BitSet();
        low.set(0, first);
        BitSet high = new BitSet();
        high.set(first, members);
        return new Cut(low, high, fromNanos, untilNanos, false);
    }

    /** The same cut, noticed by those who have links across it. */
    public Cut breakingLinks() {
        return new Cut(from, to, fromNanos, untilNanos, true);
    }

    /** True when nothing passes between these two members now. */
    public boolean parts(int a, int b, long nowNanos) {
        return nowNanos >= fromNanos
                && nowNanos < untilNanos
                && ((from.get(a) && to.get(b)) || (from.get(b) && to.get(a)));
    }
}
