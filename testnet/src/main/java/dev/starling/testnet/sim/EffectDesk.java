package dev.starling.testnet.sim;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;

/** Does what one engine wants done, on virtual time. Confined to the simulation's thread. */
final class EffectDesk implements Effect.Handler {
    private final Simulation simulation;
    private final SimulatedMember member;
    private long timers;
    private long syncedUntilNanos;

    EffectDesk(Simulation simulation, SimulatedMember member) {
        this.simulation = simulation;
        this.member = member;
    }

    @Override
    public void send(Effect.Send effect) {
        simulation.network().send(member, effect.link(), effect.frame());
    }

    @Override
    public void stream(Effect.Stream effect) {
        for (int k = 0; k < effect.frames().count(); k++) {
            simulation.network().send(member, effect.link(), effect.frames().frame(k));
        }
    }

    @Override
    public void openLink(Effect.OpenLink effect) {
        simulation.dial(member, effect.peer());
    }

    @Override
    public void closeLink(Effect.CloseLink effect) {
        simulation.network().close(member, effect.link());
    }

    @Override
    public void train(Effect.Train effect) {
        Exercise exercise = simulation.exercise(effect, member);
        member.exercise(exercise);
        member.later(exercise.dueAfterNanos(), () -> finished(exercise, exercise.steps()));
    }

    /** The training ends with the step that runs now. */
    @Override
    public void stopTraining(Effect.StopTraining effect) {
        Exercise exercise = member.exercise();
        if (exercise != null && exercise.training() == effect.training()) {
            int steps = exercise.stepsBy(simulation.nowNanos());
            member.later(exercise.endOfStep(steps) - simulation.nowNanos(), () -> finished(exercise, steps));
        }
    }

    private void finished(Exercise exercise, int steps) {
        if (member.exercise() == exercise) {
            member.exercise(null);
            member.take(exercise.result(steps));
        }
    }

    @Override
    public void saveCheckpoint(Effect.SaveCheckpoint effect) {
        write(effect, effect.token());
    }

    @Override
    public void appendJournal(Effect.AppendJournal effect) {
        write(effect, effect.token());
    }

    /** Writes are synced in order, each after a time of its own. */
    private void write(Effect effect, long token) {
        member.disk().write(effect);
        syncedUntilNanos = Math.max(syncedUntilNanos, simulation.nowNanos()) + simulation.syncNanos();
        member.later(syncedUntilNanos - simulation.nowNanos(), () -> {
            simulation.synced(member, member.disk().sync());
            member.take(new Event.Persisted(token));
        });
    }

    @Override
    public void releaseModel(Effect.ReleaseModel effect) {
        member.disk().keep(effect);
    }

    @Override
    public void rosterChanged(Effect.RosterChanged effect) {
        member.keep(effect.roster());
        simulation.dialAll(member);
    }

    @Override
    public void dial(Effect.Dial effect) {
        PeerId peer = effect.peer();
        simulation.dial(member, peer);
    }

    /** One timer: setting it again replaces what was set before. */
    @Override
    public void setTimer(Effect.SetTimer effect) {
        long timer = ++timers;
        long due = member.clock().time(effect.atNanos());
        member.later(Math.max(1, due - simulation.nowNanos()), () -> {
            if (timer == timers) {
                member.take(new Event.TimerDue());
            }
        });
    }

    @Override
    public void tell(Effect.Tell effect) {}

    /** Simulated members hold nothing out. */
    @Override
    public void judge(Effect.Judge effect) {}
}
