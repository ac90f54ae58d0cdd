package dev.starling.gossip;

import static dev.starling.gossip.VirtualFederation.MILLI;
import static dev.starling.gossip.VirtualFederation.NOON;
import static dev.starling.gossip.VirtualFederation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.VirtualFederation.Backup;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.VirtualFederation.Weather;
import dev.starling.gossip.wire.DurableCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole engines: what was said before changes nothing, and a member that forgot is not a liar. */
final class RealExchangeTest {
    /** Seeds per test; more with -Dstarling.seeds. */
    private static final int SEEDS = Integer.getInteger("starling.seeds", 400) / 20;

    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    private record Heard(Node to, long link, byte[] frame) {}

    @Test
    void everyFrameEverSaidAgainInAnyOrderChangesNothing() {
        IntStream.range(0, SEEDS).forEach(seed -> {
            VirtualFederation federation = new VirtualFederation(
                    Setup.of(3, seed, seed % 2 == 0 ? "float32" : "int8", 6).dimension(40));
            List<Heard> all = record(federation);
            federation.nodes.forEach(Node::start);
            federation.connectAll();
            federation.run(10 * SECOND);
            assertThat(federation.nodes)
                    .allSatisfy(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(6));
            federation.run(20 * SECOND);
            assertNothingChanges(federation, all, seed, "after the plan");
        });
    }

    @Test
    void oldFramesInTheMiddleOfASlotChangeNothing() {
        IntStream.range(0, SEEDS).forEach(seed -> {
            VirtualFederation federation =
                    new VirtualFederation(Setup.of(3, seed, "float32", 400).dimension(40));
            federation.nodes.forEach(node -> node.trainingNanos = 50 * MILLI);
            List<Heard> all = record(federation);
            federation.nodes.forEach(Node::start);
            federation.connectAll();
            federation.run(SECOND);
            federation.nodes.forEach(node -> node.trainingNanos = 100 * SECOND);
            federation.run(3 * SECOND);
            assertThat(federation.nodes)
                    .allSatisfy(node -> assertThat(node.status().phase()).isEqualTo(Phase.TRAINING));
            assertNothingChanges(federation, all, seed, "while training");
        });
    }

    private static List<Heard> record(VirtualFederation federation) {
        List<Heard> all = new ArrayList<>();
        federation.taps.add((from, to, link, frame) -> all.add(new Heard(federation.node(to), link, frame)));
        return all;
    }

    private static void assertNothingChanges(VirtualFederation federation, List<Heard> all, long seed, String when) {
        DurableCodec codec = new DurableCodec(federation.charter.federation(), federation.setup.dimension());
        List<byte[]> before = federation.nodes.stream()
                .map(node -> codec.encode(node.engine.ledger().checkpoint()))
                .toList();
        List<Heard> frames = new ArrayList<>(all);
        java.util.Collections.shuffle(frames, new java.util.Random(seed));
        for (Heard heard : frames) {
            heard.to().step(new Event.FrameArrived(heard.link(), heard.frame(), NOON));
        }
        for (int k = 0; k < before.size(); k++) {
            assertThat(codec.encode(federation.nodes.get(k).engine.ledger().checkpoint()))
                    .as("seed %d, member %d, %s", seed, k, when)
                    .isEqualTo(before.get(k));
        }
    }

    @Test
    void aMemberThatComesBackFromAnOldBackupBeginsANewLifeAndNeverContradictsItself() {
        IntStream.range(0, SEEDS).forEach(seed -> restore(seed, Weather.FAIR));
    }

    @Test
    void theSameInWeatherThatIsBadButForTheGreetings() {
        IntStream.range(SEEDS, 2 * SEEDS).forEach(seed -> restore(seed, new Weather(0.2, 0.2, 20 * MILLI)));
    }

    private static void restore(int seed, Weather weather) {
        try {
            SplittableRandom random = new SplittableRandom(seed);
            VirtualFederation federation = new VirtualFederation(
                    Setup.of(3, seed, "float32", 40).dimension(40).startMembers(2));
            federation.nodes.forEach(node -> node.trainingNanos = 100 * MILLI);
            federation.weather = weather;
            federation.nodes.forEach(Node::start);
            federation.connectAll();
            federation.run(500 * MILLI + random.nextLong(SECOND));
            Node forgetful = federation.nodes.get(seed % 3);
            Backup backup = backup(federation, forgetful);
            int slotThen = forgetful.slot();
            federation.run(2 * SECOND + random.nextLong(SECOND));
            assertThat(forgetful.slot()).isGreaterThan(slotThen);
            forgetful.restore(backup);
            assertThat(forgetful.slot()).isEqualTo(slotThen);
            federation.weather = Weather.FAIR;
            forgetful.start();
            federation.connectAll();
            federation.run(20 * MILLI);
            federation.weather = weather;
            federation.run(10 * SECOND);
            federation.weather = Weather.FAIR;
            federation.run(60 * SECOND);
            if (weather.loss() == 0) {
                assertThat(forgetful.status().life()).isEqualTo(2);
                assertThat(forgetful.reports(Report.Alarm.class))
                        .singleElement()
                        .satisfies(alarm -> assertThat(alarm.text()).contains("older than what peers have seen"));
            }
            assertThat(federation.nodes).allSatisfy(node -> {
                assertThat(node.slot()).isGreaterThanOrEqualTo(40);
                assertThat(node.status().openTransactions()).isZero();
                assertThat(node.status().peers()).noneMatch(EngineStatus.PeerStatus::quarantined);
            });
            assertThat(federation.nodes)
                    .filteredOn(node -> node != forgetful)
                    .allSatisfy(node -> assertThat(node.status().life()).isEqualTo(1));
            if (weather.loss() == 0) {
                assertThat(federation.disagreement()).isLessThan(0.01);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void aMemberFromAnOldBackupIsToldByWhoeverHeardOfItsLaterSlotsFromOthers() {
        VirtualFederation federation = new VirtualFederation(
                Setup.of(3, 77, "float32", 40).dimension(40).startMembers(2));
        federation.nodes.forEach(node -> node.trainingNanos = 100 * MILLI);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(SECOND);
        Node forgetful = federation.nodes.get(0);
        Node bystander = federation.nodes.get(1);
        Node witness = federation.nodes.get(2);
        Backup backup = backup(federation, forgetful);
        federation.disconnect(forgetful, bystander);
        federation.run(SECOND);
        forgetful.restore(backup);
        forgetful.start();
        federation.connect(forgetful, bystander);
        federation.run(SECOND);
        federation.connect(forgetful, witness);
        federation.run(60 * SECOND);
        assertThat(federation.nodes)
                .allSatisfy(node -> assertThat(node.status().peers()).noneMatch(EngineStatus.PeerStatus::quarantined));
        assertThat(forgetful.status().life()).isEqualTo(2);
    }

    private static Backup backup(VirtualFederation federation, Node node) {
        while (!node.diskAtRest()) {
            federation.run(MILLI / 4);
        }
        return node.backup();
    }

    @Test
    void aMemberThatLostItsDiskIsANewLifeAndItsOldTransactionsAreVoid() {
        IntStream.range(0, SEEDS).forEach(seed -> {
            VirtualFederation federation = new VirtualFederation(
                    Setup.of(3, seed, "int8", 40).dimension(40).startMembers(2));
            federation.nodes.forEach(node -> node.trainingNanos = 100 * MILLI);
            federation.weather = new Weather(0.2, 0.2, 20 * MILLI);
            federation.nodes.forEach(Node::start);
            federation.connectAll();
            federation.run(2 * SECOND);
            Node unlucky = federation.nodes.get(seed % 3);
            unlucky.loseDisk(2);
            federation.weather = Weather.FAIR;
            unlucky.start();
            federation.connectAll();
            federation.run(60 * SECOND);
            assertThat(federation.nodes).as("seed " + seed).allSatisfy(node -> {
                assertThat(node.slot()).isGreaterThanOrEqualTo(40);
                assertThat(node.status().openTransactions()).isZero();
                assertThat(node.status().peers()).noneMatch(EngineStatus.PeerStatus::quarantined);
                assertThat(node.status().life()).isEqualTo(node == unlucky ? 2 : 1);
            });
        });
    }

    @Test
    void twoRestartsInARowDoNotMakeASnapshotServeTwice() {
        IntStream.range(0, SEEDS).forEach(seed -> {
            VirtualFederation federation = new VirtualFederation(
                    Setup.of(3, seed, "float32", 12).dimension(40).startMembers(2));
            SplittableRandom random = new SplittableRandom(seed);
            federation.nodes.forEach(Node::start);
            federation.connectAll();
            for (int restart = 0; restart < 12; restart++) {
                federation.run(random.nextLong(40 * MILLI));
                for (Node node : federation.nodes) {
                    node.crash();
                    node.start();
                }
                federation.run(random.nextLong(6 * MILLI));
                federation.connectAll();
            }
            federation.run(20 * SECOND);
            assertThat(federation.openHalves()).as("seed " + seed).isZero();
            assertThat(federation.nodes)
                    .as("seed " + seed)
                    .allSatisfy(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(12));
        });
    }

    @Test
    void whoeverLeavesHasFinishedItsTransactionsAndIsSeenAsLeftUntilItComesBack() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(4, 8, "float32", 40).startMembers(2));
        federation.nodes.forEach(node -> node.trainingNanos = 100 * MILLI);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(SECOND);
        Node leaver = federation.nodes.get(1);
        leaver.step(new Event.Leave());
        federation.run(SECOND);
        assertThat(leaver.status().phase()).isEqualTo(Phase.LEFT);
        assertThat(leaver.status().openTransactions()).isZero();
        int slot = leaver.slot();
        federation.run(60 * SECOND);
        assertThat(leaver.slot()).isEqualTo(slot);
        assertThat(leaver.links).isEmpty();
        assertThat(federation.nodes).filteredOn(node -> node != leaver).allSatisfy(node -> {
            assertThat(node.slot()).isGreaterThanOrEqualTo(40);
            assertThat(node.status().peers())
                    .filteredOn(peer -> peer.peer().equals(leaver.id))
                    .allSatisfy(peer -> assertThat(peer.state().name()).isEqualTo("LEFT"));
            assertThat(node.status().openTransactions()).isZero();
        });
        leaver.crash();
        leaver.start();
        federation.connectAll();
        federation.run(30 * SECOND);
        assertThat(leaver.slot()).isGreaterThanOrEqualTo(40);
        assertThat(leaver.status().life()).isEqualTo(1);
        assertThat(federation.disagreement()).isLessThan(0.01);
    }
}
