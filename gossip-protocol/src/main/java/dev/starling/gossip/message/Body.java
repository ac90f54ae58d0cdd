package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.util.List;
import java.util.Optional;

/** The bodies that travel under their author's signature. Lists are bounded by the codec. */
public sealed interface Body {

    /** Calls the method that belongs to this kind. */
    <R> R handle(Handler<R> handler);

    /** One method per kind of body. */
    interface Handler<R> {
        R hello(Hello body);

        R rosterUpdate(RosterUpdate body);

        R peerHints(PeerHints body);

        R join(Join body);

        R joinDecision(JoinDecision body);

        R vote(Vote body);

        R leave(Leave body);

        R pause(Pause body);

        R consolidationStatus(ConsolidationStatus body);

        R listProposal(ListProposal body);

        R consolidationVote(ConsolidationVote body);

        R consolidated(Consolidated body);

        R sumReady(SumReady body);

        R sumProposal(SumProposal body);

        R sumAnswer(SumAnswer body);

        R sumTotal(SumTotal body);
    }

    /**
     * First words on a link between members.
     *
     * @param life the author's life
     * @param slot the author's latest published slot, 0 before the first
     * @param rosterVersion entries in the author's roster log
     * @param rosterHead their head
     * @param yourLife the highest life the author knows of the receiver, 0 when none
     * @param yourSlot the highest slot of that life the author has seen a header of
     * @param addresses where the author can be dialled, host:port
     */
    record Hello(
            long life,
            int slot,
            int rosterVersion,
            Digest rosterHead,
            long yourLife,
            int yourSlot,
            List<String> addresses)
            implements Body {
        public Hello {
            addresses = List.copyOf(addresses);
        }

        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.hello(this);
        }
    }

    /** Roster entries from index {@code from} on, each as its own encoding. */
    record RosterUpdate(int from, List<byte[]> entries) implements Body {
        public RosterUpdate {
            entries = List.copyOf(entries);
        }

        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.rosterUpdate(this);
        }
    }

    /** Where other members may be found: hints, never trust. */
    record PeerHints(List<Hint> hints) implements Body {
        public PeerHints {
            hints = List.copyOf(hints);
        }

        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.peerHints(this);
        }
    }

    /** Addresses of one member, host:port; none says that it can only dial out. */
    record Hint(PeerId peer, List<String> addresses) {
        public Hint {
            addresses = List.copyOf(addresses);
        }
    }

    /** A newcomer in the lobby presents its invitation and who it is, both in their own encodings. */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Join(byte[] invitation, byte[] member) implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.join(this);
        }
    }

    /**
     * The answer to a {@link Join}. The charter is empty unless the newcomer is admitted; the roster follows in {@link
     * RosterUpdate}s.
     *
     * @param status what was decided
     * @param reason one sentence for a person
     * @param charter exact bytes of the charter
     * @param charterSignatures the signature file beside it
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record JoinDecision(JoinStatus status, String reason, byte[] charter, byte[] charterSignatures) implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.joinDecision(this);
        }
    }

    /** A proposed roster entry with the signatures collected so far, in its own encoding. */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Vote(byte[] entry) implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.vote(this);
        }
    }

    /** The author goes, with all its transactions finished. */
    record Leave(long life, int slot) implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.leave(this);
        }
    }

    /**
     * The author rests after this slot and is not to be waited for, or goes on. Its next header says that it goes on, too.
     *
     * @param slot its latest slot
     */
    record Pause(long life, int slot, boolean paused) implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.pause(this);
        }
    }

    /**
     * Where the author stands in the agreement on the next consolidated model: for the proposer of the attempt, and for
     * whoever is behind.
     *
     * @param index consolidation that the author has not seen decided
     * @param attempt the author's attempt; 0 asks for what was decided from {@code index} on and nothing else
     * @param own the author's snapshot for it, empty while it has none
     * @param lock the list that the author has signed a model of, with the certificate of the attempt
     */
    record ConsolidationStatus(int index, int attempt, Optional<Participant> own, Optional<ListCertificate> lock)
            implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.consolidationStatus(this);
        }
    }

    /**
     * The proposer of an attempt asks for signatures under a list.
     *
     * @param proofAttempt attempt in which {@code proof} certified the same list, 0 without proof; equal to {@code attempt}
     *     once the list is certified in this one
     * @param proof signatures of more than half of the voters in that attempt
     */
    record ListProposal(int attempt, ModelList list, int proofAttempt, List<Endorsement> proof) implements Body {
        public ListProposal {
            proof = List.copyOf(proof);
        }

        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.listProposal(this);
        }
    }

    /**
     * One signature for the proposer: under a list, or under the model that is its mean.
     *
     * @param model empty for the list itself
     * @param signature over the statement, 64 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record ConsolidationVote(int index, int attempt, Digest list, Optional<Digest> model, byte[] signature)
            implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.consolidationVote(this);
        }
    }

    /** A consolidation is decided. */
    record Consolidated(ModelCertificate certificate) implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.consolidated(this);
        }
    }

    /**
     * The author's term of a masked sum is ready, and it does not know the total.
     *
     * @param quantity what is to be summed
     * @param rosterHead head of the author's roster
     * @param words length of the term; 0 from who has none to give and asks for the total
     */
    record SumReady(Quantity quantity, Digest rosterHead, int words) implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.sumReady(this);
        }
    }

    /**
     * The author proposes the participants of a masked sum.
     *
     * @param go false to ask for agreement, true when all have agreed and the rounds begin
     */
    record SumProposal(SumList list, boolean go) implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.sumProposal(this);
        }
    }

    /**
     * A participant's answer to the proposer.
     *
     * @param list hash of the proposed list
     * @param earlier the list that the author gave its term to and that stands against the proposed one
     */
    record SumAnswer(Digest list, boolean accepted, Optional<SumList> earlier) implements Body {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.sumAnswer(this);
        }
    }

    /**
     * The total of a masked sum.
     *
     * @param total as many words as the list says; only read
     * @param endorsements signatures of participants who have computed the same total, by ascending id
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record SumTotal(SumList list, long[] total, List<Endorsement> endorsements) implements Body {
        public SumTotal {
            endorsements = List.copyOf(endorsements);
        }

        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.sumTotal(this);
        }
    }
}
