package dev.starling.gossip.sums;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.JournalRecord.TermGiven;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.SumList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The lists that this member has given a term to, as its journal has them: what the release rules of the package are kept
 * against. Of the metrics of earlier models one record is kept for each set of participants. Confined to the engine's thread.
 */
public final class Given {
    /** Attempts at one metric. */
    private static final int MOST_ATTEMPTS = 16;
    /** Sets of participants that are looked at together. */
    private static final int MOST_COMBINED = 16;

    private final List<TermGiven> given = new ArrayList<>();

    /** One more, live or on recovery. */
    public void add(TermGiven record) {
        given.add(record);
        if (record.list().quantity().isMetric()) {
            forgetAttempts(record.list().quantity());
        }
    }

    /** Of metrics of other models than this one no attempt is made any more: only who took part still counts. */
    private void forgetAttempts(Quantity latest) {
        Set<List<PeerId>> sets = new HashSet<>();
        given.removeIf(record -> {
            Quantity quantity = record.list().quantity();
            boolean earlier = quantity.isMetric() && !quantity.equals(latest);
            return earlier && !sets.add(record.list().participants());
        });
    }

    /** What a checkpoint must carry: the records of metrics. */
    public List<TermGiven> kept() {
        return given.stream()
                .filter(record -> record.list().quantity().isMetric())
                .toList();
    }

    /**
     * A list of a like quantity that stands against this one: together with those before, its total would show something about
     * one or two members. The nearest; empty when none does.
     */
    Optional<SumList> against(Quantity quantity, List<PeerId> participants) {
        return against(like(quantity), participants);
    }

    /** The lists of like quantities that got a term. */
    List<SumList> like(Quantity quantity) {
        return given.stream()
                .map(TermGiven::list)
                .filter(list -> list.quantity().isLike(quantity))
                .toList();
    }

    /** Which of these stands against a list. */
    static Optional<SumList> against(List<SumList> before, List<PeerId> participants) {
        Set<List<PeerId>> sets = new LinkedHashSet<>();
        before.forEach(list -> sets.add(list.participants()));
        return sets.add(participants) && !(sets.size() <= MOST_COMBINED && Combined.areSafe(sets))
                ? before.stream().min(Comparator.comparingInt(list -> list.distance(participants)))
                : Optional.empty();
    }

    /** Whether no more attempts at a quantity are made. */
    boolean full(Quantity quantity) {
        long attempts = given.stream()
                .filter(record -> record.list().quantity().equals(quantity))
                .count();
        return quantity.isMetric() && attempts >= MOST_ATTEMPTS;
    }

    /** Whether a term went to a list with this hash. */
    boolean contains(Digest hash) {
        return given.stream().anyMatch(record -> record.list().hash().equals(hash));
    }

    /** Whether another term of this quantity was given before. */
    boolean contradicts(Quantity quantity, Digest term) {
        return given.stream()
                .anyMatch(record -> record.list().quantity().equals(quantity)
                        && !record.term().equals(term));
    }

    /** The highest attempt of this proposer. */
    int lastAttempt(PeerId proposer) {
        return given.stream()
                .map(TermGiven::list)
                .filter(list -> list.proposer().equals(proposer))
                .mapToInt(SumList::attempt)
                .max()
                .orElse(0);
    }
}
