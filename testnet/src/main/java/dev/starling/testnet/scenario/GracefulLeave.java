package dev.starling.testnet.scenario;

import dev.starling.gossip.EngineStatus;
import dev.starling.gossip.Phase;
import dev.starling.gossip.membership.Liveness;
import dev.starling.testnet.sim.SimulatedMember;
import java.util.List;

/** One member is told to leave when half of the plan is done. */
final class GracefulLeave implements Scenario {
    @Override
    public String name() {
        return "graceful-leave";
    }

    @Override
    public String claim() {
        return "a member that leaves is seen as left, not dead, and takes no half of a flow along";
    }

    @Override
    public void plan(Stage stage) {
        stage.simulation().startAll();
        SimulatedMember leaver = stage.anyFounder();
        stage.at(
                0.3 + 0.3 * stage.chance().nextDouble(),
                () -> stage.simulation().leave(leaver));
    }

    @Override
    public List<SimulatedMember> finishers(Stage stage) {
        return stage.founders().stream()
                .filter(member -> stage.progress().phase(member) != Phase.LEFT)
                .toList();
    }

    /** An offer that crossed the farewell stays open, as its answer could still come: nothing was applied at either end. */
    @Override
    public boolean settled(EngineStatus status) {
        return status.openTransactions() <= 1 && status.voids() == 0;
    }

    @Override
    public void judge(Stage stage) {
        List<SimulatedMember> stayed = finishers(stage);
        if (stayed.size() != stage.founders().size() - 1) {
            throw new IllegalStateException("one member leaves, and " + stayed.size() + " stayed");
        }
        for (SimulatedMember member : stayed) {
            long seen = member.status().peers().stream()
                    .filter(peer -> peer.state() == Liveness.LEFT)
                    .count();
            if (seen != 1) {
                throw new IllegalStateException("member " + member.number() + " did not see it leave");
            }
        }
    }
}
