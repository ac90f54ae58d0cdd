package dev.starling.gossip.membership;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Admission;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterChange;
import dev.starling.crypto.trust.RosterEntry;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Roster entries on their way to a quorum: of each kind and subject one, the one that most have signed. Two members that
 * ask for the same thing in different words would never reach a quorum; so whoever has signed the one that loses signs
 * the one that wins. Confined to the engine's thread.
 */
final class Proposals {
    private static final int MOST = 64;

    private final Identity self;
    private final Map<Matter, RosterEntry> entries = new TreeMap<>();

    Proposals(Identity self) {
        this.self = self;
    }

    /** What is voted on, whatever the words. */
    private record Matter(int kind, Digest subject) implements Comparable<Matter> {
        static Matter of(RosterChange change) {
            return new Matter(change.kind(), change.subject());
        }

        @Override
        public int compareTo(Matter other) {
            return kind != other.kind ? Integer.compare(kind, other.kind) : subject.compareTo(other.subject);
        }
    }

    Collection<RosterEntry> all() {
        return List.copyOf(entries.values());
    }

    /** The proposal that wants the same as this change, or the same in other words. */
    Optional<RosterEntry> about(RosterChange change) {
        return Optional.ofNullable(entries.get(Matter.of(change)));
    }

    /** The admission of this newcomer. */
    Optional<RosterEntry> admissionOf(PeerId newcomer) {
        return entries.values().stream()
                .filter(entry -> entry.change() instanceof Admission admission
                        && admission.newcomer().id().equals(newcomer))
                .findFirst();
    }

    /** Forgets all: the log has gone on, and what was proposed fits its end no more. */
    List<RosterEntry> clear() {
        List<RosterEntry> forgotten = List.copyOf(entries.values());
        entries.clear();
        return forgotten;
    }

    /**
     * Takes a proposal or more signatures of it.
     *
     * @param own true when a person here asks for it: then it finds room
     * @return the proposal as it stands, if this said anything new
     */
    Optional<RosterEntry> hear(RosterEntry heard, Roster roster, boolean own) {
        RosterEntry sound = roster.verified(heard);
        Matter matter = Matter.of(sound.change());
        RosterEntry known = entries.get(matter);
        if (sound.signatures().isEmpty() && sound.change().vouchedForBy().isEmpty()) {
            return Optional.empty();
        }
        if (known == null && entries.size() >= MOST) {
            if (!own) {
                return Optional.empty();
            }
            entries.values().remove(leastSigned());
        }
        RosterEntry merged = signedIfDue(better(known, sound), known, roster);
        if (known != null && merged.equals(known)) {
            return Optional.empty();
        }
        entries.put(matter, merged);
        return Optional.of(merged);
    }

    private RosterEntry better(@Nullable RosterEntry known, RosterEntry heard) {
        if (known == null) {
            return heard;
        }
        if (known.hash().equals(heard.hash())) {
            return known.merge(heard);
        }
        return BY_STANDING.compare(known, heard) <= 0 ? known : heard;
    }

    /** Whoever vouches for a change has agreed to it; agreement to a matter holds for its other wording, too. */
    private RosterEntry signedIfDue(RosterEntry entry, @Nullable RosterEntry known, Roster roster) {
        PeerId own = self.peerId();
        boolean due = entry.change().vouchedForBy().filter(own::equals).isPresent()
                || (known != null && isSignedBy(known, own));
        return due && !isSignedBy(entry, own) ? entry.signedBy(self, roster.federation()) : entry;
    }

    private RosterEntry leastSigned() {
        return entries.values().stream().max(BY_STANDING).orElseThrow();
    }

    static boolean isSignedBy(RosterEntry entry, PeerId peer) {
        return entry.signatures().containsKey(peer);
    }

    /** Most signatures first, then the smaller hash: the same for everybody who has heard of both. */
    private static final Comparator<RosterEntry> BY_STANDING = Comparator.comparingInt(
                    (RosterEntry entry) -> -entry.signatures().size())
            .thenComparing(RosterEntry::hash);
}
