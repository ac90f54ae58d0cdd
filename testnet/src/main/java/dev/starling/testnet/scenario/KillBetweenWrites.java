package dev.starling.testnet.scenario;

import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.weather.Weather;

/** Again and again a member that has writes under way is killed after any number of them, in bad weather. */
final class KillBetweenWrites implements Scenario {
    @Override
    public String name() {
        return "kill-between-writes";
    }

    @Override
    public String claim() {
        return "a process that is killed between any two of its durable steps loses no flow and doubles none";
    }

    private static final int TIMES = 12;
    private static final long LOOK_AGAIN_NANOS = 100_000;

    @Override
    public Weather weather() {
        return Weather.fair().withLoss(0.1).withDuplication(0.1).withDelay(1_000_000, 20_000_000);
    }

    @Override
    public int consolidateEvery() {
        return Stage.CONSOLIDATE_EVERY;
    }

    @Override
    public void plan(Stage stage) {
        stage.simulation().startAll();
        for (int time = 1; time <= TIMES; time++) {
            SimulatedMember victim = stage.anyFounder();
            stage.at(time / (TIMES + 2.0), () -> killOnceItWrites(stage, victim));
        }
    }

    private static void killOnceItWrites(Stage stage, SimulatedMember victim) {
        int pending = victim.pendingWrites();
        if (pending == 0) {
            long again = stage.simulation().nowNanos() + LOOK_AGAIN_NANOS;
            stage.simulation().at(again, () -> killOnceItWrites(stage, victim));
        } else {
            stage.simulation().crash(victim, stage.chance().nextInt(pending + 1));
            long back = stage.simulation().nowNanos() + 1 + stage.chance().nextLong(Stage.SECOND / 2);
            stage.simulation().at(back, victim::start);
        }
    }
}
