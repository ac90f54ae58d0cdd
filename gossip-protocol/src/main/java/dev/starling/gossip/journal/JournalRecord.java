package dev.starling.gossip.journal;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SumList;

/**
 * One durable step of the exchange after a checkpoint. The ledger of {@code gossip.exchange} applies it by one method, live
 * and on recovery. Arrays are shared and never written.
 */
public sealed interface JournalRecord {

    /** The other side of the pair; the member itself where there is no other. */
    PeerId peer();

    /** Calls the method that belongs to this kind. */
    <R> R handle(Handler<R> handler);

    /** One method per kind of record. */
    interface Handler<R> {
        R offered(Offered record);

        R completed(Completed record);

        R offerClosed(OfferClosed record);

        R answered(Answered record);

        R declined(Declined record);

        R voided(Voided record);

        R peerLife(PeerLife record);

        R ownLife(OwnLife record);

        R listSigned(ListSigned record);

        R modelSigned(ModelSigned record);

        R consolidated(Consolidated record);

        R silenced(Silenced record);

        R termGiven(TermGiven record);
    }

    /** The lower id: transaction {@code seq} is open, with the own latest snapshot {@code own} for {@code theirs}. */
    record Offered(PeerId peer, long seq, Digest own, SignedHeader theirs) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.offered(this);
        }
    }

    /** The lower id: the peer replied with this body; x += F. */
    @SuppressWarnings("ArrayRecordComponent")
    record Completed(PeerId peer, long seq, byte[] body) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.completed(this);
        }
    }

    /** The lower id: the peer refused. */
    record OfferClosed(PeerId peer, long seq, RefusalCode code) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.offerClosed(this);
        }
    }

    /** The higher id: answered from the own latest snapshot {@code own}; last = seq, x -= F. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answered(PeerId peer, long seq, Digest own, SignedHeader theirs, byte[] body) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.answered(this);
        }
    }

    /** The higher id: refused for good; last = seq. */
    record Declined(PeerId peer, long seq, RefusalCode code) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.declined(this);
        }
    }

    /**
     * A transaction will never finish on the other side.
     *
     * @param side which of the two this member was
     * @param flow F where it is known (the higher id), else empty
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Voided(PeerId peer, long life, long seq, Side side, float[] flow) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.voided(this);
        }
    }

    /** The side of a transaction that a member was on. */
    enum Side {
        OFFERED,
        ANSWERED
    }

    /** The peer announced a new life: its sequence numbers begin anew. */
    record PeerLife(PeerId peer, long life) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.peerLife(this);
        }
    }

    /** This member found that its state is older than what peers saw of it: a new life, the own numbers begin anew. */
    record OwnLife(PeerId peer, long life, int slot) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.ownLife(this);
        }
    }

    /** This member signs a list of the running consolidation, and no other one in this attempt. */
    record ListSigned(PeerId peer, int attempt, Digest list) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.listSigned(this);
        }
    }

    /** This member signs the model that is the mean of a certified list: from here on it is locked on the list. */
    record ModelSigned(PeerId peer, ListCertificate certificate, Digest model) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.modelSigned(this);
        }
    }

    /** A consolidation is decided; the next one runs. */
    record Consolidated(PeerId peer, ModelCertificate certificate) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.consolidated(this);
        }
    }

    /**
     * This life of the member signs nothing until a model is the mean of a snapshot of its own: what it signed in a state
     * that it has lost is not known, and what it may have signed is decided by then.
     */
    record Silenced(PeerId peer, long life) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.silenced(this);
        }
    }

    /**
     * This member gives its term of a masked sum to this list. A checkpoint carries those of metrics only: before the figures
     * for scaling are released no slot is published, and afterwards the roster's log says what was released.
     *
     * @param peer this member
     * @param term SHA-256 of the term
     */
    record TermGiven(PeerId peer, SumList list, Digest term) implements JournalRecord {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.termGiven(this);
        }
    }
}
