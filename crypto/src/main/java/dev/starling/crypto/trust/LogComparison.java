package dev.starling.crypto.trust;

import dev.starling.crypto.trust.Reconciliation.Result;
import java.util.List;

/**
 * Brings two logs of one federation together. Valid logs are ordered, by length and then by the hash of the head (the
 * smaller is the greater log), and every member takes the greatest it has heard of; a maximum does not depend on the
 * order in which one hears, so members that have heard the same logs hold the same roster.
 */
final class LogComparison {
    private LogComparison() {}

    static Reconciliation reconcile(Roster ours, List<RosterEntry> theirs, int from) {
        if (from < 0) {
            return unchanged(ours, Result.INVALID);
        }
        if (from > ours.version()) {
            return unchanged(ours, Result.GAP);
        }
        int parting = firstDifference(ours, theirs, from);
        int theirVersion = from + theirs.size();
        if (parting == theirVersion) {
            return unchanged(ours, parting == ours.version() ? Result.SAME : Result.BEHIND);
        }
        List<RosterEntry> theirRest = theirs.subList(parting - from, theirs.size());
        if (parting == from && partedEarlier(ours, theirRest.get(0), from)) {
            return unchanged(ours, Result.GAP);
        }
        Roster candidate = ours.at(parting);
        for (RosterEntry entry : theirRest) {
            Extension extension = candidate.extend(entry);
            if (extension.outcome() != Extension.Outcome.APPENDED) {
                return unchanged(ours, Result.INVALID);
            }
            candidate = extension.roster();
        }
        if (parting == ours.version()) {
            return new Reconciliation(candidate, Result.EXTENDED, List.of());
        }
        return outranks(candidate, ours)
                ? new Reconciliation(candidate, Result.FORK_SWITCHED, displaced(ours.logAfter(parting), candidate))
                : new Reconciliation(ours, Result.FORK_KEPT, displaced(theirRest, ours));
    }

    private static int firstDifference(Roster ours, List<RosterEntry> theirs, int from) {
        int end = Math.min(ours.version(), from + theirs.size());
        int index = from;
        while (index < end
                && ours.log().get(index).hash().equals(theirs.get(index - from).hash())) {
            index++;
        }
        return index;
    }

    /** Their first entry stands at the right place but follows an entry that we do not have there. */
    private static boolean partedEarlier(Roster ours, RosterEntry first, int from) {
        return from > 0 && first.index() == from && !first.previous().equals(ours.headAt(from));
    }

    private static boolean outranks(Roster challenger, Roster holder) {
        if (challenger.version() != holder.version()) {
            return challenger.version() > holder.version();
        }
        return challenger.head().compareTo(holder.head()) < 0;
    }

    private static List<RosterEntry> displaced(List<RosterEntry> losing, Roster winner) {
        return losing.stream().filter(entry -> !winner.holds(entry.change())).toList();
    }

    private static Reconciliation unchanged(Roster ours, Result result) {
        return new Reconciliation(ours, result, List.of());
    }
}
