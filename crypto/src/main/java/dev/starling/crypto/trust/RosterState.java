package dev.starling.crypto.trust;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Extension.Outcome;
import dev.starling.crypto.trust.document.Member;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a log amounts to: members, used tickets, removed peers. Filled while a roster is made, never changed afterwards. */
final class RosterState {
    private final int quorum;
    private final NavigableMap<PeerId, Member> members = new TreeMap<>();
    private final Set<Digest> usedInvitations = new HashSet<>();
    private final Map<PeerId, RosterEntry> revocations = new HashMap<>();
    private final Map<PeerId, Member> former = new HashMap<>();
    private @Nullable PooledStatistics statistics;

    /** Takes a log whose entries have all been judged before. */
    RosterState(int quorum, List<Member> founders, List<RosterEntry> judgedLog) {
        this.quorum = quorum;
        founders.forEach(founder -> members.put(founder.id(), founder));
        judgedLog.forEach(entry -> entry.change().handle(new Applying(entry)));
    }

    NavigableMap<PeerId, Member> members() {
        return Collections.unmodifiableNavigableMap(members);
    }

    boolean hasUsed(Digest invitation) {
        return usedInvitations.contains(invitation);
    }

    /** The entry that removed this peer. */
    Optional<RosterEntry> revocation(PeerId peer) {
        return Optional.ofNullable(revocations.get(peer));
    }

    /** Who this removed peer was. */
    Optional<Member> formerMember(PeerId peer) {
        return Optional.ofNullable(former.get(peer));
    }

    /** The sums that features are scaled by, once they are released. */
    Optional<PooledStatistics> statistics() {
        return Optional.ofNullable(statistics);
    }

    /** What a change does. */
    private final class Applying implements RosterChange.Handler<RosterEntry> {
        private final RosterEntry entry;

        Applying(RosterEntry entry) {
            this.entry = entry;
        }

        @Override
        public RosterEntry admission(Admission change) {
            members.put(change.newcomer().id(), change.newcomer());
            usedInvitations.add(change.invitation().id());
            return entry;
        }

        @Override
        public RosterEntry revocation(Revocation change) {
            former.put(change.member(), Objects.requireNonNull(members.remove(change.member())));
            revocations.put(change.member(), entry);
            return entry;
        }

        @Override
        public RosterEntry statistics(PooledStatistics change) {
            statistics = change;
            return entry;
        }
    }

    /**
     * Whether a change may be made to this roster, whoever signs it.
     *
     * @param roster the roster that this state belongs to
     */
    Outcome judge(RosterChange change, Roster roster) {
        return change.handle(new RosterChange.Handler<>() {
            @Override
            public Outcome admission(Admission admission) {
                PeerId newcomer = admission.newcomer().id();
                if (members.containsKey(newcomer)) {
                    return Outcome.ALREADY_MEMBER;
                }
                if (revocations.containsKey(newcomer)) {
                    return Outcome.REVOKED;
                }
                if (hasUsed(admission.invitation().id())) {
                    return Outcome.INVITATION_USED;
                }
                return InvitationCheck.withoutClock(admission.invitation(), roster) == InvitationCheck.VALID
                        ? Outcome.APPENDED
                        : Outcome.INVITATION_INVALID;
            }

            @Override
            public Outcome revocation(Revocation revocation) {
                if (!members.containsKey(revocation.member())) {
                    return Outcome.NOT_A_MEMBER;
                }
                return members.size() - 1 < quorum ? Outcome.TOO_FEW_LEFT : Outcome.APPENDED;
            }

            @Override
            public Outcome statistics(PooledStatistics pooled) {
                if (statistics != null) {
                    return Outcome.ALREADY_RELEASED;
                }
                return members.keySet().containsAll(pooled.participants()) ? Outcome.APPENDED : Outcome.NOT_A_MEMBER;
            }
        });
    }

    /** Whether what the change wants is so already. */
    boolean holds(RosterChange change) {
        return change.handle(new RosterChange.Handler<>() {
            @Override
            public Boolean admission(Admission admission) {
                return members.containsKey(admission.newcomer().id());
            }

            @Override
            public Boolean revocation(Revocation revocation) {
                return !members.containsKey(revocation.member());
            }

            @Override
            public Boolean statistics(PooledStatistics pooled) {
                return statistics != null;
            }
        });
    }
}
