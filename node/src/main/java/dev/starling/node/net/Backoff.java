package dev.starling.node.net;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: the first, doubled at each failure up to the cap, and of that a random part between a half and
 * the whole, so that peers that lost each other at one moment do not meet in lockstep.
 */
record Backoff(Duration first, Duration cap, RandomGenerator jitter) {

    /**
     * The next pause in nanoseconds.
     *
     * @param failures how many attempts in a row have failed before, from 0
     */
    long nanos(int failures) {
        long whole = first.toNanos();
        for (int i = 0; i < failures && whole < cap.toNanos(); i++) {
            whole *= 2;
        }
        whole = Math.min(whole, cap.toNanos());
        return whole - jitter.nextLong(whole / 2 + 1);
    }
}
