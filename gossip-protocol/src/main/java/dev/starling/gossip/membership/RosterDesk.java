package dev.starling.gossip.membership;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.crypto.trust.Admission;
import dev.starling.crypto.trust.Extension;
import dev.starling.crypto.trust.InvitationCheck;
import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.crypto.trust.Reconciliation;
import dev.starling.crypto.trust.Revocation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterChange;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.TrustDecision;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.crypto.trust.document.TrustFormatException;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Body.Join;
import dev.starling.gossip.message.Body.JoinDecision;
import dev.starling.gossip.message.Body.RosterUpdate;
import dev.starling.gossip.message.Body.Vote;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.gossip.message.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the roster: reconciles it with the others' by anti-entropy, admits newcomers who present an invitation, removes
 * members, collects signatures where the charter asks for more than one. With a quorum of one any member admits whoever
 * brings a valid invitation; with more, the inviter's signature follows from its invitation and the others approve by
 * hand. A removal is asked for by hand by each of its signers. Whoever was removed is not listened to any
 * more, its own log included: else a stolen key would fork itself back in where the quorum is one. So of two who remove
 * each other at once that one stays whom the others heard first, and the others agree on which. Confined to the engine's thread.
 */
public final class RosterDesk {
    private final Identity self;
    private final SignedCharter charter;
    private final RosterPort port;
    private final Proposals proposals;
    private Roster roster;

    public RosterDesk(Identity self, Roster roster, SignedCharter charter, RosterPort port) {
        this.self = self;
        this.roster = roster;
        this.charter = charter;
        this.port = port;
        this.proposals = new Proposals(self);
    }

    /** The roster as it stands. */
    public Roster roster() {
        return roster;
    }

    /** Proposed entries that wait for more signatures. */
    public Collection<RosterEntry> proposals() {
        return proposals.all();
    }

    /** Anti-entropy: the peer's roster is in this state; it gets what it lacks. */
    public void compare(PeerId peer, int version, Digest head) {
        if (head.equals(roster.head()) || version > roster.version()) {
            return;
        }
        boolean behind = headAt(version).equals(head);
        if (!behind) {
            port.alarm("the roster of " + peer + " has forked from ours; the longer log will win");
        }
        updates(behind ? version : 0, roster.version()).forEach(update -> port.send(peer, update));
    }

    /**
     * A peer that was removed says how far its roster goes: it hears of the log up to its own removal, and of nothing
     * that came later.
     */
    public void tellRemoved(long link, RosterEntry revocation, int version, Digest head) {
        int end = revocation.index() + 1;
        boolean behind = version < end && headAt(version).equals(head);
        updates(behind ? version : 0, end).forEach(update -> port.sendOn(link, update));
    }

    /** Entries of the peer's log. */
    public void update(PeerId from, RosterUpdate update) {
        List<RosterEntry> entries = new ArrayList<>();
        try {
            for (byte[] entry : update.entries()) {
                entries.add(RosterEntry.decode(entry));
            }
        } catch (TrustFormatException e) {
            port.verdict(from, Verdict.of(Reason.ROSTER_INVALID));
            return;
        }
        int before = roster.version();
        Reconciliation outcome = roster.reconcile(entries, update.from());
        switch (outcome.result()) {
            case EXTENDED -> replace(outcome.roster(), before);
            case FORK_SWITCHED -> {
                port.alarm("the roster had forked; changed over to the log that " + from + " holds");
                port.verdict(from, Verdict.of(Reason.ROSTER_FORK));
                replace(outcome.roster(), 0);
                outcome.displaced().forEach(this::proposeAgain);
            }
            case FORK_KEPT -> {
                port.alarm("the roster of " + from + " has forked from ours; ours stands");
                port.verdict(from, Verdict.of(Reason.ROSTER_FORK));
            }
            case INVALID -> port.verdict(from, Verdict.of(Reason.ROSTER_INVALID));
            case SAME, BEHIND -> port.verdict(from, Verdict.of(Reason.DUPLICATE));
            case GAP -> port.verdict(from, Verdict.later(Reason.STALE));
        }
    }

    /** A stranger in the lobby asks to join; it is answered on its link. */
    public void join(long link, VerifyingKey author, Join join, Instant now) {
        PeerId newcomer = author.peerId();
        Member member;
        Invitation invitation;
        try {
            member = Member.decode(join.member());
            invitation = Invitation.decode(join.invitation());
        } catch (TrustFormatException | IllegalArgumentException e) {
            port.verdict(newcomer, Verdict.of(Reason.MALFORMED));
            decide(link, newcomer, "", JoinStatus.REFUSED, "the request cannot be read: " + e.getMessage());
            return;
        }
        String organisation = member.organisation();
        if (!member.identity().signingKey().equals(author)) {
            port.verdict(newcomer, Verdict.of(Reason.WRONG_AUTHOR));
            decide(link, newcomer, organisation, JoinStatus.REFUSED, "the request was signed with another key");
        } else if (roster.contains(newcomer)) {
            welcome(link, newcomer, organisation);
        } else if (roster.decide(newcomer) == TrustDecision.REVOKED) {
            port.verdict(newcomer, Verdict.of(Reason.REVOKED));
            decide(
                    link,
                    newcomer,
                    organisation,
                    JoinStatus.REFUSED,
                    "this identity was removed from the federation; only with a new identity and a new invitation can"
                            + " its organisation come back");
        } else {
            InvitationCheck check = InvitationCheck.of(invitation, roster, now);
            if (check == InvitationCheck.VALID) {
                admit(link, member, invitation);
            } else {
                port.verdict(newcomer, Verdict.of(reasonOf(check)));
                decide(link, newcomer, organisation, JoinStatus.REFUSED, sentenceOf(check));
            }
        }
    }

    private void admit(long link, Member member, Invitation invitation) {
        RosterEntry proposed = RosterEntry.propose(roster, new Admission(member, invitation));
        if (roster.quorum() == 1) {
            extend(proposed.signedBy(self, roster.federation()));
            welcome(link, member.id(), member.organisation());
        } else {
            collect(proposed, false);
            decide(
                    link,
                    member.id(),
                    member.organisation(),
                    JoinStatus.PENDING,
                    "the charter asks for " + roster.quorum() + " approvals: members run `starling approve "
                            + member.id().shortHex() + "`, then run `starling join` again");
        }
    }

    private void welcome(long link, PeerId newcomer, String organisation) {
        if (roster.contains(newcomer)) {
            port.sendOn(
                    link, new JoinDecision(JoinStatus.ADMITTED, "welcome", charter.charter(), charter.signatureFile()));
            updates(0, roster.version()).forEach(update -> port.sendOn(link, update));
            port.joinDecided(newcomer, organisation, JoinStatus.ADMITTED, "");
        } else {
            decide(link, newcomer, organisation, JoinStatus.REFUSED, "the roster changed meanwhile; run join again");
        }
    }

    private void decide(long link, PeerId newcomer, String organisation, JoinStatus status, String reason) {
        port.sendOn(link, new JoinDecision(status, reason, new byte[0], new byte[0]));
        port.joinDecided(newcomer, organisation, status, reason);
    }

    /** Signatures for a proposed entry; an admission whose invitation does not hold at this time is nobody's business. */
    public void vote(PeerId from, Vote vote, Instant now) {
        try {
            RosterEntry heard = RosterEntry.decode(vote.entry());
            Optional<Reason> objection = heard.change().handle(new Objecting(now));
            if (objection.isPresent()) {
                port.verdict(from, Verdict.of(objection.get()));
            } else {
                collect(heard, false);
            }
        } catch (TrustFormatException e) {
            port.verdict(from, Verdict.of(Reason.ROSTER_INVALID));
        }
    }

    /** Why a proposed change is not even to be considered. */
    private final class Objecting implements RosterChange.Handler<Optional<Reason>> {
        private final Instant now;

        Objecting(Instant now) {
            this.now = now;
        }

        @Override
        public Optional<Reason> admission(Admission change) {
            InvitationCheck check = InvitationCheck.of(change.invitation(), roster, now);
            return check == InvitationCheck.VALID ? Optional.empty() : Optional.of(reasonOf(check));
        }

        @Override
        public Optional<Reason> revocation(Revocation change) {
            return roster.contains(change.member()) ? Optional.empty() : Optional.of(Reason.DUPLICATE);
        }

        @Override
        public Optional<Reason> statistics(PooledStatistics change) {
            return roster.statistics().isEmpty() ? Optional.empty() : Optional.of(Reason.DUPLICATE);
        }
    }

    /** The total of the founders' figures is known here; it stands in the log once a quorum of those who took part say so. */
    public void summed(List<PeerId> participants, long[] totals) {
        PooledStatistics change = new PooledStatistics(participants, totals);
        if (roster.judge(change) == Extension.Outcome.APPENDED) {
            RosterEntry entry = proposals
                    .about(change)
                    .orElseGet(() -> RosterEntry.propose(roster, change))
                    .signedBy(self, roster.federation());
            if (roster.quorum() == 1) {
                extend(entry);
            } else {
                collect(entry, true);
            }
        }
    }

    /** This member approves a pending newcomer; false when none of that id is pending. */
    public boolean approve(PeerId newcomer) {
        Optional<RosterEntry> proposed = proposals.admissionOf(newcomer);
        proposed.ifPresent(entry -> collect(entry.signedBy(self, roster.federation()), true));
        return proposed.isPresent();
    }

    /** A person here wants a member removed, or agrees to it where others have proposed it. */
    public void revoke(Revocation wanted) {
        Extension.Outcome outcome =
                wanted.member().equals(self.peerId()) ? Extension.Outcome.BAD_SIGNATURE : roster.judge(wanted);
        if (outcome != Extension.Outcome.APPENDED) {
            port.alarm("not revoked: " + sentenceOf(outcome, wanted.member()));
            return;
        }
        RosterEntry entry = proposals
                .about(wanted)
                .orElseGet(() -> RosterEntry.propose(roster, wanted))
                .signedBy(self, roster.federation());
        if (roster.quorum() == 1) {
            extend(entry);
        } else {
            collect(entry, true);
        }
    }

    private String sentenceOf(Extension.Outcome outcome, PeerId member) {
        return switch (outcome) {
            case BAD_SIGNATURE -> "a member has no vote on itself; to go, run `starling leave`";
            case TOO_FEW_LEFT ->
                "without " + member + " there would be " + (roster.size() - 1) + " members, fewer than the quorum of "
                        + roster.quorum();
            default -> member + " is not a member";
        };
    }

    /** Merges signatures of a proposal; says it on when it learnt something; extends the roster when there are enough. */
    private void collect(RosterEntry heard, boolean own) {
        boolean fits = roster.contains(self.peerId())
                && heard.previous().equals(roster.head())
                && heard.index() == roster.version()
                && roster.judge(heard.change()) == Extension.Outcome.APPENDED;
        if (fits) {
            boolean known = proposals.about(heard.change()).isPresent();
            proposals.hear(heard, roster, own).ifPresent(entry -> {
                port.broadcast(new Vote(entry.encode()));
                if (entry.signatures().size() >= roster.quorum()) {
                    extend(entry);
                } else if (!known && !own && entry.change() instanceof Revocation revocation) {
                    port.alarm("the removal of " + revocation.member() + " is proposed (" + revocation.reason()
                            + "), signed by " + entry.signatures().size() + " of " + roster.quorum()
                            + "; to agree run `starling revoke "
                            + revocation.member().shortHex() + "`");
                }
            });
        }
    }

    /** What this member signed before is signed again where the log has gone on without it. */
    private void proposeAgain(RosterEntry passed) {
        boolean ours = Proposals.isSignedBy(passed, self.peerId()) && roster.contains(self.peerId());
        if (ours && roster.judge(passed.change()) == Extension.Outcome.APPENDED) {
            RosterEntry entry = RosterEntry.propose(roster, passed.change()).signedBy(self, roster.federation());
            if (roster.quorum() == 1) {
                extend(entry);
            } else {
                collect(entry, true);
            }
        }
    }

    private void extend(RosterEntry entry) {
        int before = roster.version();
        Extension extension = roster.extend(entry);
        if (extension.outcome() == Extension.Outcome.APPENDED) {
            replace(extension.roster(), before);
        }
    }

    /** Goes over to another roster: keeps it, tells the others, and only then lets go of whoever was removed. */
    private void replace(Roster next, int tellFrom) {
        Roster before = roster;
        List<RosterEntry> waiting = proposals.clear();
        roster = next;
        port.rosterChanged(next);
        if (next.contains(self.peerId())) {
            updates(tellFrom, next.version()).forEach(port::broadcast);
        }
        for (Member member : before.members()) {
            next.revocation(member.id()).ifPresent(entry -> port.removed(member, entry));
        }
        waiting.forEach(this::proposeAgain);
    }

    /** The log from one index to another, in as many messages as the wire's limits ask for. */
    private List<RosterUpdate> updates(int from, int to) {
        List<RosterUpdate> updates = new ArrayList<>();
        List<byte[]> entries = new ArrayList<>();
        int start = from;
        int bytes = 0;
        for (RosterEntry logged : roster.log().subList(from, to)) {
            byte[] entry = logged.encode();
            if (entries.size() == Limits.ROSTER_ENTRIES || bytes + entry.length > Limits.BODY / 2) {
                updates.add(new RosterUpdate(start, entries));
                start += entries.size();
                entries = new ArrayList<>();
                bytes = 0;
            }
            entries.add(entry);
            bytes += entry.length + Integer.BYTES;
        }
        updates.add(new RosterUpdate(start, entries));
        return updates;
    }

    private Digest headAt(int version) {
        return version == 0
                ? roster.federation()
                : roster.log().get(version - 1).hash();
    }

    private static Reason reasonOf(InvitationCheck check) {
        return switch (check) {
            case EXPIRED -> Reason.INVITATION_EXPIRED;
            case USED -> Reason.INVITATION_USED;
            case WRONG_FEDERATION -> Reason.WRONG_FEDERATION;
            case VALID, ALTERED, UNKNOWN_INVITER -> Reason.INVITATION_INVALID;
        };
    }

    private static String sentenceOf(InvitationCheck check) {
        return switch (check) {
            case EXPIRED -> "the invitation has expired; ask the member who invited you for a new one";
            case USED -> "the invitation was used before; ask the member who invited you for a new one";
            case WRONG_FEDERATION -> "the invitation is for another federation";
            case ALTERED -> "the invitation was altered: its signature does not hold; copy it again";
            case UNKNOWN_INVITER -> "whoever signed the invitation is not a member";
            case VALID -> "";
        };
    }
}
