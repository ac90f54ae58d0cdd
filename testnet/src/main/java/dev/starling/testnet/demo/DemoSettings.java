package dev.starling.testnet.demo;

import java.nio.file.Path;

/**
 * What can be chosen about a demonstration.
 *
 * @param seed chooses which rows each hospital has, and every batch
 * @param slots planned slots, at least {@link #FEWEST_SLOTS}
 * @param lan whether the nodes meet on a real interface instead of the loopback
 * @param directory everything is written below it; empty or absent at first
 * @param keep whether the hospitals' own directories stay afterwards
 */
record DemoSettings(long seed, int slots, boolean lan, Path directory, boolean keep) {
    /** Fewer leave no time to come late and to go early. */
    static final int FEWEST_SLOTS = 10;

    private static final double JOINS_AFTER = 0.6;
    private static final double LEAVES_AFTER = 0.7;

    DemoSettings {
        if (slots < FEWEST_SLOTS) {
            throw new IllegalArgumentException("the demonstration needs at least " + FEWEST_SLOTS + " slots");
        }
    }

    /** The slot after which the late hospital is let in. */
    int joinSlot() {
        return (int) Math.round(JOINS_AFTER * slots);
    }

    /** The slot after which one hospital goes. */
    int leaveSlot() {
        return (int) Math.round(LEAVES_AFTER * slots);
    }

    Path reportFile() {
        return directory.resolve("report.html");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path nodes() {
        return directory.resolve("nodes");
    }
}
