package dev.starling.testnet.scenario;

import dev.starling.gossip.EngineStatus;
import dev.starling.gossip.Phase;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.weather.Weather;
import java.util.List;

/**
 * Two members together remove a third one in the middle of a slot, in bad weather; in every other seed one of the others
 * crashes within the next half second.
 */
final class RevocationMidSlot implements Scenario {
    private static final String REASON = "its key was copied";

    @Override
    public String name() {
        return "revocation-mid-slot";
    }

    @Override
    public String claim() {
        return "a member that two others remove in the middle of a slot is dealt with by nobody any more, what was open with it is void, and the others agree";
    }

    @Override
    public int quorum() {
        return 2;
    }

    /** What was open with the removed member is void. */
    @Override
    public boolean settled(EngineStatus status) {
        return status.openTransactions() == 0;
    }

    @Override
    public Weather weather() {
        return Weather.fair().withLoss(0.1).withDuplication(0.05).withDelay(1_000_000, 20_000_000);
    }

    @Override
    public int consolidateEvery() {
        return Stage.CONSOLIDATE_EVERY;
    }

    @Override
    public void plan(Stage stage) {
        stage.simulation().startAll();
        SimulatedMember removed = stage.anyFounder();
        double part = 0.2 + 0.5 * stage.chance().nextDouble();
        stage.at(part, () -> stage.simulation().revoke(removed, REASON));
        if (stage.chance().nextBoolean()) {
            SimulatedMember other = stage.anyFounder();
            long after = stage.time(part) + 1 + stage.chance().nextLong(Stage.SECOND / 2);
            stage.simulation().at(after, () -> stage.crashFor(other, Stage.SECOND / 2));
            stage.simulation().at(after + Stage.SECOND, () -> askAgain(stage, removed));
        }
    }

    /** Who asked and crashed before its word had left has asked nobody; its operator sees that, and asks again. */
    private static void askAgain(Stage stage, SimulatedMember removed) {
        boolean known = stage.founders().stream()
                .anyMatch(member -> !member.engine().roster().contains(removed.id()));
        if (!known) {
            stage.simulation().revoke(removed, REASON);
        }
    }

    @Override
    public List<SimulatedMember> finishers(Stage stage) {
        return stage.founders().stream()
                .filter(member -> member.status().phase() != Phase.REVOKED)
                .toList();
    }

    @Override
    public void judge(Stage stage) {
        List<SimulatedMember> stayed = finishers(stage);
        if (stayed.size() != stage.founders().size() - 1) {
            throw new IllegalStateException("one member is removed, and " + stayed.size() + " stayed");
        }
        for (SimulatedMember member : stayed) {
            if (member.engine().roster().size() != stayed.size()) {
                throw new IllegalStateException("member " + member.number() + " has not heard of the removal");
            }
        }
    }
}
