package dev.starling.node.runtime;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Admission;
import dev.starling.crypto.trust.Extension;
import dev.starling.crypto.trust.Revocation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.Event;
import dev.starling.gossip.GossipEngine;
import dev.starling.node.observe.StatusReport.Removal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What people ask of the roster, and what it says to them. Called on the engine's thread. */
final class RosterRequests {
    private static final int LEAST_DIGITS = 8;

    private RosterRequests() {}

    /** Newcomers who wait for approval, by fingerprint. */
    static List<String> waiting(GossipEngine engine) {
        List<String> waiting = new ArrayList<>();
        for (RosterEntry entry : engine.proposals()) {
            if (entry.change() instanceof Admission admission) {
                waiting.add(admission.newcomer().id().hex());
            }
        }
        return waiting;
    }

    /** Removals that wait for more signatures. */
    static List<Removal> proposedRemovals(GossipEngine engine) {
        List<Removal> removals = new ArrayList<>();
        for (RosterEntry entry : engine.proposals()) {
            if (entry.change() instanceof Revocation revocation) {
                removals.add(Removal.of(engine.roster(), entry, revocation));
            }
        }
        return removals;
    }

    /** Approves the newcomer whose fingerprint begins so; else says who waits. */
    static Map<String, Object> approve(GossipEngine engine, String prefix, Consumer<Event> post) {
        for (RosterEntry entry : engine.proposals()) {
            if (entry.change() instanceof Admission admission) {
                PeerId newcomer = admission.newcomer().id();
                if (begins(newcomer, prefix)) {
                    post.accept(new Event.Approve(newcomer));
                    return Map.of("approved", newcomer.hex());
                }
            }
        }
        return Map.of("waiting", waiting(engine));
    }

    /** Removes the member whose fingerprint begins so, or agrees to it; else says under {@code refused} why not. */
    static Map<String, Object> revoke(GossipEngine engine, String prefix, String reason, Consumer<Event> post) {
        Roster roster = engine.roster();
        Optional<Member> found = roster.members().stream()
                .filter(member -> begins(member.id(), prefix))
                .findFirst();
        if (found.isEmpty()) {
            return refused("no member's fingerprint begins with " + prefix + "; `starling roster` lists the members");
        }
        Member member = found.get();
        Revocation revocation;
        try {
            revocation = new Revocation(member.id(), reason);
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()));
        }
        if (member.id().equals(engine.self())) {
            return refused("a member has no vote on itself; to go, run `starling leave`");
        }
        if (roster.judge(revocation) == Extension.Outcome.TOO_FEW_LEFT) {
            return refused("without " + member.organisation() + " there would be " + (roster.size() - 1)
                    + " members, fewer than the charter's quorum of " + roster.quorum());
        }
        RosterEntry known = engine.proposals().stream()
                .filter(entry -> entry.change() instanceof Revocation proposed
                        && proposed.member().equals(member.id()))
                .findFirst()
                .orElseGet(() -> RosterEntry.propose(roster, revocation));
        int others = known.signatures().size() - (known.signatures().containsKey(engine.self()) ? 1 : 0);
        post.accept(new Event.Revoke(revocation));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("peer", member.id().hex());
        answer.put("organisation", member.organisation());
        answer.put("reason", known.change() instanceof Revocation agreed ? agreed.reason() : reason);
        answer.put("signatures", others + 1);
        answer.put("quorum", roster.quorum());
        return answer;
    }

    private static boolean begins(PeerId peer, String prefix) {
        return prefix.length() >= LEAST_DIGITS && peer.hex().startsWith(prefix);
    }

    private static Map<String, Object> refused(String why) {
        return Map.of("refused", why);
    }
}
