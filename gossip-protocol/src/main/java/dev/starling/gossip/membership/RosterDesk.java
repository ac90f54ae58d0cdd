package dev.starling.gossip.membership;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.crypto.trust.Admission;
import dev.starling.crypto.trust.Extension;
import dev.starling.crypto.trust.Invitation;
import dev.starling.crypto.trust.InvitationCheck;
import dev.starling.crypto.trust.Member;
import dev.starling.crypto.trust.Reconciliation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.SignedCharter;
import dev.starling.crypto.trust.TrustFormatException;
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
import java.util.TreeMap;

/**
 * Keeps the roster: reconciles it with the others' by anti-entropy, admits newcomers who present an invitation, collects
 * approvals where the charter asks for more than one. With a quorum of one any member admits whoever brings a valid
 * invitation; with more, the inviter's signature follows from its invitation and the others approve by hand. Confined to
 * the engine's thread.
 */
public final class RosterDesk {
    private static final int MOST_PENDING = 64;

    private final Identity self;
    private final SignedCharter charter;
    private final RosterPort port;
    private final TreeMap<PeerId, Admission> pending = new TreeMap<>();
    private Roster roster;

    public RosterDesk(Identity self, Roster roster, SignedCharter charter, RosterPort port) {
        this.self = self;
        this.roster = roster;
        this.charter = charter;
        this.port = port;
    }

    /** The roster as it stands. */
    public Roster roster() {
        return roster;
    }

    /** Proposed admissions that wait for approvals. */
    public Collection<Admission> pending() {
        return List.copyOf(pending.values());
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
        updates(behind ? version : 0).forEach(update -> port.send(peer, update));
    }

    /** Entries of the peer's log. */
    public void update(PeerId from, RosterUpdate update) {
        List<Admission> entries = new ArrayList<>();
        try {
            for (byte[] entry : update.entries()) {
                entries.add(Admission.decode(entry));
            }
        } catch (TrustFormatException e) {
            port.verdict(from, Verdict.of(Reason.ROSTER_INVALID));
            return;
        }
        int before = roster.version();
        Reconciliation outcome = roster.reconcile(entries, update.from());
        switch (outcome.result()) {
            case EXTENDED -> {
                replace(outcome.roster());
                updates(before).forEach(port::broadcast);
            }
            case FORK_SWITCHED -> {
                port.alarm("the roster had forked; changed over to the log that " + from + " holds");
                port.verdict(from, Verdict.of(Reason.ROSTER_FORK));
                replace(outcome.roster());
                outcome.displaced().stream()
                        .filter(entry -> entry.signatures().containsKey(self.peerId()))
                        .forEach(this::proposeAgain);
                updates(0).forEach(port::broadcast);
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
        } else {
            InvitationCheck check = invitation.check(roster, now);
            if (check == InvitationCheck.VALID) {
                admit(link, member, invitation);
            } else {
                port.verdict(newcomer, Verdict.of(reasonOf(check)));
                decide(link, newcomer, organisation, JoinStatus.REFUSED, sentenceOf(check));
            }
        }
    }

    private void admit(long link, Member member, Invitation invitation) {
        Admission proposed = Admission.propose(roster, member, invitation);
        if (roster.quorum() == 1) {
            extend(proposed.signedBy(self));
            welcome(link, member.id(), member.organisation());
        } else {
            collect(proposed);
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
            updates(0).forEach(update -> port.sendOn(link, update));
            port.joinDecided(newcomer, organisation, JoinStatus.ADMITTED, "");
        } else {
            decide(link, newcomer, organisation, JoinStatus.REFUSED, "the roster changed meanwhile; run join again");
        }
    }

    private void decide(long link, PeerId newcomer, String organisation, JoinStatus status, String reason) {
        port.sendOn(link, new JoinDecision(status, reason, new byte[0], new byte[0]));
        port.joinDecided(newcomer, organisation, status, reason);
    }

    /** Signatures for a proposed admission; one whose invitation does not hold at this time is nobody's business. */
    public void vote(PeerId from, Vote vote, Instant now) {
        try {
            Admission heard = Admission.decode(vote.admission());
            InvitationCheck check = heard.invitation().check(roster, now);
            if (check == InvitationCheck.VALID) {
                collect(heard);
            } else {
                port.verdict(from, Verdict.of(reasonOf(check)));
            }
        } catch (TrustFormatException e) {
            port.verdict(from, Verdict.of(Reason.ROSTER_INVALID));
        }
    }

    /** This member approves a pending newcomer; false when none of that id is pending. */
    public boolean approve(PeerId newcomer) {
        Admission proposed = pending.get(newcomer);
        if (proposed != null) {
            collect(proposed.signedBy(self));
        }
        return proposed != null;
    }

    /** Merges signatures of a proposal; says it on when it learnt something; extends the roster when there are enough. */
    private void collect(Admission heard) {
        boolean current = heard.previous().equals(roster.head());
        PeerId newcomer = heard.newcomer().id();
        Admission known = pending.get(newcomer);
        if (!current || roster.contains(newcomer) || (known == null && pending.size() >= MOST_PENDING)) {
            return;
        }
        Admission merged = known != null && known.hash().equals(heard.hash()) ? known.merge(heard) : heard;
        boolean invitedByUs = heard.invitation().inviter().equals(self.peerId());
        if (invitedByUs && !merged.signatures().containsKey(self.peerId())) {
            merged = merged.signedBy(self);
        }
        int approvals = roster.approvals(merged).size();
        if (known == null || approvals > roster.approvals(known).size()) {
            pending.put(newcomer, merged);
            port.broadcast(new Vote(merged.encode()));
        }
        if (approvals >= roster.quorum()) {
            extend(merged);
        }
    }

    private void proposeAgain(Admission displaced) {
        if (roster.quorum() == 1) {
            extend(Admission.propose(roster, displaced.newcomer(), displaced.invitation())
                    .signedBy(self));
        }
    }

    private void extend(Admission entry) {
        int before = roster.version();
        Extension extension = roster.extend(entry);
        if (extension.outcome() == Extension.Outcome.ADMITTED) {
            replace(extension.roster());
            updates(before).forEach(port::broadcast);
        }
    }

    private void replace(Roster next) {
        roster = next;
        pending.clear();
        port.rosterChanged(next);
    }

    /** The log from an index on, in as many messages as the wire's limits ask for. */
    private List<RosterUpdate> updates(int from) {
        List<RosterUpdate> updates = new ArrayList<>();
        List<byte[]> entries = new ArrayList<>();
        int start = from;
        int bytes = 0;
        for (Admission admission : roster.logAfter(from)) {
            byte[] entry = admission.encode();
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
