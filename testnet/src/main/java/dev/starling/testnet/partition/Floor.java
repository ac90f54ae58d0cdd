package dev.starling.testnet.partition;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;

/** The fewest rows that a member is of use with. */
final class Floor {
    static final int ROWS = 5;

    private Floor() {}

    /** Refuses a table that is too small for its members, however it is dealt. */
    static void check(Rows rows, int members) throws NodeFailure {
        if (members < 1) {
            throw new IllegalArgumentException("rows are dealt to one member or more, not to " + members);
        }
        int most = rows.count() / ROWS;
        if (members > most) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    counted(members, "member") + ", but only " + counted(rows.count(), "row")
                            + ": every member needs at least " + ROWS + "; take a larger table"
                            + (most == 0 ? "" : ", or ask for at most " + counted(most, "member")));
        }
    }

    /** How many rows each member owns. */
    static int[] sizes(int[] owners, int members) {
        int[] sizes = new int[members];
        for (int owner : owners) {
            if (owner >= 0) {
                sizes[owner]++;
            }
        }
        return sizes;
    }

    static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
