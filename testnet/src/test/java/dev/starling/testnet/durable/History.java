package dev.starling.testnet.durable;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that one member ever made durable, in order.
 *
 * @param share the factor on its displacements
 */
record History(PeerId member, float share, List<Generation> generations) {
    History {
        generations = List.copyOf(generations);
    }

    /**
     * One checkpoint with all records that followed it.
     *
     * @param number counts checkpoints; a number that is missing was replaced before anybody looked
     */
    record Generation(long number, Checkpoint checkpoint, List<JournalRecord> records) {
        Generation {
            records = List.copyOf(records);
        }
    }

    /** The same, without one record. */
    History without(JournalRecord lost) {
        List<Generation> others = new ArrayList<>();
        for (Generation generation : generations) {
            List<JournalRecord> records = generation.records().stream()
                    .filter(record -> record != lost)
                    .toList();
            others.add(new Generation(generation.number(), generation.checkpoint(), records));
        }
        return new History(member, share, others);
    }

    /** All records of a kind. */
    <R extends JournalRecord> List<R> records(Class<R> kind) {
        return generations.stream()
                .flatMap(generation -> generation.records().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
