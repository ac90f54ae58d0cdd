package dev.starling.testnet.invariant;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.membership.Schedule;
import dev.starling.gossip.membership.SlotOrders;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.wire.HeaderCodec;
import dev.starling.testnet.invariant.Addition.Flowed;
import dev.starling.testnet.sim.SimulatedMember;
import java.util.HashMap;
import java.util.Map;

/**
 * I11: nothing unsigned, unscheduled or unrostered is ever mixed. Whatever a member mixes carries its peer's signature over
 * the very body, the peer stands on the roster, and the schedule of that slot brings the two together, on the roster as it
 * was when the member published, or as it is now.
 */
final class OnlyKnownMixed implements Auditor {
    private final int fanout;
    private final SlotOrders orders = new SlotOrders();
    private final Map<Digest, Roster> rosters = new HashMap<>();
    private final Map<PeerId, Digest> verified = new HashMap<>();

    OnlyKnownMixed(int fanout) {
        this.fanout = fanout;
    }

    @Override
    public void moved(Movement movement) {
        if (!movement.undone()) {
            for (Addition addition : movement.additions()) {
                if (addition instanceof Flowed flowed) {
                    check(movement.member(), flowed);
                }
            }
        }
        Roster roster = movement.member().engine().roster();
        rosters.putIfAbsent(roster.head(), roster);
    }

    /** The same header comes to all neighbours; verified once, it is known. */
    private boolean signed(Digest federation, Member author, SignedHeader header) {
        Digest bytes = Digest.of(header.bytes(), header.signature());
        return bytes.equals(verified.get(author.id()))
                || (new HeaderCodec(federation).verify(author.identity().signingKey(), header)
                        && remember(author, bytes));
    }

    private boolean remember(Member author, Digest bytes) {
        verified.put(author.id(), bytes);
        return true;
    }

    private void check(SimulatedMember member, Flowed flowed) {
        Roster now = member.engine().roster();
        Snapshot theirs = flowed.theirs();
        SnapshotHeader header = theirs.header().header();
        PeerId peer = flowed.lower()
                ? flowed.transaction().higher()
                : flowed.transaction().lower();
        Roster then = rosters.getOrDefault(flowed.mine().header().header().rosterHead(), now);
        Member known = now.member(peer).or(() -> then.member(peer)).orElse(null);
        Violation.unless(
                known != null, "I11", "member %d mixes what %s sent, who is not on the roster", member.number(), peer);
        Violation.unless(
                now.revocation(peer).isEmpty(),
                "I11",
                "member %d mixes what %s sent, who was removed",
                member.number(),
                peer);
        Violation.unless(
                known != null
                        && header.member().equals(peer)
                        && signed(now.federation(), known, theirs.header())
                        && Snapshot.matches(header, theirs.body()),
                "I11",
                "member %d mixes what %s did not sign",
                member.number(),
                peer);
        Schedule schedule = new Schedule(member.id(), fanout, orders);
        int slot = header.slot();
        Violation.unless(
                schedule.accepts(now, slot, peer) || schedule.accepts(then, slot, peer),
                "I11",
                "member %d mixes with %s, who is no neighbour in slot %d",
                member.number(),
                peer,
                slot);
    }
}
