package dev.starling.testnet.partition;

import dev.starling.node.site.NodeFailure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A way to deal a table's rows to members, as different as real members' tables are, or as alike as they never are. Each
 * way is written as one word, which {@link #parse} reads and {@link #text} writes.
 *
 * <p>Whatever the way, a member gets at least {@value Floor#ROWS} rows, or nothing is dealt: with fewer it has none to
 * spare for its holdout.
 */
public sealed interface Partitioner permits Iid, Dirichlet, Shards, QuantitySkew, ByColumn, FromFile {

    /** All ways to write a split, for a help text. */
    String FORMS = Forms.LIST;

    /**
     * Reads one of {@link #FORMS}.
     *
     * @throws IllegalArgumentException with a message for whoever wrote the text: what is wrong, the nearest form and all
     *     forms
     */
    static Partitioner parse(String text) {
        return Forms.parse(text);
    }

    /** What {@link #parse} reads as an equal partitioner. */
    String text();

    /**
     * Deals the rows out. The same arguments give the same owners on every JVM.
     *
     * @param rows with {@linkplain Rows#withKeys keys} when this deals by a {@linkplain #column column}
     * @param members how many, at least one
     * @param seed chooses the rows, where there is a choice
     * @return for each row its owner, from 0 to members - 1, or -1 for a test row, which nobody holds; every member owns
     *     five rows at least
     * @throws NodeFailure when the rows cannot be dealt so, with the remedy
     */
    int[] deal(Rows rows, int members, long seed) throws NodeFailure;

    /** The column whose text this deals by, if it does. */
    default Optional<String> column() {
        return Optional.empty();
    }

    /** Whether this names an owner for every row of the table, test rows included, instead of choosing one. */
    default boolean namesEveryRow() {
        return false;
    }

    /**
     * How many members the rows themselves tell apart, if they do.
     *
     * @throws NodeFailure when what says so cannot be read
     */
    default OptionalInt naturalMembers(Rows rows) throws NodeFailure {
        return OptionalInt.empty();
    }

    /**
     * What the members are called in the table itself.
     *
     * @return a name for each member, in order; empty when the table has none for them
     */
    default List<String> names(Rows rows, int members) {
        return List.of();
    }
}
