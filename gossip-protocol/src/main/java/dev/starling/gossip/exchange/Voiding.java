package dev.starling.gossip.exchange;

import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.Side;

/** Ends what is open with a peer whose side will never be known, and writes down what that leaves. */
final class Voiding {
    private final Ledger ledger;
    private final ExchangePort port;

    Voiding(Ledger ledger, ExchangePort port) {
        this.ledger = ledger;
        this.port = port;
    }

    /** True when there was anything to void. */
    boolean all(Pair pair) {
        Open open = pair.open();
        if (open != null) {
            port.record(new JournalRecord.Voided(pair.peer, pair.life(), open.seq(), Side.OFFERED, new float[0]));
        }
        if (pair.outcome() instanceof Replied replied) {
            float[] flow = ledger.parameters().flow(replied.theirs(), replied.mine());
            port.record(new JournalRecord.Voided(pair.peer, pair.life(), pair.lastSeq(), Side.ANSWERED, flow));
            return true;
        }
        return open != null;
    }
}
