package dev.starling.testnet.invariant;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.testnet.invariant.Addition.Flowed;
import dev.starling.testnet.invariant.Addition.Transaction;
import dev.starling.testnet.invariant.Addition.Voided;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * I2: the two flows of a finished transaction cancel, bit for bit. And what I3 says of transactions: neither end applies one
 * twice, however often its messages come, and the same two snapshots are never swapped again. What I1 says of a void
 * transaction: the record names the flow that was applied, and the end that made it void never applies one.
 */
public final class CancellingFlows implements Auditor {
    private record End(PeerId self, PeerId peer) {}

    private record Side(Transaction transaction, boolean lower) {}

    private record Last(long life, long seq, Digest mine, Digest theirs) {}

    private final Map<Transaction, Flowed> half = new HashMap<>();
    private final Set<Side> voided = new HashSet<>();
    private final Map<End, Last> last = new HashMap<>();
    private long finished;

    @Override
    public void moved(Movement movement) {
        for (Addition addition : movement.additions()) {
            if (addition instanceof Flowed flowed) {
                if (movement.undone()) {
                    undo(flowed);
                } else {
                    apply(flowed);
                }
            } else if (addition instanceof Voided end) {
                if (movement.undone()) {
                    voided.remove(new Side(end.transaction(), end.lower()));
                } else {
                    end(end);
                }
            }
        }
    }

    private static End endOf(Flowed flowed) {
        Transaction t = flowed.transaction();
        return flowed.lower() ? new End(t.lower(), t.higher()) : new End(t.higher(), t.lower());
    }

    private void end(Voided end) {
        Transaction t = end.transaction();
        voided.add(new Side(t, end.lower()));
        Flowed applied = half.get(t);
        if (applied != null && applied.lower() == end.lower()) {
            Violation.unless(
                    !end.lower() && Arrays.equals(applied.flow(), end.flow()),
                    "I1",
                    "what is void of %s is not the flow that was applied",
                    t);
        }
    }

    private void apply(Flowed flowed) {
        Transaction t = flowed.transaction();
        Violation.unless(
                !voided.contains(new Side(t, flowed.lower())), "I1", "a flow is applied that is void already: %s", t);
        Last next = new Last(
                t.life(), t.seq(), flowed.mine().root(), flowed.theirs().root());
        Last before = last.put(endOf(flowed), next);
        if (before != null) {
            Violation.unless(
                    before.life() < t.life() || (before.life() == t.life() && before.seq() < t.seq()),
                    "I3",
                    "a flow is applied twice, or an old one: %s after %s",
                    t,
                    before);
            Violation.unless(
                    !before.mine().equals(next.mine()) || !before.theirs().equals(next.theirs()),
                    "I3",
                    "the same two snapshots are swapped twice: %s",
                    t);
        }
        Flowed other = half.remove(t);
        if (other == null) {
            half.put(t, flowed);
        } else {
            finished++;
            boolean cancel = other.lower() != flowed.lower()
                    && other.mine().root().equals(flowed.theirs().root())
                    && other.theirs().root().equals(flowed.mine().root())
                    && Arrays.equals(other.flow(), flowed.flow());
            Violation.unless(cancel, "I2", "the flows of %s do not cancel", t);
        }
    }

    /** A crash lost one end: the other one, if it was there, stands alone again. */
    private void undo(Flowed flowed) {
        Transaction t = flowed.transaction();
        last.put(endOf(flowed), new Last(t.life(), t.seq() - 1, Digest.of(), Digest.of()));
        if (half.remove(t) == null) {
            finished--;
            half.put(t, new Flowed(t, !flowed.lower(), flowed.theirs(), flowed.mine(), flowed.flow()));
        }
    }

    /** Transactions applied at both ends. */
    public long finished() {
        return finished;
    }

    /** Transactions applied at one end only, and void at neither. */
    public int open() {
        return (int) half.keySet().stream()
                .filter(t -> !voided.contains(new Side(t, true)) && !voided.contains(new Side(t, false)))
                .count();
    }

    /** Ends of transactions that are void. */
    public int voided() {
        return voided.size();
    }
}
