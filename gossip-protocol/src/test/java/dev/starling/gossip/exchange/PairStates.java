package dev.starling.gossip.exchange;

import java.util.Arrays;

/**
 * A set of states of two words each that remembers the order in which they were found, and from which other one by what. 32
 * bytes a state at most, so that a hundred million fit into a few gigabytes.
 */
final class PairStates {
    private static final int FIRST = 1 << 12;

    private long[] high = new long[FIRST];
    private long[] low = new long[FIRST];
    private int[] before = new int[FIRST];
    private int[] action = new int[FIRST];
    private int[] table = new int[2 * FIRST];
    private int size;

    int size() {
        return size;
    }

    long high(int at) {
        return high[at];
    }

    long low(int at) {
        return low[at];
    }

    /** The state that this one was found from, -1 for the first. */
    int before(int at) {
        return before[at];
    }

    int action(int at) {
        return action[at];
    }

    boolean contains(long h, long l) {
        return table[place(h, l)] != 0;
    }

    boolean add(long h, long l) {
        return add(h, l, -1, 0);
    }

    /** False when it is there already. */
    boolean add(long h, long l, int from, int by) {
        int place = place(h, l);
        if (table[place] != 0) {
            return false;
        }
        if (size == high.length) {
            grow();
            place = place(h, l);
        }
        high[size] = h;
        low[size] = l;
        before[size] = from;
        action[size] = by;
        table[place] = ++size;
        return true;
    }

    private int place(long h, long l) {
        long mixed = (h * 0x9E3779B97F4A7C15L ^ l) * 0xC2B2AE3D27D4EB4FL;
        int place = (int) (mixed >>> 32) & table.length - 1;
        while (table[place] != 0 && (high[table[place] - 1] != h || low[table[place] - 1] != l)) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private void grow() {
        int larger = 2 * high.length;
        high = Arrays.copyOf(high, larger);
        low = Arrays.copyOf(low, larger);
        before = Arrays.copyOf(before, larger);
        action = Arrays.copyOf(action, larger);
        table = new int[2 * larger];
        for (int at = 0; at < size; at++) {
            table[place(high[at], low[at])] = at + 1;
        }
    }
}
