package dev.starling.testnet.scenario;

import dev.starling.gossip.EngineStatus;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.weather.Weather;
import java.util.List;
import java.util.Optional;

/** A story. Has no state of its own: the same object plays any number of times. */
public interface Scenario {
    /** Every story there is, in the order in which they are told. */
    static List<Scenario> all() {
        return List.of(
                new FirstContact(),
                new PartitionAndHeal(),
                new LossyNetwork(),
                new Churn(),
                new Straggler(),
                new LongAbsence(),
                new FalselyDead(),
                new KillBetweenWrites(),
                new LateJoin(),
                new GracefulLeave(),
                new RosterChangeMidSlot(),
                new RevocationMidSlot());
    }

    /** The story of this name, empty when there is none. */
    static Optional<Scenario> of(String name) {
        return all().stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }

    /** What it is called on a command line. */
    String name();

    /** What is claimed, in one sentence. */
    String claim();

    /** Weather of the beginning. */
    default Weather weather() {
        return Weather.fair();
    }

    /** How long a training takes, unless somebody chooses otherwise. */
    default long trainingNanos() {
        return 100_000_000L;
    }

    /** Admissions and removals need so many members. */
    default int quorum() {
        return 1;
    }

    /** Slots from one consolidated model to the next, unless somebody chooses otherwise; 0 for none. */
    default int consolidateEvery() {
        return 0;
    }

    /** Whether what a member that has finished says of its transactions may be so. */
    default boolean settled(EngineStatus status) {
        return status.openTransactions() == 0 && status.voids() == 0;
    }

    /** Starts the members and plans what happens to them. */
    void plan(Stage stage);

    /** Whoever must have reached the end of the plan; called at the end. */
    default List<SimulatedMember> finishers(Stage stage) {
        return stage.simulation().members();
    }

    /** What must be true at the end beside what is true of every story. */
    default void judge(Stage stage) {}
}
