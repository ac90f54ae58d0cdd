package dev.starling.testnet.invariant;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.gossip.Phase;
import dev.starling.gossip.Report;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * I14: with a majority alive, every live member's slot advances. Nobody who runs, and whom no cut parts from the majority,
 * is in one slot for longer than the patience of the simulation, unless it has done its plan or has left. Each step one
 * member is looked at, in turn, and at the end of a run everybody.
 */
final class NoFreeze implements Witness {
    private static final Set<Phase> DONE = Set.of(Phase.IDLE, Phase.LEFT, Phase.REVOKED);
    private static final int LOOKS_AT_COMPANY = 4;

    private final List<Course> courses = new ArrayList<>();

    private static final class Course {
        final SimulatedMember member;
        Phase phase = Phase.WAITING;
        long sinceNanos;

        Course(SimulatedMember member) {
            this.member = member;
        }
    }

    @Override
    public void appeared(SimulatedMember member) {
        courses.add(new Course(member));
    }

    @Override
    public void stepped(Step step) {
        Course course = courses.get(step.member().number());
        if (step.event() instanceof Event.Started) {
            course.sinceNanos = step.nowNanos();
            course.phase = Phase.WAITING;
        }
        Only looking = new Only() {
            @Override
            public void tell(Effect.Tell effect) {
                if (effect.report() instanceof Report.Published) {
                    course.sinceNanos = step.nowNanos();
                } else if (effect.report() instanceof Report.PhaseChanged changed) {
                    course.phase = changed.phase();
                }
            }
        };
        for (Effect effect : step.effects()) {
            effect.handle(looking);
        }
        look(courses.get((int) (step.number() % courses.size())), step.nowNanos());
    }

    @Override
    public void ended(Simulation simulation) {
        courses.forEach(course -> look(course, simulation.nowNanos()));
    }

    private static void look(Course course, long nowNanos) {
        SimulatedMember member = course.member;
        long still = nowNanos - course.sinceNanos;
        if (!member.up() || DONE.contains(course.phase) || still <= member.patienceNanos() / LOOKS_AT_COMPANY) {
            return;
        }
        if (!member.amongMost()) {
            course.sinceNanos = nowNanos;
        } else {
            Violation.unless(
                    still <= member.patienceNanos(),
                    "I14",
                    "member %d is frozen in slot %d (%s) for %.1f s",
                    member.number(),
                    member.status().slot(),
                    course.phase,
                    still / 1e9);
        }
    }
}
