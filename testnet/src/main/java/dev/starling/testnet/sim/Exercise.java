package dev.starling.testnet.sim;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.testnet.sim.training.Trainer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A training that runs: what was asked, since when, and the full result where another thread works ahead. */
final class Exercise {
    private final Effect.Train asked;
    private final int member;
    private final Trainer trainer;
    private final long sinceNanos;
    private final long stepNanos;
    private final @Nullable CompletableFuture<float[]> ahead;

    /**
     * @param helper computes ahead of time; null computes when the result is due
     */
    Exercise(Effect.Train asked, SimulatedMember member, Trainer trainer, long nowNanos, @Nullable Executor helper) {
        this.asked = asked;
        this.member = member.number();
        this.trainer = trainer;
        this.sinceNanos = nowNanos;
        this.stepNanos = member.stepNanos();
        this.ahead = helper == null || !trainer.trains(asked.slot())
                ? null
                : CompletableFuture.supplyAsync(() -> displacement(asked.steps()), helper);
    }

    long training() {
        return asked.training();
    }

    int steps() {
        return asked.steps();
    }

    long dueAfterNanos() {
        return stepNanos * asked.steps();
    }

    /** Steps that are done once the step that runs now has ended. */
    int stepsBy(long nowNanos) {
        return (int) Math.min(asked.steps(), (nowNanos - sinceNanos + stepNanos - 1) / stepNanos);
    }

    /** When so many steps are done. */
    long endOfStep(int steps) {
        return sinceNanos + steps * stepNanos;
    }

    /** What so many steps come to. */
    Event.DisplacementReady result(int steps) {
        if (steps == 0 || !trainer.trains(asked.slot())) {
            return new Event.DisplacementReady(asked.training(), new float[asked.start().length], 0);
        }
        float[] d = ahead != null && steps == asked.steps() ? ahead.join() : displacement(steps);
        return new Event.DisplacementReady(asked.training(), d, steps);
    }

    private float[] displacement(int steps) {
        return trainer.displacement(member, asked.slot(), asked.start(), steps);
    }
}
