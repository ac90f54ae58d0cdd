package dev.starling.node.store;

import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import java.util.List;

/**
 * What a member knew when it last wrote.
 *
 * @param records what happened after the checkpoint, in order
 * @param droppedBytes bytes of a last write that a crash cut short, 0 when the journal ended cleanly
 */
public record Recovered(Checkpoint checkpoint, List<JournalRecord> records, long droppedBytes) {
    public Recovered {
        records = List.copyOf(records);
    }
}
