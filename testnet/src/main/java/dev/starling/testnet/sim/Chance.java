package dev.starling.testnet.sim;

import java.util.SplittableRandom;

/**
 * One generator for each concern, all from one seed, so that more of one kind of chance does not change another kind.
 * Confined to one thread.
 */
final class Chance {
    final SplittableRandom identities;
    final SplittableRandom weather;
    final SplittableRandom disks;
    final SplittableRandom clocks;
    final SplittableRandom faults;

    Chance(long seed) {
        SplittableRandom root = new SplittableRandom(seed);
        identities = root.split();
        weather = root.split();
        disks = root.split();
        clocks = root.split();
        faults = root.split();
    }
}
