package dev.starling.gossip.wire;

import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.Checkpoint.PairState;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.SignedHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The snapshots of one checkpoint, each once. They are told apart by their signed headers and not by their roots, which do
 * not cover the degree.
 */
final class SnapshotTable {
    static final int NONE = 0;

    private final List<Snapshot> snapshots = new ArrayList<>();
    private final Map<SignedHeader, Integer> numbers = new HashMap<>();

    static SnapshotTable of(Checkpoint checkpoint) {
        SnapshotTable table = new SnapshotTable();
        checkpoint.latest().ifPresent(table::add);
        for (PairState pair : checkpoint.pairs()) {
            pair.open().ifPresent(open -> table.add(open.mine()));
            if (pair.outcome() instanceof Replied replied) {
                table.add(replied.mine());
                table.add(replied.theirs());
            }
        }
        checkpoint.agreement().retained().ifPresent(table::add);
        return table;
    }

    /** False when it is in the table already. */
    boolean add(Snapshot snapshot) {
        boolean added = numbers.putIfAbsent(snapshot.header(), snapshots.size() + 1) == null;
        if (added) {
            snapshots.add(snapshot);
        }
        return added;
    }

    List<Snapshot> snapshots() {
        return snapshots;
    }

    /** Numbers begin with 1. */
    int numberOf(Snapshot snapshot) {
        Integer number = numbers.get(snapshot.header());
        if (number == null) {
            throw new IllegalArgumentException("a snapshot that is not in the table");
        }
        return number;
    }

    Snapshot numbered(int number) {
        if (number == NONE || number > snapshots.size()) {
            throw new MalformedException("the number of a snapshot that is not there");
        }
        return snapshots.get(number - 1);
    }
}
