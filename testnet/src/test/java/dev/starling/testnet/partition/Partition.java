package dev.starling.testnet.partition;

import java.util.Arrays;

/** A table dealt out: each member's rows and how its classes are mixed. Immutable. */
public final class Partition {
    private final int[][] members;
    private final int[] test;
    private final int[][] classCounts;

    /**
     * Sorts rows by their owners.
     *
     * @param rows that were dealt
     * @param members how many
     * @param owners what {@link Partitioner#deal} returned for them
     * @throws IllegalArgumentException if an owner is missing or not one of the members
     */
    public Partition(Rows rows, int members, int[] owners) {
        if (owners.length != rows.count() || Arrays.stream(owners).anyMatch(owner -> owner < -1 || owner >= members)) {
            throw new IllegalArgumentException("the owners do not fit " + rows + " and " + members + " members");
        }
        this.members = new int[members][];
        this.classCounts = new int[members][rows.classes()];
        for (int member = 0; member < members; member++) {
            this.members[member] = rowsOf(member, owners);
            for (int row : this.members[member]) {
                classCounts[member][rows.label(row)]++;
            }
        }
        this.test = rowsOf(-1, owners);
    }

    private static int[] rowsOf(int owner, int[] owners) {
        int[] rows = new int[(int) Arrays.stream(owners).filter(o -> o == owner).count()];
        int found = 0;
        for (int row = 0; row < owners.length; row++) {
            if (owners[row] == owner) {
                rows[found++] = row;
            }
        }
        return rows;
    }

    /** How many. */
    public int members() {
        return members.length;
    }

    /** A member's rows, ascending: positions in the table that was dealt. A copy. */
    public int[] rows(int member) {
        return members[member].clone();
    }

    /** The rows that nobody holds, ascending. A copy. */
    public int[] test() {
        return test.clone();
    }

    /** How many rows of each class a member holds. A copy. */
    public int[] classCounts(int member) {
        return classCounts[member].clone();
    }

    @Override
    public String toString() {
        return members.length + " members, " + test.length + " test rows";
    }
}
