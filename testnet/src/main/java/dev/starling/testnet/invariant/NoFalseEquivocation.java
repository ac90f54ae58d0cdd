package dev.starling.testnet.invariant;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.Effect;
import dev.starling.gossip.Report;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.wire.FrameCodec;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * I13: nobody honest ever shows others two snapshots of one life and slot, crashes at any point included, and nobody honest
 * is ever taken for somebody who did.
 */
final class NoFalseEquivocation implements Witness {
    private static final int KIND_AT = 2;
    private static final byte ANNOUNCE = 1;
    private static final int CLAIMS_KEPT = 64;

    private record Claim(long life, int slot) implements Comparable<Claim> {
        @Override
        public int compareTo(Claim other) {
            return life == other.life ? Integer.compare(slot, other.slot) : Long.compare(life, other.life);
        }
    }

    private final List<TreeMap<Claim, Digest>> claims = new ArrayList<>();

    @Override
    public void appeared(SimulatedMember member) {
        claims.add(new TreeMap<>());
    }

    @Override
    public void stepped(Step step) {
        Only looking = new Only() {
            @Override
            public void send(Effect.Send effect) {
                if (effect.frame()[KIND_AT] == ANNOUNCE) {
                    announced(step.member(), effect.frame());
                }
            }

            @Override
            public void tell(Effect.Tell effect) {
                told(step.member(), effect.report());
            }
        };
        for (Effect effect : step.effects()) {
            effect.handle(looking);
        }
    }

    private void announced(SimulatedMember member, byte[] frame) {
        FrameCodec codec = new FrameCodec(member.engine().roster().federation());
        codec.decode(frame).message().ifPresent(message -> {
            if (message instanceof Announce announce) {
                claimed(member, announce.header().header());
            }
        });
    }

    private void claimed(SimulatedMember member, SnapshotHeader header) {
        TreeMap<Claim, Digest> known = claims.get(member.number());
        Digest before = known.putIfAbsent(new Claim(header.life(), header.slot()), header.root());
        Violation.unless(
                before == null || before.equals(header.root()),
                "I13",
                "member %d shows two snapshots of life %d, slot %d",
                member.number(),
                header.life(),
                header.slot());
        if (known.size() > CLAIMS_KEPT) {
            known.pollFirstEntry();
        }
    }

    private static void told(SimulatedMember member, Report report) {
        boolean accuses = report instanceof Report.VerdictReached reached
                && reached.verdict().equals(Verdict.reject(Reason.EQUIVOCATION));
        Violation.unless(
                !accuses, "I13", "member %d takes an honest one for an equivocator: %s", member.number(), report);
        boolean excludes = report instanceof Report.Alarm alarm && alarm.text().contains("quarantined");
        Violation.unless(!excludes, "I13", "member %d excludes an honest one: %s", member.number(), report);
    }
}
