package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.VirtualFederation.Weather;
import dev.starling.gossip.consolidation.Certificates;
import dev.starling.gossip.consolidation.FixedPoint;
import dev.starling.gossip.consolidation.ModelMean;
import dev.starling.gossip.consolidation.Signatures;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.message.Participant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConsolidationTest {
    private static final long SECOND = VirtualFederation.SECOND;
    private static final long MILLI = VirtualFederation.MILLI;
    private static final long SEEDS = Long.getLong("starling.seeds", 6);

    @Test
    void everybodyHoldsTheSameModelWhichIsTheMeanOfTheListedSnapshotsToTheLastBit() {
        for (int n : new int[] {2, 3, 5, 9}) {
            VirtualFederation federation = new VirtualFederation(
                    Setup.of(n, n, n % 2 == 0 ? "int8" : "float32", 17).consolidateEvery(5));
            start(federation);
            federation.run(12 * SECOND);
            federation.nodes.forEach(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(17));
            Map<Integer, ModelCertificate> certificates = agreed(federation);
            assertThat(certificates.keySet()).as("n = " + n).contains(1, 2, 3);
            certificates.values().forEach(certificate -> recomputed(federation, certificate));
            federation.nodes.forEach(node -> assertThat(
                            node.status().consolidated().orElseThrow().index())
                    .isEqualTo(certificates.size()));
        }
    }

    @Test
    void snapshotsReferToTheLastModelAndTheParametersAreNeverOverwritten() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(3, 7, "int8", 12).consolidateEvery(5));
        start(federation);
        federation.run(10 * SECOND);
        Map<Integer, ModelCertificate> certificates = agreed(federation);
        Digest newest = Objects.requireNonNull(certificates.get(2)).model();
        federation.nodes.forEach(node -> {
            assertThat(node.engine
                            .ledger()
                            .latest()
                            .orElseThrow()
                            .header()
                            .header()
                            .base())
                    .isEqualTo(newest);
            assertThat(node.engine.parameters()).isNotEqualTo(node.models.get(newest));
        });
        assertThat(federation.openHalves()).isZero();
    }

    @Test
    void aCertificateIsVerifiedWithCharterAndRosterAlone() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(4, 8, "float32", 6).consolidateEvery(5));
        start(federation);
        federation.run(8 * SECOND);
        ModelCertificate certificate = Objects.requireNonNull(agreed(federation).get(1));
        Signatures signatures = Signatures.of(federation.charter.federation());
        assertThat(Certificates.holds(certificate, federation.nodes.get(0).roster, signatures))
                .isTrue();
        ModelCertificate other = new ModelCertificate(
                certificate.attempt(), certificate.list(), Digest.of(new byte[1]), certificate.endorsements());
        assertThat(Certificates.holds(other, federation.nodes.get(0).roster, signatures))
                .isFalse();
        ModelCertificate fewer = new ModelCertificate(
                certificate.attempt(),
                certificate.list(),
                certificate.model(),
                certificate.endorsements().subList(0, 2));
        assertThat(Certificates.holds(fewer, federation.nodes.get(0).roster, signatures))
                .isFalse();
    }

    @Test
    void lossCrashesAndRestartsCostAttemptsAndNeverAgreementOrMass() {
        LongStream.rangeClosed(1, SEEDS).forEach(ConsolidationTest::storm);
    }

    @Test
    void whoeverWasAwayForLongCatchesUpAndSharesItsWorkAgain() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(4, 11, "int8", 0).consolidateEvery(4));
        start(federation);
        federation.run(2 * SECOND);
        Node away = federation.nodes.get(3);
        away.crash();
        federation.run(20 * SECOND);
        int missed =
                federation.nodes.get(0).status().consolidated().orElseThrow().index()
                        - away.status().consolidated().orElseThrow().index();
        assertThat(missed).isGreaterThanOrEqualTo(3);
        away.start();
        federation.connectAll();
        federation.run(10 * SECOND);
        assertThat(away.status().consolidated().orElseThrow().index())
                .isGreaterThanOrEqualTo(federation
                                .nodes
                                .get(0)
                                .status()
                                .consolidated()
                                .orElseThrow()
                                .index()
                        - 1);
        ModelList newest = Objects.requireNonNull(agreed(federation)
                        .get(away.status().consolidated().orElseThrow().index()))
                .list();
        assertThat(newest.participants().stream().map(Participant::member)).contains(away.id);
    }

    private static void storm(long seed) {
        try {
            VirtualFederation federation =
                    new VirtualFederation(Setup.of(3 + (int) (seed % 3), seed, seed % 2 == 0 ? "int8" : "float32", 30)
                            .consolidateEvery(4));
            federation.weather = new Weather(0.15, 0.1, 20 * MILLI);
            start(federation);
            for (int second = 0; second < 6; second++) {
                Node victim = federation.nodes.get(second % federation.nodes.size());
                federation.at((long) (federation.nextDouble() * SECOND / 2), victim::crash);
                federation.at(SECOND / 2, victim::start);
                federation.at((long) (SECOND / 2 + federation.nextDouble() * SECOND / 4), federation::connectAll);
                federation.run(SECOND);
            }
            federation.weather = Weather.FAIR;
            federation.run(30 * SECOND);
            Map<Integer, ModelCertificate> certificates = agreed(federation);
            assertThat(certificates).isNotEmpty();
            certificates.values().forEach(certificate -> recomputed(federation, certificate));
            assertThat(federation.openHalves()).isZero();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void start(VirtualFederation federation) {
        federation.nodes.forEach(Node::start);
        federation.connectAll();
    }

    /** I10: whoever holds a certificate of an index holds the same list and the same model. */
    static Map<Integer, ModelCertificate> agreed(VirtualFederation federation) {
        Map<Integer, ModelCertificate> all = new TreeMap<>();
        for (Node node : federation.nodes) {
            node.certificates.forEach((index, certificate) -> {
                ModelCertificate before = all.putIfAbsent(index, certificate);
                if (before != null) {
                    assertThat(certificate.list()).isEqualTo(before.list());
                    assertThat(certificate.model()).isEqualTo(before.model());
                }
                assertThat(Parameters.hash(Objects.requireNonNull(node.models.get(certificate.model()))))
                        .isEqualTo(certificate.model());
            });
        }
        return all;
    }

    /** The mean of the listed snapshots, computed apart from the engine, hashes to the certified model. */
    static void recomputed(VirtualFederation federation, ModelCertificate certificate) {
        List<Participant> participants = certificate.list().participants();
        int d = federation.setup.dimension();
        FixedPoint grid = FixedPoint.of(participants.size(), ModelMean.CAP);
        long[] total = new long[d];
        for (int p = participants.size() - 1; p >= 0; p--) {
            Snapshot snapshot = federation.books.snapshot(participants.get(p).root());
            float[] values = new float[d];
            assertThat(federation.encoding.decode(snapshot.body(), federation.books.base(snapshot), values))
                    .isTrue();
            for (int k = 0; k < d; k++) {
                total[k] += grid.toWord(values[k]);
            }
        }
        assertThat(Parameters.hash(grid.mean(total, participants.size()))).isEqualTo(certificate.model());
    }
}
