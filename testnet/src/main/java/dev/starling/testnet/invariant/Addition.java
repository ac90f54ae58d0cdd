package dev.starling.testnet.invariant;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.Snapshot;

/** One addition to a member's parameters, as the books have it. Vectors have length d and are never written. */
sealed interface Addition {

    /** What was added to coordinate {@code k}. */
    double at(int k);

    /**
     * The outer step of a displacement.
     *
     * @param slot it was published in
     * @param displacement what training came to
     * @param momentum v after the step
     * @param step what was added to x
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Displaced(int slot, float[] displacement, float[] momentum, float[] step) implements Addition {
        @Override
        public double at(int k) {
            return step[k];
        }
    }

    /**
     * One end of a transaction.
     *
     * @param transaction which one
     * @param lower whether this end is the lower id, which adds the flow; the other subtracts it
     * @param mine own snapshot
     * @param theirs the peer's snapshot
     * @param flow F
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Flowed(Transaction transaction, boolean lower, Snapshot mine, Snapshot theirs, float[] flow)
            implements Addition {
        @Override
        public double at(int k) {
            return lower ? flow[k] : -(double) flow[k];
        }
    }

    /**
     * A transaction that will never finish on the other side; nothing is added.
     *
     * @param flow F as the record says it; empty where this end, the lower id, cannot know it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Voided(Transaction transaction, boolean lower, float[] flow) implements Addition {
        @Override
        public double at(int k) {
            return 0;
        }
    }

    /** Parameters came from outside: a newcomer's start, or a new life. */
    @SuppressWarnings("ArrayRecordComponent")
    record Replaced(float[] before, float[] after) implements Addition {
        @Override
        public double at(int k) {
            return (double) after[k] - before[k];
        }
    }

    /**
     * Names a transaction.
     *
     * @param life of the lower id
     */
    record Transaction(PeerId lower, PeerId higher, long life, long seq) {}
}
