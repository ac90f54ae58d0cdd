package dev.starling.testnet.durable;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.averaging.Flow;
import dev.starling.gossip.averaging.OuterStep;
import dev.starling.gossip.consolidation.Ballots;
import dev.starling.gossip.exchange.Ledger;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.Checkpoint.PairState;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.Answered;
import dev.starling.gossip.journal.JournalRecord.Completed;
import dev.starling.gossip.journal.JournalRecord.Declined;
import dev.starling.gossip.journal.JournalRecord.OfferClosed;
import dev.starling.gossip.journal.JournalRecord.Offered;
import dev.starling.gossip.journal.JournalRecord.OwnLife;
import dev.starling.gossip.journal.JournalRecord.PeerLife;
import dev.starling.gossip.journal.JournalRecord.Voided;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.testnet.durable.History.Generation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks from outside, on what a whole federation ever made durable, that no flow was lost, doubled or void. Three checks
 * that do not rest on each other:
 *
 * <ul>
 *   <li>one member through time: a checkpoint is the one before it, with its records replayed and one training step added.
 *       Momentum is zero, so the step is known exactly: the checkpoint's momentum vector is the displacement. Every bit of x
 *       is compared, and every sequence number;
 *   <li>the two ends of a pair: every transaction that one end finished is recorded at the other, once, with the same two
 *       signed headers, so that both computed the same flow. Only the last may be open;
 *   <li>all members together: the sum of x is what they started from and trained, within the bound of invariant I1.
 * </ul>
 */
final class FlowAudit {
    private static final double BOUND = 8 * 0x1p-24;

    private final Digest federation;
    private final Supplier<Parameters> parameters;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Transaction> transactions = new TreeMap<>();
    private final Set<String> unseen = new HashSet<>();
    private final double[] expected;
    private final double[] sum;
    private int additions;
    private int generations;
    private int gaps;

    /** What is known of one transaction: the lower id's records, and the higher id's. */
    private static final class Transaction {
        final String next;

        @Nullable
        Offered offered;

        @Nullable
        Snapshot mineOfLower;

        @Nullable
        JournalRecord endOfLower;

        @Nullable
        JournalRecord endOfHigher;

        @Nullable
        Snapshot mineOfHigher;

        boolean open;

        Transaction(String next) {
            this.next = next;
        }
    }

    /**
     * What came of it.
     *
     * @param problems in words, none when all is well
     * @param flows transactions that both ends applied
     * @param declined transactions that ended without a flow
     * @param open transactions that had not ended
     * @param unseen transactions of which one end fell into a gap
     * @param gaps checkpoints that were replaced before anybody looked
     * @param massError largest deviation of a sum over the bound of I1; NaN when there are gaps, in which flows are unknown
     */
    record Findings(
            List<String> problems,
            int flows,
            int declined,
            int open,
            int unseen,
            int generations,
            int gaps,
            double massError) {
        Findings {
            problems = List.copyOf(problems);
        }
    }

    private FlowAudit(Digest federation, Supplier<Parameters> parameters) {
        this.federation = federation;
        this.parameters = parameters;
        int d = parameters.get().dimension();
        this.expected = new double[d];
        this.sum = new double[d];
    }

    /**
     * Audits.
     *
     * @param parameters as every member made them at first
     */
    static Findings of(List<History> histories, Digest federation, Supplier<Parameters> parameters) {
        FlowAudit audit = new FlowAudit(federation, parameters);
        histories.forEach(audit::walk);
        return audit.conclude();
    }

    private void problem(PeerId member, String what) {
        problems.add(member + ": " + what);
    }

    private void walk(History history) {
        Generation before = null;
        Ledger ledger = null;
        for (Generation generation : history.generations()) {
            if (before != null && ledger != null) {
                if (generation.number() == before.number() + 1) {
                    follows(history, ledger.checkpoint(), generation);
                } else {
                    gap(history, ledger.checkpoint(), generation);
                }
            } else {
                add(expected, generation.checkpoint().parameters());
            }
            ledger = replayed(history.member(), generation);
            generation.records().forEach(record -> book(history.member(), generation, record));
            before = generation;
            generations++;
        }
        if (ledger != null) {
            Checkpoint last = ledger.checkpoint();
            add(sum, last.parameters());
            for (PairState pair : last.pairs()) {
                pair.open().ifPresent(open -> transaction(history.member(), pair.peer(), open.seq()).open = true);
            }
        }
    }

    private @Nullable Ledger replayed(PeerId member, Generation generation) {
        try {
            return Ledger.recover(
                    parameters.get(), Ballots.none(federation), generation.checkpoint(), generation.records());
        } catch (IllegalStateException e) {
            problem(member, "the journal of checkpoint " + generation.number() + " cannot be replayed: " + e);
            return null;
        }
    }

    private void follows(History history, Checkpoint was, Generation next) {
        Checkpoint is = next.checkpoint();
        PeerId member = history.member();
        if (is.life() != was.life()) {
            problem(member, "a new life");
        }
        if (is.slot() <= was.slot()) {
            problem(member, "slot " + is.slot() + " after slot " + was.slot());
        }
        for (PairState pair : was.pairs()) {
            boolean same = is.pairs().stream().anyMatch(other -> sameNumbers(pair, other));
            if (!same) {
                problem(member, "its numbers with " + pair.peer() + " changed without a record, at slot " + is.slot());
            }
        }
        float[] x = was.parameters().clone();
        float[] v = was.momentum().clone();
        boolean trained = is.latest().map(s -> s.header().header().stepsDone()).orElse(0) > 0;
        if (trained) {
            OuterStep.apply(x, v, is.momentum(), 0, history.share());
        }
        boolean equal = true;
        for (int k = 0; k < x.length; k++) {
            equal &= x[k] == is.parameters()[k];
            expected[k] += (double) x[k] - was.parameters()[k];
        }
        additions++;
        if (!equal) {
            problem(member, "its parameters changed by more than the records and one training, at slot " + is.slot());
        }
    }

    private static boolean sameNumbers(PairState one, PairState other) {
        return one.peer().equals(other.peer())
                && one.life() == other.life()
                && one.lastOffered() == other.lastOffered()
                && one.lastSeq() == other.lastSeq()
                && one.open().map(Checkpoint.Open::seq).equals(other.open().map(Checkpoint.Open::seq));
    }

    /** Checkpoints nobody saw: what they and their records say is taken on trust, and counted. */
    private void gap(History history, Checkpoint was, Generation next) {
        gaps++;
        for (PairState pair : next.checkpoint().pairs()) {
            PairState old = was.pairs().stream()
                    .filter(p -> p.peer().equals(pair.peer()))
                    .findFirst()
                    .orElse(null);
            long offered = old == null ? 0 : old.lastOffered() - (old.open().isPresent() ? 1 : 0);
            for (long seq = offered + 1; seq <= pair.lastOffered(); seq++) {
                unseen.add(key(history.member(), pair.peer(), seq));
            }
            for (long seq = old == null ? 1 : old.lastSeq() + 1; seq <= pair.lastSeq(); seq++) {
                unseen.add(key(pair.peer(), history.member(), seq));
            }
        }
        for (int k = 0; k < expected.length; k++) {
            expected[k] += (double) next.checkpoint().parameters()[k] - was.parameters()[k];
        }
    }

    private static String key(PeerId lower, PeerId higher, long seq) {
        return lower.hex() + " " + higher.hex() + " " + seq;
    }

    private Transaction transaction(PeerId lower, PeerId higher, long seq) {
        return transactions.computeIfAbsent(key(lower, higher, seq), k -> new Transaction(key(lower, higher, seq + 1)));
    }

    private void book(PeerId member, Generation generation, JournalRecord record) {
        if (record instanceof Offered r) {
            Transaction t = transaction(member, r.peer(), r.seq());
            if (t.offered != null) {
                problem(member, "offered " + r.seq() + " to " + r.peer() + " twice");
            }
            t.offered = r;
            t.mineOfLower = generation.checkpoint().latest().orElse(null);
        } else if (record instanceof Completed r) {
            endOfLower(transaction(member, r.peer(), r.seq()), member, r);
        } else if (record instanceof OfferClosed r) {
            endOfLower(transaction(member, r.peer(), r.seq()), member, r);
        } else if (record instanceof Answered r) {
            Transaction t = transaction(r.peer(), member, r.seq());
            endOfHigher(t, member, r);
            t.mineOfHigher = generation.checkpoint().latest().orElse(null);
        } else if (record instanceof Declined r) {
            endOfHigher(transaction(r.peer(), member, r.seq()), member, r);
        } else if (record instanceof Voided r) {
            problem(member, "a void with " + r.peer() + ", " + r.side() + " " + r.seq());
        } else if (record instanceof OwnLife) {
            problem(member, "it began a new life");
        } else if (record instanceof PeerLife r && lifeBefore(generation.checkpoint(), r.peer()) != 0) {
            problem(member, "a new life of " + r.peer());
        }
    }

    private static long lifeBefore(Checkpoint checkpoint, PeerId peer) {
        return checkpoint.pairs().stream()
                .filter(pair -> pair.peer().equals(peer))
                .mapToLong(PairState::life)
                .findFirst()
                .orElse(0);
    }

    private void endOfLower(Transaction t, PeerId member, JournalRecord end) {
        if (t.endOfLower != null) {
            problem(member, "ended a transaction with " + end.peer() + " twice");
        }
        t.endOfLower = end;
    }

    private void endOfHigher(Transaction t, PeerId member, JournalRecord end) {
        if (t.endOfHigher != null) {
            problem(member, "answered an offer of " + end.peer() + " twice");
        }
        t.endOfHigher = end;
    }

    /** Whoever leaves refuses the next offer of everybody, also of those who had none under way; nothing comes after that. */
    private boolean refusedOnLeaving(Transaction t) {
        return !t.open
                && t.offered == null
                && t.endOfLower == null
                && t.endOfHigher instanceof Declined
                && !transactions.containsKey(t.next);
    }

    private Findings conclude() {
        int flows = 0;
        int declined = 0;
        int open = 0;
        for (Map.Entry<String, Transaction> entry : transactions.entrySet()) {
            Transaction t = entry.getValue();
            if (unseen.contains(entry.getKey())) {
                continue;
            }
            if (t.endOfLower instanceof Completed && t.endOfHigher instanceof Answered answered) {
                flows++;
                additions += 2;
                checkSameSnapshots(entry.getKey(), t, answered);
            } else if (t.endOfLower instanceof OfferClosed && t.endOfHigher instanceof Declined) {
                declined++;
            } else if (refusedOnLeaving(t)) {
                declined++;
            } else if (t.open && t.endOfLower == null) {
                open++;
                if (t.endOfHigher instanceof Answered answered) {
                    stillToCome(t, answered);
                }
            } else {
                problems.add("transaction " + entry.getKey() + ": the lower id has " + kind(t.endOfLower)
                        + ", the higher id has " + kind(t.endOfHigher));
            }
        }
        return new Findings(
                problems,
                flows,
                declined,
                open,
                unseen.size(),
                generations,
                gaps,
                gaps == 0 ? massError() : Double.NaN);
    }

    private static String kind(@Nullable JournalRecord record) {
        return record == null ? "no record" : record.getClass().getSimpleName();
    }

    /** Root and degree: the flow follows from the two headers and the bodies that they name. */
    private void checkSameSnapshots(String key, Transaction t, Answered answered) {
        SignedHeader lower = t.mineOfLower == null ? null : t.mineOfLower.header();
        SignedHeader higher = t.mineOfHigher == null ? null : t.mineOfHigher.header();
        boolean same = answered.theirs().equals(lower)
                && t.offered != null
                && t.offered.theirs().equals(higher);
        if (!same || !Snapshot.matches(answered.theirs().header(), answered.body())) {
            problems.add("transaction " + key + ": the two ends computed with different snapshots");
        }
    }

    /** The higher id has subtracted a flow that the lower id has not added. */
    private void stillToCome(Transaction t, Answered answered) {
        Snapshot mine = Objects.requireNonNull(t.mineOfHigher);
        Parameters decoder = parameters.get();
        float[] flow = Flow.of(
                Flow.weight(
                        answered.theirs().header().degree(),
                        mine.header().header().degree()),
                Objects.requireNonNull(decoder.decode(new Snapshot(answered.theirs(), answered.body()))),
                Objects.requireNonNull(decoder.decode(mine)));
        for (int k = 0; k < flow.length; k++) {
            expected[k] -= flow[k];
        }
        additions++;
    }

    private static void add(double[] to, float[] vector) {
        for (int k = 0; k < to.length; k++) {
            to[k] += vector[k];
        }
    }

    private double massError() {
        double largest = 1;
        for (double value : sum) {
            largest = Math.max(largest, Math.abs(value));
        }
        double worst = 0;
        for (int k = 0; k < sum.length; k++) {
            worst = Math.max(worst, Math.abs(sum[k] - expected[k]));
        }
        return worst / (BOUND * largest * Math.sqrt(Math.max(1, additions)));
    }
}
