package dev.starling.testnet.cli.sim;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;

/** Tells which option a value belongs to that is not what it should be. */
final class OptionValue {
    private OptionValue() {}

    /** Runs what throws when a value is out of its range, and names the option. */
    static void check(String option, Runnable uses) throws NodeFailure {
        try {
            uses.run();
        } catch (IllegalArgumentException e) {
            throw new NodeFailure(ExitCode.USAGE, option + ": " + e.getMessage());
        }
    }

    /** Refuses a value that is out of its range. */
    static void require(boolean holds, String option, String rule) throws NodeFailure {
        if (!holds) {
            throw new NodeFailure(ExitCode.USAGE, option + ": " + rule);
        }
    }
}
