package dev.starling.gossip;

import static dev.starling.gossip.VirtualFederation.MILLI;
import static dev.starling.gossip.VirtualFederation.NOON;
import static dev.starling.gossip.VirtualFederation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Admission;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.TrustFormatException;
import dev.starling.gossip.VirtualFederation.Guest;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.membership.Newcomer;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Body.JoinDecision;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Ping;
import dev.starling.gossip.message.SignedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Joining a running federation, and being kept out of it. */
final class JoiningTest {
    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));

    /** Somebody with an invitation who dials one member. */
    private static final class Applicant implements Guest {
        final Identity identity;
        final List<Message> heard = new ArrayList<>();
        boolean closed;
        private final VirtualFederation federation;
        private final Node host;
        private final Newcomer newcomer;

        Applicant(VirtualFederation federation, Identity identity, Node host, Invitation invitation) {
            this.federation = federation;
            this.identity = identity;
            this.host = host;
            this.newcomer = new Newcomer(identity, member(identity), invitation);
        }

        @Override
        public PeerId id() {
            return identity.peerId();
        }

        @Override
        public void frameArrived(long link, byte[] frame) {
            federation.codec().decode(frame).message().ifPresent(heard::add);
            newcomer.frame(host.id, frame);
        }

        @Override
        public void linkClosed(long link) {
            closed = true;
        }

        /** Dials, says JOIN and nothing else, and hears the answer. */
        Applicant ask() {
            federation.say(federation.connect(this, host), host, newcomer.joinFrame());
            federation.run(20 * MILLI);
            return this;
        }

        JoinDecision decision() {
            assertThat(newcomer.done()).isTrue();
            return newcomer.decision().orElseThrow();
        }
    }

    private static Member member(Identity identity) {
        return new Member(identity.publicIdentity(), "Newcomer", 100);
    }

    private static VirtualFederation running(Setup setup) {
        VirtualFederation federation = new VirtualFederation(setup.dimension(20).startMembers(2));
        federation.nodes.forEach(node -> node.trainingNanos = 100 * MILLI);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(100 * MILLI);
        return federation;
    }

    private static Invitation invitation(VirtualFederation federation, Node inviter, Instant expiry) {
        return Invitation.issue(
                inviter.identity, federation.charter.federation(), List.of("host:7070"), expiry, new Random(7));
    }

    private static void assertRosterUnchanged(VirtualFederation federation) {
        assertThat(federation.nodes)
                .allSatisfy(node -> assertThat(node.engine.roster().version()).isZero());
    }

    @Test
    void aValidInvitationAdmitsAndTheRosterReachesEvenAMemberThatWasAway() {
        VirtualFederation federation = running(Setup.of(4, 21, "float32", 40));
        Node away = federation.nodes.get(3);
        away.links.keySet().stream().toList().forEach(federation::breakLink);
        Node host = federation.nodes.get(1);
        Applicant applicant = new Applicant(
                        federation,
                        federation.identity(),
                        host,
                        invitation(federation, federation.nodes.get(0), TOMORROW))
                .ask();
        assertThat(applicant.decision().status()).isEqualTo(JoinStatus.ADMITTED);
        assertThat(applicant.decision().charter()).isEqualTo(federation.charter.charter());
        assertThat(applicant.closed).isTrue();
        assertThat(applicant.newcomer.log()).hasSize(1);
        federation.run(2 * SECOND);
        Roster longer = host.engine.roster();
        assertThat(longer.contains(applicant.id())).isTrue();
        assertThat(federation.nodes).filteredOn(node -> node != away).allSatisfy(node -> {
            assertThat(node.engine.roster()).isEqualTo(longer);
            assertThat(node.roster).as("what is kept").isEqualTo(longer);
        });
        assertThat(away.engine.roster().contains(applicant.id())).isFalse();

        federation.connect(away, federation.nodes.get(0));
        federation.run(2 * SECOND);
        assertThat(away.engine.roster()).isEqualTo(longer);

        Node member = federation.add(applicant.identity, applicant.newcomer.log());
        member.trainingNanos = 100 * MILLI;
        member.start();
        federation.connectAll();
        federation.run(60 * SECOND);
        assertThat(federation.nodes)
                .hasSize(5)
                .allSatisfy(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(40));
        assertThat(member.status().verdicts()).doesNotContainKey(Reason.NOT_ON_ROSTER);
    }

    @Test
    void aRosterThatGrewReachesAMemberByPingsAloneWhenNoUpdateArrived() {
        VirtualFederation federation = running(Setup.of(2, 22, "float32", 400));
        Node host = federation.nodes.get(0);
        Node other = federation.nodes.get(1);
        federation.weather = new VirtualFederation.Weather(1, 0, MILLI);
        new Applicant(federation, federation.identity(), host, invitation(federation, host, TOMORROW)).ask();
        federation.run(100 * MILLI);
        assertThat(host.engine.roster().version()).isEqualTo(1);
        assertThat(other.engine.roster().version()).isZero();
        federation.weather = VirtualFederation.Weather.FAIR;
        federation.run(5 * SECOND);
        assertThat(other.engine.roster()).isEqualTo(host.engine.roster());
    }

    @Test
    void anExpiredInvitationIsRefused() {
        VirtualFederation federation = running(Setup.of(2, 23, "float32", 5));
        Node host = federation.nodes.get(0);
        Applicant applicant =
                new Applicant(federation, federation.identity(), host, invitation(federation, host, NOON)).ask();
        assertRefused(applicant, host, Reason.INVITATION_EXPIRED, "expired");
        assertRosterUnchanged(federation);
    }

    @Test
    void anInvitationIsGoodForOneNewcomerOnly() {
        VirtualFederation federation = running(Setup.of(2, 24, "float32", 5));
        Node host = federation.nodes.get(0);
        Invitation invitation = invitation(federation, host, TOMORROW);
        new Applicant(federation, federation.identity(), host, invitation).ask();
        federation.run(SECOND);
        Node other = federation.nodes.get(1);
        Applicant second = new Applicant(federation, federation.identity(), other, invitation).ask();
        assertRefused(second, other, Reason.INVITATION_USED, "used before");
        assertThat(federation.nodes)
                .allSatisfy(node -> assertThat(node.engine.roster().version()).isEqualTo(1));
    }

    @Test
    void anAlteredInvitationIsRefused() throws TrustFormatException {
        VirtualFederation federation = running(Setup.of(2, 25, "float32", 5));
        Node host = federation.nodes.get(0);
        byte[] bytes = invitation(federation, host, NOON).encode();
        bytes[1 + 32 + 32] ^= 1;
        Invitation altered = Invitation.decode(bytes);
        Applicant applicant = new Applicant(federation, federation.identity(), host, altered).ask();
        assertRefused(applicant, host, Reason.INVITATION_INVALID, "altered");
        assertRosterUnchanged(federation);
    }

    @Test
    void anInvitationByAStrangerIsRefused() {
        VirtualFederation federation = running(Setup.of(2, 26, "float32", 5));
        Node host = federation.nodes.get(0);
        Invitation invitation = Invitation.issue(
                federation.identity(), federation.charter.federation(), List.of("host:1"), TOMORROW, new Random(1));
        Applicant applicant = new Applicant(federation, federation.identity(), host, invitation).ask();
        assertRefused(applicant, host, Reason.INVITATION_INVALID, "not a member");
        assertRosterUnchanged(federation);
    }

    @Test
    void anInvitationToAnotherFederationIsRefusedInsideAnEnvelopeOfThisOne() {
        VirtualFederation federation = running(Setup.of(2, 27, "float32", 5));
        Node host = federation.nodes.get(0);
        Invitation elsewhere =
                Invitation.issue(host.identity, Digest.of(new byte[] {1}), List.of("host:1"), TOMORROW, new Random(1));
        Applicant applicant =
                new Applicant(federation, federation.identity(), host, invitation(federation, host, TOMORROW));
        long link = federation.connect(applicant, host);
        Body.Join join =
                new Body.Join(elsewhere.encode(), member(applicant.identity).encode());
        federation.say(link, host, federation.codec().encode(applicant.identity, join));
        federation.run(20 * MILLI);
        assertRefused(applicant, host, Reason.WRONG_FEDERATION, "another federation");
        assertRosterUnchanged(federation);
    }

    @Test
    void anEnvelopeOfAnotherFederationIsTurnedAway() {
        VirtualFederation federation = running(Setup.of(2, 28, "float32", 5));
        Node host = federation.nodes.get(0);
        Invitation elsewhere =
                Invitation.issue(host.identity, Digest.of(new byte[] {1}), List.of("host:1"), TOMORROW, new Random(1));
        Applicant applicant = new Applicant(federation, federation.identity(), host, elsewhere).ask();
        assertThat(applicant.heard).containsExactly(new Farewell(FarewellCode.NOT_ON_ROSTER));
        assertThat(host.status().verdicts()).containsKey(Reason.WRONG_FEDERATION);
        assertRosterUnchanged(federation);
    }

    @Test
    void aRequestThatNamesAnotherKeyThanItsSignatureIsRefused() {
        VirtualFederation federation = running(Setup.of(2, 29, "float32", 5));
        Node host = federation.nodes.get(0);
        Applicant applicant =
                new Applicant(federation, federation.identity(), host, invitation(federation, host, TOMORROW));
        long link = federation.connect(applicant, host);
        Body.Join join = new Body.Join(
                invitation(federation, host, TOMORROW).encode(),
                member(federation.identity()).encode());
        federation.say(link, host, federation.codec().encode(applicant.identity, join));
        federation.run(20 * MILLI);
        assertRefused(applicant, host, Reason.WRONG_AUTHOR, "another key");
        assertRosterUnchanged(federation);
    }

    @Test
    void aRequestThatCannotBeReadIsRefused() {
        VirtualFederation federation = running(Setup.of(2, 30, "float32", 5));
        Node host = federation.nodes.get(0);
        Applicant applicant =
                new Applicant(federation, federation.identity(), host, invitation(federation, host, TOMORROW));
        long link = federation.connect(applicant, host);
        Body.Join join = new Body.Join(new byte[3], new byte[4]);
        federation.say(link, host, federation.codec().encode(applicant.identity, join));
        federation.run(20 * MILLI);
        assertRefused(applicant, host, Reason.MALFORMED, "cannot be read");
        assertRosterUnchanged(federation);
    }

    private static void assertRefused(Applicant applicant, Node host, Reason reason, String sentence) {
        assertThat(applicant.decision().status()).isEqualTo(JoinStatus.REFUSED);
        assertThat(applicant.decision().reason()).contains(sentence);
        assertThat(applicant.decision().charter()).isEmpty();
        assertThat(applicant.heard.get(applicant.heard.size() - 1)).isEqualTo(new Farewell(FarewellCode.LOBBY_DONE));
        assertThat(applicant.heard)
                .filteredOn(SignedBody.class::isInstance)
                .allSatisfy(message -> assertThat(((SignedBody) message).body()).isInstanceOf(JoinDecision.class));
        assertThat(applicant.closed).isTrue();
        assertThat(host.status().verdicts()).containsEntry(reason, 1L);
        assertThat(host.reports(Report.JoinDecided.class))
                .singleElement()
                .satisfies(report -> assertThat(report.status()).isEqualTo(JoinStatus.REFUSED));
    }

    @Test
    void aStrangerHearsNothingButAFarewellWhateverItSays() {
        VirtualFederation federation = running(Setup.of(2, 31, "float32", 40));
        Node host = federation.nodes.get(0);
        List<Body> words = List.of(
                new Body.Hello(9, 3, 0, host.roster.head(), 1, 1, List.of()),
                new Body.RosterUpdate(0, List.of()),
                new Body.PeerHints(List.of()),
                new Body.Vote(new byte[10]),
                new Body.Leave(1, 1));
        for (Body word : words) {
            ScriptedMember stranger = new ScriptedMember(federation, federation.identity(), host);
            stranger.connect();
            stranger.say(word);
            assertKeptOut(stranger, host);
        }
        ScriptedMember stranger = new ScriptedMember(federation, federation.identity(), host);
        stranger.connect();
        stranger.announce(stranger.snapshot(1, 1, 1, stranger.all(0)));
        assertKeptOut(stranger, host);
        stranger.connect();
        stranger.say(new Ping(1, 0, host.roster.head()));
        assertKeptOut(stranger, host);
        federation.run(20 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.slot()).isGreaterThanOrEqualTo(40);
            assertThat(node.status().peers()).hasSize(1);
        });
    }

    private static void assertKeptOut(ScriptedMember stranger, Node host) {
        assertThat(stranger.heard).containsOnly(new Farewell(FarewellCode.NOT_ON_ROSTER));
        assertThat(stranger.closed).isTrue();
        assertThat(host.reports(Report.TurnedAway.class))
                .anyMatch(report -> report.peer().equals(stranger.id()));
        assertThat(host.status().verdicts()).containsKey(Reason.NOT_ON_ROSTER);
        stranger.heard.clear();
    }

    @Test
    void whoeverSpeaksAnotherVersionOfTheWireHearsSoAndSoDoesTheOperator() {
        VirtualFederation federation = running(Setup.of(2, 33, "float32", 5));
        Node host = federation.nodes.get(0);
        ScriptedMember other = new ScriptedMember(federation, federation.identity(), host);
        other.connect();
        other.sayInVersion(2, new Body.Hello(9, 3, 0, host.roster.head(), 1, 1, List.of()));
        assertThat(other.heard).containsOnly(new Farewell(FarewellCode.OTHER_VERSION));
        assertThat(other.closed).isTrue();
        assertThat(host.reports(Report.TurnedAway.class))
                .anySatisfy(report -> assertThat(report.code().sentence()).contains("install the newer release"));
        assertThat(host.status().verdicts()).containsKey(Reason.WRONG_VERSION);
    }

    @Test
    void aStrangerThatSaysNothingHearsNothing() {
        VirtualFederation federation = running(Setup.of(2, 32, "float32", 40));
        ScriptedMember stranger = new ScriptedMember(federation, federation.identity(), federation.nodes.get(0));
        stranger.connect();
        federation.run(20 * SECOND);
        assertThat(stranger.heard).isEmpty();
    }

    @Test
    void whereTheCharterAsksForTwoApprovalsANewcomerWaitsForASecondMember() {
        VirtualFederation federation = running(Setup.of(3, 33, "float32", 40).quorum(2));
        Node inviter = federation.nodes.get(0);
        Node host = federation.nodes.get(1);
        Node third = federation.nodes.get(2);
        Identity identity = federation.identity();
        Invitation invitation = invitation(federation, inviter, TOMORROW);
        Applicant first = new Applicant(federation, identity, host, invitation).ask();
        assertThat(first.decision().status()).isEqualTo(JoinStatus.PENDING);
        assertThat(first.decision().reason()).contains("starling approve");
        assertThat(first.decision().charter()).isEmpty();
        federation.run(2 * SECOND);
        assertRosterUnchanged(federation);
        assertThat(federation.nodes)
                .allSatisfy(node -> assertThat(node.engine.proposals())
                        .singleElement()
                        .satisfies(pending -> {
                            assertThat(pending.change().subject())
                                    .isEqualTo(identity.peerId().digest());
                            assertThat(pending.signatures()).containsOnlyKeys(inviter.id);
                        }));

        third.step(new Event.Approve(identity.peerId()));
        federation.run(2 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.engine.roster().contains(identity.peerId())).isTrue();
            assertThat(node.engine.roster()).isEqualTo(host.engine.roster());
            assertThat(node.engine.proposals()).isEmpty();
        });
        Applicant second = new Applicant(federation, identity, host, invitation).ask();
        assertThat(second.decision().status()).isEqualTo(JoinStatus.ADMITTED);
        assertThat(second.newcomer.log()).hasSize(1);
    }

    @Test
    void approvingNobodyIsAnAlarmAndNothingElse() {
        VirtualFederation federation = running(Setup.of(3, 34, "float32", 40).quorum(2));
        Node node = federation.nodes.get(0);
        node.step(new Event.Approve(federation.identity().peerId()));
        assertThat(node.reports(Report.Alarm.class)).hasSize(1);
        assertRosterUnchanged(federation);
    }

    @Test
    void anInvitersSignatureDoesNotFollowFromAnInvitationThatHasExpired() {
        VirtualFederation federation = running(Setup.of(3, 35, "float32", 40).quorum(2));
        List<Node> order = federation.byId();
        Node inviter = order.get(2);
        Node accomplice = order.get(0);
        ScriptedMember insider = new ScriptedMember(federation, accomplice.identity, inviter);
        accomplice.crash();
        insider.join(9);
        Identity outsider = federation.identity();
        RosterEntry proposed = RosterEntry.propose(
                        inviter.engine.roster(), new Admission(member(outsider), invitation(federation, inviter, NOON)))
                .signedBy(accomplice.identity, inviter.engine.roster().federation());
        insider.say(new Body.Vote(proposed.encode()));
        federation.run(SECOND);
        assertThat(inviter.engine.roster().contains(outsider.peerId())).isFalse();
    }

    @Test
    void twoAdmissionsAtOnceForkTheRosterAndEverybodySettlesOnTheSameOneWithBoth() {
        for (int seed = 0; seed < 4; seed++) {
            VirtualFederation federation = running(Setup.of(4, 40 + seed, "float32", 400));
            federation.nodes.forEach(node -> node.trainingNanos = 10 * SECOND);
            Node one = federation.nodes.get(0);
            Node two = federation.nodes.get(1);
            Applicant a = new Applicant(federation, federation.identity(), one, invitation(federation, one, TOMORROW));
            Applicant b = new Applicant(federation, federation.identity(), two, invitation(federation, two, TOMORROW));
            federation.say(federation.connect(a, one), one, a.newcomer.joinFrame());
            federation.say(federation.connect(b, two), two, b.newcomer.joinFrame());
            federation.run(3 * SECOND);
            assertThat(a.decision().status()).isEqualTo(JoinStatus.ADMITTED);
            assertThat(b.decision().status()).isEqualTo(JoinStatus.ADMITTED);
            Roster settled = one.engine.roster();
            assertThat(settled.contains(a.id())).isTrue();
            assertThat(settled.contains(b.id())).isTrue();
            assertThat(federation.nodes).as("seed " + seed).allSatisfy(node -> {
                assertThat(node.engine.roster()).isEqualTo(settled);
                assertThat(node.roster).isEqualTo(settled);
            });
            assertThat(federation.nodes)
                    .flatExtracting(node -> node.reports(Report.Alarm.class))
                    .isNotEmpty();
        }
    }

    @Test
    void aRosterThatNoQuorumSignedIsRefused() {
        VirtualFederation federation = running(Setup.of(2, 36, "float32", 40));
        Node engine = federation.byId().get(1);
        Node rogue = federation.byId().get(0);
        ScriptedMember insider = new ScriptedMember(federation, rogue.identity, engine);
        rogue.crash();
        insider.join(9);
        Identity outsider = federation.identity();
        RosterEntry unsigned = RosterEntry.propose(
                engine.engine.roster(), new Admission(member(outsider), invitation(federation, engine, TOMORROW)));
        insider.say(new Body.RosterUpdate(0, List.of(unsigned.encode())));
        insider.say(new Body.RosterUpdate(
                0,
                List.of(unsigned.signedBy(outsider, engine.engine.roster().federation())
                        .encode())));
        insider.say(new Body.RosterUpdate(0, List.of(new byte[] {1, 2, 3})));
        insider.say(new Body.RosterUpdate(Integer.MAX_VALUE, List.of(unsigned.encode())));
        assertThat(engine.status().verdicts()).containsEntry(Reason.ROSTER_INVALID, 3L);
        assertRosterUnchanged(federation);
    }

    @Test
    void aNewcomerStartsFromTheConsolidatedModelWhereThereIsARecentOne() {
        VirtualFederation federation = running(Setup.of(3, 41, "int8", 400).consolidateEvery(4));
        federation.run(5 * SECOND);
        Node host = federation.nodes.get(1);
        int known = host.status().consolidated().orElseThrow().index();
        assertThat(known).isPositive();
        Applicant applicant =
                new Applicant(federation, federation.identity(), host, invitation(federation, host, TOMORROW)).ask();
        Node member = federation.add(applicant.identity, applicant.newcomer.log());
        member.trainingNanos = 100 * MILLI;
        member.start();
        federation.connectAll();
        federation.run(5 * SECOND);
        assertThat(member.reports(Report.StartedFrom.class)).isEmpty();
        assertThat(member.reports(Report.StartedFromModel.class))
                .singleElement()
                .satisfies(report -> assertThat(report.index()).isGreaterThanOrEqualTo(known));
        federation.run(5 * SECOND);
        int newest = member.status().consolidated().orElseThrow().index();
        assertThat(Objects.requireNonNull(member.certificates.get(newest))
                        .list()
                        .participants())
                .as("its snapshots go into later models")
                .anyMatch(participant -> participant.member().equals(member.id));
    }
}
