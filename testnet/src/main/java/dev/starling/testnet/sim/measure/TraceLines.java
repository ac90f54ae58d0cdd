package dev.starling.testnet.sim.measure;

import dev.starling.gossip.Effect;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.List;
import java.util.function.Consumer;

/**
 * One line for every event of a simulation: number of the step, nanoseconds of virtual time, member, kind of the event, how
 * many effects it had, and the first 64 bits of a hash of the event and its effects. A crash and a lost disk bear the number
 * of the step before. The last line is {@code end} and the number of steps.
 */
public final class TraceLines implements Witness {
    /** How the last line begins. */
    public static final String END = "end ";

    private static final int HEX_DIGITS = 16;

    private final TraceWriter writer = new TraceWriter();
    private final Consumer<String> lines;
    private long number;
    private long nowNanos;

    /**
     * @param lines takes each line, without its end; may throw to end the simulation
     */
    public TraceLines(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void stepped(Step step) {
        number = step.number();
        nowNanos = step.nowNanos();
        writer.step(step);
        line(
                step.member(),
                step.event().getClass().getSimpleName(),
                step.effects().size());
    }

    @Override
    public void crashed(SimulatedMember member, List<Effect> lost) {
        lost.forEach(effect -> effect.handle(writer));
        line(member, "Crashed", lost.size());
    }

    @Override
    public void diskLost(SimulatedMember member) {
        line(member, "DiskLost", 0);
    }

    @Override
    public void ended(Simulation simulation) {
        lines.accept(END + number);
    }

    private void line(SimulatedMember member, String what, int effects) {
        String hash = writer.digest().hex().substring(0, HEX_DIGITS);
        lines.accept(number + " " + nowNanos + " " + member.number() + " " + what + " " + effects + " " + hash);
    }
}
