package dev.starling.testnet.sim.measure;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Phase;
import dev.starling.gossip.Report;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.ArrayList;
import java.util.List;

/** How far every member is, from its own reports: what it does and the slot it published last, and when. */
public final class Progress implements Witness {
    private final List<Course> courses = new ArrayList<>();
    private long published;
    private int newest;

    private static final class Course {
        Phase phase = Phase.WAITING;
        int slot;
        long atNanos;
    }

    @Override
    public void appeared(SimulatedMember member) {
        courses.add(new Course());
    }

    @Override
    public void stepped(Step step) {
        Course course = courses.get(step.member().number());
        Only listening = new Only() {
            @Override
            public void tell(Effect.Tell effect) {
                if (effect.report() instanceof Report.PhaseChanged changed) {
                    course.phase = changed.phase();
                } else if (effect.report() instanceof Report.Published report) {
                    course.slot = report.slot();
                    course.atNanos = step.nowNanos();
                    published++;
                    newest = Math.max(newest, report.slot());
                }
            }
        };
        for (Effect effect : step.effects()) {
            effect.handle(listening);
        }
    }

    @Override
    public void crashed(SimulatedMember member, List<Effect> lost) {
        courses.get(member.number()).phase = Phase.WAITING;
    }

    /** What a member does. */
    public Phase phase(SimulatedMember member) {
        return courses.get(member.number()).phase;
    }

    /** The slot that a member published last, 0 before the first. */
    public int slot(SimulatedMember member) {
        return courses.get(member.number()).slot;
    }

    /** When a member published last. */
    public long publishedAtNanos(SimulatedMember member) {
        return courses.get(member.number()).atNanos;
    }

    /** Snapshots published by all members so far. */
    public long published() {
        return published;
    }

    /** The newest slot that anybody published. */
    public int newestSlot() {
        return newest;
    }

    /** True when whoever runs has done its plan, or is no member any more. */
    public boolean done(Simulation simulation) {
        return simulation.running().stream()
                .map(this::phase)
                .allMatch(phase -> phase == Phase.IDLE || phase == Phase.LEFT || phase == Phase.REVOKED);
    }
}
