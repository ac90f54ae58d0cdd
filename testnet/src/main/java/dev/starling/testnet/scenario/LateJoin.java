package dev.starling.testnet.scenario;

import dev.starling.testnet.sim.SimulatedMember;

/** A newcomer with an invitation knocks when half of the plan is done. */
final class LateJoin implements Scenario {
    @Override
    public String name() {
        return "late-join";
    }

    @Override
    public String claim() {
        return "somebody who is invited halfway through starts from a neighbour, nobody restarts, and all agree";
    }

    @Override
    public int consolidateEvery() {
        return Stage.CONSOLIDATE_EVERY;
    }

    @Override
    public void plan(Stage stage) {
        stage.simulation().startAll();
        stage.at(
                0.3 + 0.3 * stage.chance().nextDouble(),
                () -> stage.simulation().join(100));
    }

    @Override
    public void judge(Stage stage) {
        int all = stage.founders().size() + 1;
        for (SimulatedMember member : stage.simulation().members()) {
            if (member.engine().roster().size() != all) {
                throw new IllegalStateException("member " + member.number() + " does not know the newcomer");
            }
        }
        if (stage.simulation().members().size() != all) {
            throw new IllegalStateException("the newcomer was never let in");
        }
    }
}
