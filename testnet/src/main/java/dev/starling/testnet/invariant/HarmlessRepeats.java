package dev.starling.testnet.invariant;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
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
 * Since parameters change by durable steps only, nothing is mixed either. A slice may have been asked for twice, by an
 * exchange and by a consolidation: then a second copy, after one that made nothing durable, is as good as the second answer.
 */
final class HarmlessRepeats implements Witness {
    private static final long KEPT = 0;
    private static final int KIND_AT = 2;
    private static final byte SLICE = 7;

    private final List<Writes> members = new ArrayList<>();

    /** What frames made a member write, and how much of it is synced. Frames are told apart by their arrays. */
    private static final class Writes {
        final Map<byte[], Long> tokens = new WeakHashMap<>();
        long synced;
    }

    @Override
    public void appeared(SimulatedMember member) {
        members.add(new Writes());
    }

    @Override
    public void stepped(Step step) {
        if (step.event() instanceof Event.FrameArrived arrived) {
            Writes writes = members.get(step.member().number());
            boolean acted = writes.tokens.containsKey(arrived.frame());
            eachWrite(step.effects(), (effect, token) -> {
                Violation.unless(
                        !acted && (step.arrival() != Arrival.ECHO || arrived.frame()[KIND_AT] == SLICE),
                        "I3",
                        "a frame that member %d had seen before made it write a %s",
                        step.member().number(),
                        effect.getClass().getSimpleName());
                writes.tokens.put(arrived.frame(), token);
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
        Writes writes = members.get(member.number());
        writes.tokens.values().removeIf(token -> token > writes.synced);
        // The engine that is made anew counts its writes anew.
        writes.tokens.replaceAll((frame, token) -> KEPT);
        writes.synced = KEPT;
    }

    @Override
    public void diskLost(SimulatedMember member) {
        members.get(member.number()).tokens.clear();
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
