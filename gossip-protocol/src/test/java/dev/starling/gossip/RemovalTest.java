package dev.starling.gossip;

import static dev.starling.gossip.VirtualFederation.MILLI;
import static dev.starling.gossip.VirtualFederation.NOON;
import static dev.starling.gossip.VirtualFederation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Revocation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterChange;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.VirtualFederation.Weather;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.membership.Newcomer;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.JoinStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Removing a member from a running federation, with and without its consent to be quiet about it. */
final class RemovalTest {
    private static final String REASON = "its key was copied";
    private static final int SEEDS = Math.max(1, Integer.getInteger("starling.seeds", 200) / 50);

    private static VirtualFederation running(Setup setup) {
        VirtualFederation federation = new VirtualFederation(setup.dimension(20).startMembers(2));
        federation.nodes.forEach(node -> node.trainingNanos = 100 * MILLI);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(350 * MILLI);
        return federation;
    }

    private static void revoke(Node by, Node member, String reason) {
        by.step(new Event.Revoke(new Revocation(member.id, reason)));
    }

    private static List<Node> without(VirtualFederation federation, Node removed) {
        return federation.nodes.stream().filter(node -> node != removed).toList();
    }

    private static void assertRemovedEverywhere(VirtualFederation federation, Node removed) {
        Roster settled = without(federation, removed).get(0).engine.roster();
        assertThat(settled.revocation(removed.id)).isPresent();
        assertThat(without(federation, removed)).allSatisfy(node -> {
            assertThat(node.engine.roster()).isEqualTo(settled);
            assertThat(node.roster).as("what is kept").isEqualTo(settled);
            assertThat(node.links).doesNotContainValue(removed);
            assertThat(node.status().peers())
                    .extracting(EngineStatus.PeerStatus::peer)
                    .doesNotContain(removed.id);
        });
        assertThat(removed.status().phase()).isEqualTo(Phase.REVOKED);
        assertThat(removed.roster).as("what the removed member keeps").isEqualTo(settled);
        assertThat(removed.links).isEmpty();
    }

    @Test
    void aRemovedMemberAndAllOthersHearOfItAndTheOthersGoOn() {
        VirtualFederation federation = running(Setup.of(4, 1, "float32", 400));
        Node asker = federation.nodes.get(0);
        Node removed = federation.nodes.get(3);
        revoke(asker, removed, REASON);
        federation.run(SECOND);
        assertRemovedEverywhere(federation, removed);
        assertThat(federation.nodes)
                .allSatisfy(node -> assertThat(node.reports(Report.MemberRemoved.class))
                        .singleElement()
                        .satisfies(report -> {
                            assertThat(report.member()).isEqualTo(removed.id);
                            assertThat(report.organisation()).isEqualTo("Hospital 3");
                            assertThat(report.reason()).isEqualTo(REASON);
                            assertThat(report.by()).containsExactly(asker.id);
                        }));
        assertThat(without(federation, removed))
                .allSatisfy(node -> assertThat(node.reports(Report.TurnedAway.class))
                        .contains(new Report.TurnedAway(removed.id, FarewellCode.REVOKED)));
        int before = asker.slot();
        int removedBefore = removed.slot();
        federation.run(2 * SECOND);
        assertThat(asker.slot()).isGreaterThan(before + 10);
        assertThat(removed.slot()).isEqualTo(removedBefore);
    }

    @Test
    void whatIsOpenWithARemovedMemberIsVoidWhateverTheWeatherAndACrashAfterwards() {
        for (int seed = 0; seed < SEEDS; seed++) {
            long voids = 0;
            VirtualFederation federation = running(Setup.of(4, 100 + seed, "int8", 400));
            SplittableRandom random = new SplittableRandom(seed);
            federation.nodes.forEach(node -> node.trainingNanos = 20 * MILLI);
            federation.weather = new Weather(0.3, 0.05, 30 * MILLI);
            federation.run(SECOND + random.nextLong(2 * SECOND));
            boolean cutsShort = seed % 2 == 0;
            Node removed = cutsShort ? highest(federation) : federation.nodes.get(random.nextInt(4));
            Node asker = cutsShort
                    ? whoseOfferIsOpen(federation, removed)
                    : without(federation, removed).get(random.nextInt(3));
            revoke(asker, removed, REASON);
            federation.run(random.nextLong(500 * MILLI));
            Node crashing = without(federation, removed).get(random.nextInt(3));
            crashing.crash();
            crashing.start();
            federation.weather = Weather.FAIR;
            federation.connectAll();
            federation.run(3 * SECOND);
            assertRemovedEverywhere(federation, removed);
            for (Node node : without(federation, removed)) {
                assertThat(node.engine.ledger().checkpoint().pairs())
                        .as("seed %d", seed)
                        .filteredOn(pair -> pair.peer().equals(removed.id))
                        .allSatisfy(pair -> assertThat(pair.open()).isEmpty());
                voids += node.status().voids();
            }
            int before = asker.slot();
            federation.run(SECOND);
            assertThat(asker.slot()).as("seed %d goes on", seed).isGreaterThan(before);
            if (cutsShort) {
                assertThat(voids)
                        .as("seed %d, transactions that the removal cut short", seed)
                        .isPositive();
            }
        }
    }

    /** Everybody offers to it. */
    private static Node highest(VirtualFederation federation) {
        return federation.nodes.stream()
                .max(Comparator.comparing(node -> node.id))
                .orElseThrow();
    }

    /** Goes on until another member awaits an answer of this one. */
    private static Node whoseOfferIsOpen(VirtualFederation federation, Node answering) {
        for (int millis = 0; millis < 10_000; millis++) {
            for (Node node : without(federation, answering)) {
                boolean open = node.engine.ledger().checkpoint().pairs().stream()
                        .anyMatch(pair ->
                                pair.peer().equals(answering.id) && pair.open().isPresent());
                if (open) {
                    return node;
                }
            }
            federation.run(MILLI);
        }
        throw new AssertionError("nobody offers");
    }

    @Test
    void aQuorumOfTwoNeedsTwoWhoAskWhateverWordsTheyUse() {
        VirtualFederation federation = running(Setup.of(4, 2, "float32", 400).quorum(2));
        Node removed = federation.nodes.get(3);
        revoke(federation.nodes.get(0), removed, REASON);
        federation.run(SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.engine.roster().version()).isZero();
            assertThat(node.engine.proposals())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.signatures()).containsOnlyKeys(federation.nodes.get(0).id));
        });
        assertThat(federation.nodes.get(1).reports(Report.Alarm.class))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.text()).contains("starling revoke", REASON, "1 of 2"));
        revoke(removed, federation.nodes.get(0), "it wants to be rid of me");
        revoke(federation.nodes.get(1), removed, "other words for the same");
        federation.run(2 * SECOND);
        assertRemovedEverywhere(federation, removed);
        RosterChange change = federation
                .nodes
                .get(2)
                .engine
                .roster()
                .revocation(removed.id)
                .orElseThrow()
                .change();
        assertThat(change).isEqualTo(new Revocation(removed.id, REASON));
        assertThat(federation.nodes.get(2).engine.roster().contains(federation.nodes.get(0).id))
                .isTrue();
    }

    @Test
    void twoWhoAskAtOnceInDifferentWordsReachTheQuorum() {
        for (int seed = 0; seed < 4; seed++) {
            VirtualFederation federation =
                    running(Setup.of(4, 50 + seed, "float32", 400).quorum(2));
            Node removed = federation.nodes.get(seed % 2 == 0 ? 3 : 0);
            List<Node> others = without(federation, removed);
            revoke(others.get(0), removed, "one way to say it");
            revoke(others.get(1), removed, "another way to say it");
            federation.run(2 * SECOND);
            assertRemovedEverywhere(federation, removed);
        }
    }

    @Test
    void ofTwoWhoRemoveEachOtherAtOnceExactlyOneStays() {
        for (int seed = 0; seed < 4; seed++) {
            VirtualFederation federation = running(Setup.of(4, 60 + seed, "float32", 400));
            Node one = federation.nodes.get(0);
            Node two = federation.nodes.get(1);
            revoke(one, two, "it attacks me");
            revoke(two, one, "no, it attacks me");
            federation.run(3 * SECOND);
            Node witness = federation.nodes.get(2);
            boolean oneStays = witness.engine.roster().contains(one.id);
            assertThat(witness.engine.roster().size()).as("seed %d", seed).isEqualTo(3);
            assertThat(federation.nodes.get(3).engine.roster()).isEqualTo(witness.engine.roster());
            Node loser = oneStays ? two : one;
            Node winner = oneStays ? one : two;
            federation.connect(loser, witness);
            federation.connect(winner, witness);
            federation.run(3 * SECOND);
            assertThat(winner.engine.roster()).isEqualTo(witness.engine.roster());
            assertThat(loser.links)
                    .as("seed %d, nobody deals with the loser", seed)
                    .isEmpty();
            assertThat(loser.status().phase() == Phase.REVOKED
                            || loser.reports(Report.TurnedAwayBy.class).stream()
                                    .anyMatch(told -> told.code() == FarewellCode.REVOKED))
                    .as("seed %d, the loser was told", seed)
                    .isTrue();
        }
    }

    @Test
    void aRevocationOnTheLosingSideOfAForkIsMadeAgain() {
        VirtualFederation federation = running(Setup.of(5, 70, "float32", 400));
        Node cutOff = federation.nodes.get(0);
        Node removed = federation.nodes.get(4);
        List.copyOf(cutOff.links.keySet()).forEach(federation::breakLink);
        revoke(cutOff, removed, REASON);
        revoke(federation.nodes.get(1), federation.nodes.get(3), "the other side removes another");
        Node host = federation.nodes.get(2);
        new Asking(federation, host, federation.identity(), invitation(federation, host)).ask();
        federation.run(SECOND);
        assertThat(host.engine.roster().version()).isEqualTo(2);
        federation.connect(cutOff, host);
        federation.run(3 * SECOND);
        assertThat(cutOff.engine.roster()).isEqualTo(host.engine.roster());
        assertThat(host.engine.roster().version()).isEqualTo(3);
        assertThat(host.engine.roster().revocation(removed.id)).isPresent();
        assertThat(removed.status().phase()).isEqualTo(Phase.REVOKED);
    }

    @Test
    void whoWasAwayWhenItWasRemovedHearsOfItFromTheFirstMemberItMeets() {
        for (boolean dials : new boolean[] {true, false}) {
            VirtualFederation federation = running(Setup.of(4, 80, "float32", 400));
            Node removed = federation.nodes.get(3);
            List.copyOf(removed.links.keySet()).forEach(federation::breakLink);
            Node host = federation.nodes.get(0);
            new Asking(federation, host, federation.identity(), invitation(federation, host)).ask();
            revoke(federation.nodes.get(1), removed, REASON);
            federation.run(SECOND);
            new Asking(federation, host, federation.identity(), invitation(federation, host, 8)).ask();
            federation.run(SECOND);
            assertThat(host.engine.roster().version()).isEqualTo(3);
            if (dials) {
                federation.connect(removed, federation.nodes.get(2));
            } else {
                federation.connect(federation.nodes.get(2), removed);
            }
            federation.run(SECOND);
            if (!dials && removed.status().phase() != Phase.REVOKED) {
                // It was more than one entry behind: it asks by dialling.
                federation.connect(removed, federation.nodes.get(2));
                federation.run(SECOND);
            }
            assertThat(removed.status().phase()).isEqualTo(Phase.REVOKED);
            assertThat(removed.engine.roster().version())
                    .as("it hears of its own removal and of nothing later")
                    .isEqualTo(2);
            assertThat(removed.links).isEmpty();
            assertThat(host.status().verdicts().getOrDefault(Reason.ROSTER_INVALID, 0L))
                    .isZero();
        }
    }

    @Test
    void aRemovedIdentityIsNotAdmittedAgainOnAnyInvitation() {
        VirtualFederation federation = running(Setup.of(3, 90, "float32", 400));
        Node host = federation.nodes.get(0);
        Identity identity = federation.identity();
        Invitation old = invitation(federation, host);
        Asking first = new Asking(federation, host, identity, old).ask();
        assertThat(first.status()).isEqualTo(JoinStatus.ADMITTED);
        host.step(new Event.Revoke(new Revocation(identity.peerId(), REASON)));
        federation.run(SECOND);
        for (Invitation invitation : List.of(old, invitation(federation, host, 9))) {
            Asking again = new Asking(federation, host, identity, invitation).ask();
            assertThat(again.status()).isEqualTo(JoinStatus.REFUSED);
            assertThat(again.newcomer.decision().orElseThrow().reason()).contains("removed", "new identity");
        }
        assertThat(host.status().verdicts()).containsEntry(Reason.REVOKED, 2L);
        assertThat(host.engine.roster().contains(identity.peerId())).isFalse();
    }

    @Test
    void theLastQuorumAndOneselfCannotBeRemoved() {
        VirtualFederation federation = running(Setup.of(2, 91, "float32", 400).quorum(2));
        Node node = federation.nodes.get(0);
        revoke(node, federation.nodes.get(1), REASON);
        revoke(node, node, REASON);
        node.step(new Event.Revoke(new Revocation(federation.identity().peerId(), REASON)));
        assertThat(node.reports(Report.Alarm.class))
                .extracting(Report.Alarm::text)
                .satisfiesExactly(
                        text -> assertThat(text).contains("quorum of 2"),
                        text -> assertThat(text).contains("starling leave"),
                        text -> assertThat(text).contains("not a member"));
        assertThat(node.engine.proposals()).isEmpty();
        assertThat(node.engine.roster().version()).isZero();
    }

    /** With a quorum of two, a single insider neither removes anybody nor spoils a removal of itself. */
    @Test
    void anInsiderNeitherForgesNorBlocksARemoval() {
        VirtualFederation federation = running(Setup.of(4, 92, "float32", 400).quorum(2));
        Node rogue = federation.nodes.get(3);
        Node victim = federation.nodes.get(1);
        Node engine = federation.nodes.get(0);
        rogue.crash();
        ScriptedMember insider = new ScriptedMember(federation, rogue.identity, engine);
        insider.join(9);
        Roster roster = engine.engine.roster();
        RosterEntry onVictim = RosterEntry.propose(roster, new Revocation(victim.id, "framed"));
        Identity outsider = federation.identity();
        RosterEntry stuffed =
                onVictim.signedBy(rogue.identity, roster.federation()).signedBy(outsider, roster.federation());
        insider.say(new Body.Vote(onVictim.encode()));
        insider.say(
                new Body.Vote(onVictim.signedBy(outsider, roster.federation()).encode()));
        assertThat(engine.engine.proposals()).as("signed by no member").isEmpty();
        insider.say(new Body.Vote(stuffed.encode()));
        insider.say(new Body.RosterUpdate(0, List.of(stuffed.encode())));
        federation.run(SECOND);
        assertThat(engine.engine.roster().version()).isZero();
        assertThat(engine.engine.proposals())
                .singleElement()
                .satisfies(entry -> assertThat(entry.signatures()).containsOnlyKeys(rogue.id));
        assertThat(engine.status().verdicts()).containsEntry(Reason.ROSTER_INVALID, 1L);

        revoke(engine, rogue, REASON);
        RosterEntry onRogue = engine.engine.proposals().stream()
                .filter(entry -> entry.change().subject().equals(rogue.id.digest()))
                .findFirst()
                .orElseThrow();
        insider.say(new Body.Vote(
                onRogue.signedBy(rogue.identity, roster.federation()).encode()));
        insider.say(
                new Body.Vote(onRogue.signedBy(outsider, roster.federation()).encode()));
        for (int n = 0; n < 100; n++) {
            insider.say(new Body.Vote(RosterEntry.propose(roster, new Revocation(victim.id, "junk " + n))
                    .signedBy(rogue.identity, roster.federation())
                    .encode()));
        }
        revoke(victim, rogue, REASON);
        federation.run(SECOND);
        assertThat(without(federation, rogue))
                .allSatisfy(node ->
                        assertThat(node.engine.roster().contains(rogue.id)).isFalse());
        assertThat(insider.last(Farewell.class)).isEqualTo(new Farewell(FarewellCode.REVOKED));
        assertThat(insider.closed).isTrue();
        assertThat(insider.heardBodies(Body.RosterUpdate.class)).isNotEmpty();

        insider.connect();
        int slots = insider.heard.size();
        insider.hello(9, 0, 0);
        assertThat(insider.heard.subList(slots, insider.heard.size()))
                .last()
                .isEqualTo(new Farewell(FarewellCode.REVOKED));
        assertThat(engine.status().verdicts()).containsKey(Reason.REVOKED);
    }

    /** A stranger with an invitation. */
    private static final class Asking implements VirtualFederation.Guest {
        private final VirtualFederation federation;
        private final Node host;
        private final Identity identity;
        private final Newcomer newcomer;

        Asking(VirtualFederation federation, Node host, Identity identity, Invitation invitation) {
            this.federation = federation;
            this.host = host;
            this.identity = identity;
            this.newcomer = new Newcomer(identity, new Member(identity.publicIdentity(), "Newcomer", 100), invitation);
        }

        @Override
        public PeerId id() {
            return identity.peerId();
        }

        @Override
        public void frameArrived(long link, byte[] frame) {
            newcomer.frame(host.id, frame);
        }

        Asking ask() {
            federation.say(federation.connect(this, host), host, newcomer.joinFrame());
            federation.run(20 * MILLI);
            return this;
        }

        JoinStatus status() {
            return newcomer.decision().orElseThrow().status();
        }
    }

    private static Invitation invitation(VirtualFederation federation, Node inviter) {
        return invitation(federation, inviter, 7);
    }

    private static Invitation invitation(VirtualFederation federation, Node inviter, int nonce) {
        return Invitation.issue(
                inviter.identity,
                federation.charter.federation(),
                List.of("host:7070"),
                NOON.plus(Duration.ofDays(1)),
                new Random(nonce));
    }
}
