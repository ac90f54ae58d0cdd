package dev.starling.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.TrustDecision;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Want;
import dev.starling.gossip.wire.FrameCodec;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.charter.Charter;
import dev.starling.node.net.PeerNetwork;
import dev.starling.node.net.link.LinkEvents;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.settings.NetSettings;
import dev.starling.node.observe.StatusReport;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.SiteData;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long CAP = 65536;
    /** Of 41,602 parameters in int8. */
    private static final int BODY = 41_602;
    /** What may pass beside the rate: one turn, what one read brings, and small messages. */
    private static final int AT_ONCE = 100_000;

    @TempDir
    Path directory;

    @Test
    void threeNodesThatKnowOneAddressFindEachOtherTrainToTheEndAndAgree() throws Exception {
        try (Pilot pilot = new Pilot(directory, 3, 12, 0)) {
            for (int m = 0; m < 3; m++) {
                pilot.start(m);
            }
            await().atMost(SOON)
                    .until(() -> pilot.nodes.stream()
                            .allMatch(n -> Pilot.status(n).phase().equals("idle")
                                    && Pilot.status(n).federatedScore() != null));
            assertThat(pilot.nodes).allSatisfy(node -> {
                StatusReport status = Pilot.status(node);
                assertThat(status.slot()).isGreaterThanOrEqualTo(12);
                assertThat(status.federatedScore()).isGreaterThan(0.8);
                assertThat(status.metric()).isEqualTo("accuracy");
                assertThat(status.consensusDistance()).isLessThan(0.2);
                assertThat(status.peers()).hasSize(2).allSatisfy(peer -> {
                    assertThat(peer.state()).isEqualTo("alive");
                    assertThat(peer.linked()).isTrue();
                });
                assertThat(status.bytesSent()).isPositive();
                assertThat(status.voids()).isZero();
            });
        }
    }

    @Test
    void nodesLearnAQuantityAndReportTheErrorInItsUnit() throws Exception {
        Charter.Plan plan = new Charter.Plan(12, 0, 2);
        try (Pilot pilot = new Pilot(directory, 2, plan, new Charter.Quantity(100, 10))) {
            pilot.start(0);
            pilot.start(1);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(pilot.nodes)
                            .map(Pilot::status)
                            .allSatisfy(status -> {
                                assertThat(status.phase()).isEqualTo("idle");
                                assertThat(status.metric()).isEqualTo("rmse");
                                assertThat(status.federatedScore())
                                        .as("noise of 1, deviation of 20")
                                        .isBetween(0.5, 3.0);
                            }));
        }
    }

    @Test
    void aNodeThatStoppedComesBackFromItsJournalAndCatchesUp() throws Exception {
        try (Pilot pilot = new Pilot(directory, 3, 60, 50)) {
            for (int m = 0; m < 3; m++) {
                pilot.start(m);
            }
            Node third = pilot.nodes.get(2);
            await().atMost(SOON).until(() -> Pilot.status(third).slot() >= 5);
            long life = Pilot.status(third).life();
            int slot = Pilot.status(third).slot();
            third.close();
            pilot.nodes.remove(third);
            Node again = pilot.start(2);
            assertThat(Pilot.status(again).life()).isEqualTo(life);
            assertThat(Pilot.status(again).slot()).isGreaterThanOrEqualTo(slot);
            await().atMost(SOON)
                    .until(() -> Pilot.status(again).slot()
                                    >= Pilot.status(pilot.nodes.get(0)).slot() - 1
                            && Pilot.status(again).slot() > slot + 5);
            assertThat(Pilot.status(again).voids()).isZero();
        }
    }

    @Test
    void aCappedNodeExchangesAndMovesNoMoreThanItMay() throws Exception {
        try (Pilot pilot = Pilot.wide(directory)) {
            pilot.settings = "max_bytes_per_second = " + CAP;
            Node capped = pilot.start(0);
            pilot.settings = "";
            Node other = pilot.start(1);
            await().atMost(SOON).until(() -> Pilot.status(capped).slot() >= 2);
            long from = System.nanoTime();
            StatusReport before = Pilot.status(capped);
            // Counted at the end that offers, which may be either.
            int done = before.exchanges() + Pilot.status(other).exchanges();
            await().atMost(SOON)
                    .until(() -> Pilot.status(capped).exchanges()
                                    + Pilot.status(other).exchanges()
                            >= done + 6);
            StatusReport after = Pilot.status(capped);
            double seconds = (System.nanoTime() - from) / 1e9;

            // However slow this machine is: the bound is on bytes, and grows with the time.
            double most = 1.1 * CAP * seconds + AT_ONCE;
            assertThat(after.bytesSent() - before.bytesSent()).isBetween(3L * BODY, (long) most);
            assertThat(after.bytesReceived() - before.bytesReceived()).isBetween(3L * BODY, (long) most);
            assertThat(after.consensusDistance()).isNotNull();
            assertThat(after.peers())
                    .allSatisfy(peer -> assertThat(peer.state()).isEqualTo("alive"));
        }
    }

    @Test
    void whoLeavesIsSeenAsLeftAndNotAsDead() throws Exception {
        try (Pilot pilot = new Pilot(directory, 3, 0, 30)) {
            for (int m = 0; m < 3; m++) {
                pilot.start(m);
            }
            Node leaver = pilot.nodes.get(1);
            String id = Pilot.status(leaver).peer();
            await().atMost(SOON).until(() -> Pilot.status(leaver).slot() >= 3);
            AdminClient.find(directory.resolve("member1/state/admin.json")).post("/v1/leave");
            assertThat(leaver.awaitEnd(20_000)).isTrue();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(Pilot.status(pilot.nodes.get(0)).peers())
                                    .filteredOn(peer -> peer.id().equals(id))
                                    .first()
                                    .extracting(StatusReport.Peer::state)
                                    .isEqualTo("left"));
        }
    }

    @Test
    void whoPausesRestsWhileTheOthersGoOnAndCatchesUpWhenItIsResumed() throws Exception {
        try (Pilot pilot = new Pilot(directory, 3, 0, 30)) {
            for (int m = 0; m < 3; m++) {
                pilot.start(m);
            }
            Node resting = pilot.nodes.get(1);
            Node other = pilot.nodes.get(0);
            String id = Pilot.status(resting).peer();
            await().atMost(SOON).until(() -> Pilot.status(resting).slot() >= 3);
            AdminClient admin = AdminClient.find(directory.resolve("member1/state/admin.json"));
            admin.post("/v1/pause");
            await().atMost(SOON).until(() -> Pilot.status(resting).phase().equals("paused"));
            int rested = Pilot.status(resting).slot();
            await().atMost(SOON).until(() -> Pilot.status(other).slot() >= rested + 5);
            assertThat(Pilot.status(resting).slot()).isEqualTo(rested);
            assertThat(Pilot.status(other).peers())
                    .filteredOn(peer -> peer.id().equals(id))
                    .singleElement()
                    .matches(StatusReport.Peer::paused);
            admin.post("/v1/resume");
            await().atMost(SOON)
                    .until(() ->
                            Pilot.status(resting).slot() >= Pilot.status(other).slot() - 1);
        }
    }

    @Test
    void whoRestsStillRestsAfterARestartAndGoesOnAfterTheNextOneWhenItWasResumed() throws Exception {
        try (Pilot pilot = new Pilot(directory, 2, 0, 30)) {
            Node other = pilot.start(0);
            Node resting = pilot.start(1);
            String id = Pilot.status(resting).peer();
            await().atMost(SOON).until(() -> Pilot.status(resting).slot() >= 2);
            admin(1).post("/v1/pause");
            pilot.stop(resting);
            Node again = pilot.start(1);
            await().atMost(SOON).until(() -> Pilot.status(again).phase().equals("paused"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(Pilot.status(other).peers())
                            .filteredOn(peer -> peer.id().equals(id))
                            .singleElement()
                            .matches(peer -> peer.linked() && peer.paused()));
            int rested = Pilot.status(again).slot();
            admin(1).post("/v1/resume");
            await().atMost(SOON).until(() -> Pilot.status(again).slot() > rested);
            pilot.stop(again);
            Node third = pilot.start(1);
            int slot = Pilot.status(third).slot();
            await().atMost(SOON).until(() -> Pilot.status(third).slot() > slot);
        }
    }

    @Test
    void membersThatCanOnlyDialOutLearnThroughOneThatListensAndSayThatTheyCannotReachEachOther() throws Exception {
        try (Pilot pilot = new Pilot(directory, 3, 0, 30)) {
            Node listening = pilot.start(0);
            List<Node> others = List.of(pilot.startDiallingOut(1), pilot.startDiallingOut(2));
            assertThat(others)
                    .allSatisfy(node -> assertThat(node.listeningAddress()).isEmpty());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(pilot.nodes)
                            .allSatisfy(node ->
                                    assertThat(Pilot.status(node).slot()).isGreaterThanOrEqualTo(8)));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(others).allSatisfy(node -> {
                        StatusReport status = Pilot.status(node);
                        assertThat(status.peers())
                                .filteredOn(StatusReport.Peer::linked)
                                .hasSize(1);
                        assertThat(status.peers())
                                .filteredOn(peer -> !peer.linked())
                                .singleElement()
                                .extracting(StatusReport.Peer::unreachable)
                                .asString()
                                .contains("both can only dial out");
                        assertThat(status.phase()).isEqualTo("training");
                        assertThat(status.advice().alarms()).isEmpty();
                    }));
            assertThat(Pilot.status(listening).peers())
                    .allSatisfy(peer -> assertThat(peer.unreachable()).isNull());
            assertThat(Pilot.status(others.get(0)).detail()).isNotEqualTo("alone");
        }
    }

    private AdminClient admin(int member) throws Exception {
        return AdminClient.find(directory.resolve("member" + member + "/state/admin.json"));
    }

    @Test
    void aRemovedMemberSaysWhoRemovedItAndWhyAndTheOthersGoOn() throws Exception {
        try (Pilot pilot = new Pilot(directory, 3, 0, 30)) {
            for (int m = 0; m < 3; m++) {
                pilot.start(m);
            }
            Node asked = pilot.nodes.get(0);
            Node removed = pilot.nodes.get(2);
            String id = Pilot.status(removed).peer();
            await().atMost(SOON).until(() -> Pilot.status(removed).slot() >= 3);
            AdminClient admin = AdminClient.find(directory.resolve("member0/state/admin.json"));
            assertThat(admin.post("/v1/revoke?peer=" + Pilot.status(asked).peer() + "&reason=x")
                            .path("refused")
                            .asText())
                    .contains("starling leave");
            assertThat(admin.post("/v1/revoke?peer=" + id.substring(0, 7) + "&reason=x")
                            .path("refused")
                            .asText())
                    .contains("starling roster");
            assertThat(admin.post("/v1/revoke?peer=" + id.substring(0, 12) + "&reason=its+key+was+copied")
                            .path("peer")
                            .asText())
                    .isEqualTo(id);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(Pilot.status(removed).detail()).isEqualTo("revoked"));
            StatusReport status = Pilot.status(removed);
            assertThat(status.phase()).isEqualTo("left");
            assertThat(status.removed())
                    .isEqualTo(
                            new StatusReport.Removal(id, "Hospital 2", "its key was copied", List.of("Hospital 0"), 1));
            int slot = Pilot.status(asked).slot();
            await().atMost(SOON).until(() -> Pilot.status(asked).slot() > slot + 3);
            assertThat(Pilot.status(asked).peers())
                    .extracting(StatusReport.Peer::id)
                    .doesNotContain(id);
            assertThatThrownBy(() -> FederationFiles.requireMembership(
                            FederationFiles.readRoster(
                                    new DataDirectory(directory.resolve("member2")),
                                    new CharterDocument(pilot.charter, pilot.signed)),
                            pilot.identities.get(2)))
                    .isInstanceOf(NodeFailure.class)
                    .hasMessageContainingAll("removed", "Hospital 0", "its key was copied");
        }
    }

    @Test
    void aNodeThatABugStopsEndsAsABug() throws Exception {
        try (Pilot pilot = new Pilot(directory, 2, 0, 0)) {
            SiteData.Unscaled unwanted = new SiteData.Unscaled(new long[1], scaled -> {
                throw new AssertionError("nothing is scaled");
            });
            Node node = pilot.start(0, Optional.of(unwanted));
            assertThatThrownBy(() -> node.awaitEnd(SOON.toMillis()))
                    .isInstanceOfSatisfying(
                            NodeFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ExitCode.BUG))
                    .hasMessageContaining("mistake in Starling")
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void twoNodesCannotShareADirectory() throws Exception {
        try (Pilot pilot = new Pilot(directory, 2, 0, 0)) {
            pilot.start(0);
            assertThatThrownBy(() -> pilot.start(0))
                    .isInstanceOf(NodeFailure.class)
                    .hasMessageContaining("another node");
        }
    }

    @Test
    void aStrangerGetsNoModelByteAndBothSidesSeeTheRefusal() throws Exception {
        try (Pilot pilot = new Pilot(directory, 2, 0, 20)) {
            Node first = pilot.start(0);
            pilot.start(1);
            await().atMost(SOON).until(() -> Pilot.status(first).slot() >= 3);
            FrameCodec codec = new FrameCodec(pilot.signed.federation());
            Identity stranger = Identity.generate(new SecureRandom());
            ConcurrentLinkedQueue<Message> heard = new ConcurrentLinkedQueue<>();
            AtomicReference<PeerNetwork> network = new AtomicReference<>();
            try (PeerNetwork own = new PeerNetwork(
                    NetSettings.defaults().listeningOn("127.0.0.1", 0),
                    ChannelIdentity.issue(stranger, Instant.now()),
                    Instant::now,
                    peer -> TrustDecision.MEMBER,
                    new Asking(stranger, codec, network, heard),
                    new SplittableRandom(1))) {
                network.set(own);
                own.start();
                own.dial(first.listeningAddress());
                await().atMost(SOON).until(() -> !heard.isEmpty());
                assertThat(heard).allMatch(message -> message.equals(new Farewell(FarewellCode.NOT_ON_ROSTER)));
                assertThat(own.bytesReceivedFrom(pilot.identities.get(0).peerId()))
                        .isLessThan(20_000);
                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(Pilot.status(first).verdicts()).containsKey("NOT_ON_ROSTER"));
            }
        }
    }

    /** Says hello like a member and asks for a model, as a node with a copied charter would. */
    private record Asking(
            Identity stranger,
            FrameCodec codec,
            AtomicReference<PeerNetwork> network,
            ConcurrentLinkedQueue<Message> heard)
            implements LinkEvents {
        @Override
        public void linkUp(LinkId link, PeerId peer, boolean outbound, String remoteAddress) {
            Digest any = Digest.of(new byte[] {1});
            Body hello = new Body.Hello(1, 0, 0, any, 0, 0, List.of());
            Objects.requireNonNull(network.get()).send(link, codec.encode(stranger, hello));
            Objects.requireNonNull(network.get()).send(link, codec.encode(new Want(any, 0, 1)));
        }

        @Override
        public void linkDown(LinkId link, PeerId peer, String reason) {}

        @Override
        public void frame(LinkId link, PeerId peer, byte[] frame) {
            heard.add(codec.decode(frame).message().orElseThrow());
        }

        @Override
        public void refused(String remoteAddress, String reason, boolean outbound) {}

        @Override
        public void dialFailed(String address, String reason) {}
    }
}
