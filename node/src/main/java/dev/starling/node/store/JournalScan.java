package dev.starling.node.store;

import dev.starling.node.store.JournalFormat.Framed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is sound in a journal.
 *
 * @param records the bytes of each, in order
 * @param length bytes up to the end of the last sound record
 */
record JournalScan(List<byte[]> records, int length) {

    static JournalScan of(JournalFormat format, Path path, byte[] file) throws StoreException {
        byte[] head = format.head();
        if (file.length < head.length || !Arrays.equals(head, Arrays.copyOf(file, head.length))) {
            throw StoreException.damaged(path, "this is not the journal of the checkpoint beside it", null);
        }
        List<byte[]> records = new ArrayList<>();
        int offset = head.length;
        Optional<Framed> next = format.at(file, offset);
        while (next.isPresent()) {
            byte[] record = next.get().record();
            records.add(record);
            offset += JournalFormat.FRAME + record.length;
            next = format.at(file, offset);
        }
        refuseDamage(format, path, file, offset);
        return new JournalScan(records, offset);
    }

    /** A later record that was written when this offset was durable tells damage from a write cut short. */
    private static void refuseDamage(JournalFormat format, Path path, byte[] file, int offset) throws StoreException {
        for (int later = offset + 1; later < file.length; later++) {
            Optional<Framed> survivor = format.at(file, later);
            if (survivor.isPresent() && survivor.get().durable() > offset) {
                throw StoreException.damaged(
                        path, "the journal is damaged at byte " + offset + ": records after it are sound", null);
            }
        }
    }
}
