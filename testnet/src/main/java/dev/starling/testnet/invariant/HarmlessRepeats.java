package dev.starling.testnet.invariant;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.Consolidated;
import dev.starling.gossip.journal.JournalRecord.ListSigned;
import dev.starling.gossip.journal.JournalRecord.ModelSigned;
import dev.starling.gossip.journal.JournalRecord.Silenced;
import dev.starling.testnet.sim.Arrival;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * I3: a message that comes twice, or an old one, changes nothing. A second copy, straight after the first, makes nothing
 * durable; nor does a copy that comes at any later time, if the first one made something durable and no crash has lost that.
 * Since parameters change by durable steps only, nothing is mixed either.
 *
 * <p>A slice may be asked for twice, by an exchange and by a consolidation: then its second copy is as good as the second
 * answer, so what the two write is looked at apart.
 */
final class HarmlessRepeats implements Witness {
    private static final long KEPT = 0;
    private static final int KIND_AT = 2;
    private static final byte SLICE = 7;

    private final List<Writes> members = new ArrayList<>();

    /** What frames made a member write, and how much of it is synced. Frames are told apart by their arrays. */
    private static final class Writes {
        final Map<byte[], Long> ofExchanges = new WeakHashMap<>();
        final Map<byte[], Long> ofAgreement = new WeakHashMap<>();
        long synced;

        Map<byte[], Long> like(Effect effect) {
            return effect instanceof Effect.AppendJournal append && agreement(append.record())
                    ? ofAgreement
                    : ofExchanges;
        }

        private static boolean agreement(JournalRecord record) {
            return record instanceof ListSigned
                    || record instanceof ModelSigned
                    || record instanceof Consolidated
                    || record instanceof Silenced;
        }

        /** The engine that is made anew counts its writes anew. */
        void crashed() {
            for (Map<byte[], Long> tokens : List.of(ofExchanges, ofAgreement)) {
                tokens.values().removeIf(token -> token > synced);
                tokens.replaceAll((frame, token) -> KEPT);
            }
            synced = KEPT;
        }
    }

    @Override
    public void appeared(SimulatedMember member) {
        members.add(new Writes());
    }

    @Override
    public void stepped(Step step) {
        if (step.event() instanceof Event.FrameArrived arrived) {
            Writes writes = members.get(step.member().number());
            boolean again = step.arrival() == Arrival.ECHO && arrived.frame()[KIND_AT] != SLICE;
            boolean exchanged = writes.ofExchanges.containsKey(arrived.frame());
            boolean agreed = writes.ofAgreement.containsKey(arrived.frame());
            eachWrite(step.effects(), (effect, token) -> {
                Map<byte[], Long> like = writes.like(effect);
                Violation.unless(
                        !again && !(like == writes.ofExchanges ? exchanged : agreed),
                        "I3",
                        "a frame that member %d had seen before made it write a %s",
                        step.member().number(),
                        effect.getClass().getSimpleName());
                like.put(arrived.frame(), token);
            });
        }
    }

    @Override
    public void synced(SimulatedMember member, Effect write) {
        Writes writes = members.get(member.number());
        eachWrite(List.of(write), (effect, token) -> writes.synced = token);
    }

    @Override
    public void crashed(SimulatedMember member, List<Effect> lost) {
        members.get(member.number()).crashed();
    }

    @Override
    public void diskLost(SimulatedMember member) {
        members.set(member.number(), new Writes());
    }

    private interface Written {
        void by(Effect effect, long token);
    }

    private static void eachWrite(List<Effect> effects, Written what) {
        Only writing = new Only() {
            @Override
            public void saveCheckpoint(Effect.SaveCheckpoint effect) {
                what.by(effect, effect.token());
            }

            @Override
            public void appendJournal(Effect.AppendJournal effect) {
                what.by(effect, effect.token());
            }
        };
        effects.forEach(effect -> effect.handle(writing));
    }
}
