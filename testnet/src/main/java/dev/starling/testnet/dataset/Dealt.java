package dev.starling.testnet.dataset;

import java.util.List;

/**
 * Who holds what.
 *
 * @param names of the members
 * @param owners for each row its member, {@link #TEST} or {@link #NOBODY}
 * @param split how it came about, as on the command line
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record Dealt(List<String> names, int[] owners, String split) {
    /** Owner of a test row. */
    static final int TEST = -1;

    /** Owner of a row without a label, which nobody can use. */
    static final int NOBODY = -2;

    Dealt {
        names = List.copyOf(names);
    }
}
