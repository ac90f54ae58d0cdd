package dev.starling.gossip;

import static dev.starling.gossip.VirtualFederation.MILLI;
import static dev.starling.gossip.VirtualFederation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.averaging.Flow;
import dev.starling.gossip.journal.JournalRecord.Side;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One engine against a member of its roster that says what no engine would say. */
final class HostileExchangeTest {
    private static final long LIFE = 7;

    /** An engine that trains long, in the middle of slot 1, and a scripted member on either side of it in the order of ids. */
    private static final class Stage {
        final VirtualFederation federation;
        final Node engine;
        final ScriptedMember peer;

        Stage(boolean engineIsLower) {
            federation = new VirtualFederation(Setup.of(2, 11, "float32", 5));
            List<Node> order = federation.byId();
            engine = order.get(engineIsLower ? 0 : 1);
            peer = new ScriptedMember(federation, order.get(engineIsLower ? 1 : 0).identity, engine);
            engine.trainingNanos = 100 * MILLI;
            engine.start();
            peer.join(LIFE);
            federation.run(200 * MILLI);
            engine.trainingNanos = 100 * SECOND;
            assertThat(engine.slot()).isEqualTo(1);
            assertThat(engine.status().phase()).isEqualTo(Phase.EXCHANGING);
        }

        float[] x() {
            return engine.engine.parameters();
        }

        void assertCounted(Reason reason) {
            assertThat(engine.status().verdicts()).containsKey(reason);
        }

        boolean quarantined() {
            return engine.status().peers().get(0).quarantined();
        }

        Snapshot mine() {
            return engine.engine.ledger().latest().orElseThrow();
        }
    }

    private static float[] decoded(Stage stage, Snapshot snapshot) {
        float[] into = stage.peer.all(0);
        assertThat(stage.federation.encoding.decode(snapshot.body(), stage.peer.genesis(), into))
                .isTrue();
        return into;
    }

    @Test
    void anAnswerMovesTheHigherEndByTheFlowToTheBitAndRepeatsItselfUntilItIsAcknowledged() {
        Stage stage = new Stage(false);
        float[] x = stage.x();
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 3, stage.peer.all(0.25f));
        stage.peer.announce(theirs);
        stage.peer.offer(LIFE, 1, theirs, stage.mine().root());
        stage.peer.slices(theirs.root(), theirs.body());
        assertThat(stage.peer.heard(Reply.class))
                .containsExactly(new Reply(LIFE, 1, stage.mine().root()));
        Flow.subtractFrom(x, 1f / 4, decoded(stage, theirs), decoded(stage, stage.mine()));
        assertThat(stage.x()).isEqualTo(x);

        Offer again = new Offer(LIFE, 1, theirs.root(), stage.mine().root());
        stage.peer.say(again);
        assertThat(stage.peer.heard(Reply.class)).hasSize(2);
        stage.peer.say(new Ack(LIFE, 1));
        stage.peer.say(again);
        assertThat(stage.peer.heard(Closed.class)).containsExactly(new Closed(LIFE, 1));
        assertThat(stage.x()).isEqualTo(x);
    }

    @Test
    void aReplyMovesTheLowerEndByTheFlowToTheBitAndIsAcknowledgedEachTime() {
        Stage stage = new Stage(true);
        float[] x = stage.x();
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(-0.5f));
        stage.peer.announce(theirs);
        Offer offer = stage.peer.last(Offer.class);
        assertThat(offer.rootJ()).isEqualTo(theirs.root());
        stage.peer.reply(offer, theirs);
        stage.peer.slices(theirs.root(), theirs.body());
        Flow.addTo(x, 0.5f, decoded(stage, stage.mine()), decoded(stage, theirs));
        assertThat(stage.x()).isEqualTo(x);
        stage.peer.reply(offer, theirs);
        stage.peer.slices(theirs.root(), theirs.body());
        assertThat(stage.x()).isEqualTo(x);
        assertThat(stage.peer.heard(Ack.class))
                .containsOnly(new Ack(offer.life(), offer.seq()))
                .hasSize(2);
    }

    @Test
    void slicesThatComeBeforeTheOfferAreTakenAndOnesThatNobodyAskedForAreNot() {
        Stage stage = new Stage(false);
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.25f));
        stage.peer.slices(theirs.root(), theirs.body());
        stage.assertCounted(Reason.UNASKED_SLICE);
        stage.peer.announce(theirs);
        stage.peer.slices(theirs.root(), theirs.body());
        stage.peer.offer(LIFE, 1, theirs, stage.mine().root());
        assertThat(stage.peer.heard(Reply.class)).hasSize(1);
    }

    @Test
    void anOfferWithANonFiniteBodyIsRefusedForGoodAndItsSignerQuarantined() {
        Stage stage = new Stage(false);
        float[] x = stage.x();
        float[] values = stage.peer.all(0);
        values[7] = Float.NaN;
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, values);
        stage.peer.announce(theirs);
        stage.peer.offer(LIFE, 1, theirs, stage.mine().root());
        stage.peer.slices(theirs.root(), theirs.body());
        assertThat(stage.peer.heard(Refused.class)).containsExactly(new Refused(LIFE, 1, RefusalCode.CHECK_FAILED));
        assertThat(stage.x()).isEqualTo(x);
        assertThat(stage.quarantined()).isTrue();
        stage.assertCounted(Reason.NON_FINITE);
        stage.peer.offer(LIFE, 2, theirs, stage.mine().root());
        assertThat(stage.peer.last(Refused.class)).isEqualTo(new Refused(LIFE, 2, RefusalCode.NOT_NOW));
    }

    @Test
    void aReplyWithANonFiniteBodyIsVoidAndItsSignerQuarantined() {
        Stage stage = new Stage(true);
        float[] x = stage.x();
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(Float.POSITIVE_INFINITY));
        stage.peer.announce(theirs);
        Offer offer = stage.peer.last(Offer.class);
        stage.peer.reply(offer, theirs);
        stage.peer.slices(theirs.root(), theirs.body());
        assertThat(stage.x()).isEqualTo(x);
        assertThat(stage.quarantined()).isTrue();
        assertThat(stage.engine.status().voids()).isEqualTo(1);
        assertThat(stage.engine.status().openTransactions()).isZero();
        assertThat(stage.engine.reports(Report.FlowVoided.class))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.record().side()).isEqualTo(Side.OFFERED);
                    assertThat(report.record().seq()).isEqualTo(offer.seq());
                });
        stage.peer.reply(offer, theirs);
        assertThat(stage.engine.status().voids()).isEqualTo(1);
        assertThat(stage.x()).isEqualTo(x);
    }

    @Test
    void aBodyWithANormAboveTheCharterIsRefused() {
        Stage stage = new Stage(false);
        float[] x = stage.x();
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(1e6f));
        stage.peer.announce(theirs);
        stage.peer.offer(LIFE, 1, theirs, stage.mine().root());
        stage.peer.slices(theirs.root(), theirs.body());
        assertThat(stage.peer.last(Refused.class)).isEqualTo(new Refused(LIFE, 1, RefusalCode.CHECK_FAILED));
        stage.assertCounted(Reason.NORM_TOO_LARGE);
        assertThat(stage.x()).isEqualTo(x);
    }

    @Test
    void aBodyThatDoesNotHashToItsRootIsDroppedAndTheRightOneStillTaken() {
        Stage stage = new Stage(true);
        float[] x = stage.x();
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.125f));
        stage.peer.announce(theirs);
        Offer offer = stage.peer.last(Offer.class);
        stage.peer.say(new Reply(offer.life(), offer.seq(), Digest.of(new byte[] {1})));
        stage.assertCounted(Reason.WRONG_ROOT);
        stage.peer.reply(offer, theirs);
        byte[] altered = theirs.body().clone();
        altered[5] ^= 1;
        stage.peer.slices(theirs.root(), altered);
        assertThat(stage.engine.status().verdicts().get(Reason.WRONG_ROOT)).isEqualTo(2);
        assertThat(stage.x()).isEqualTo(x);
        stage.peer.slices(theirs.root(), Arrays.copyOf(theirs.body(), theirs.body().length - 1));
        stage.assertCounted(Reason.WRONG_LENGTH);
        stage.peer.say(new Slice(theirs.root(), 1, theirs.body()));
        assertThat(stage.engine.status().openTransactions()).isEqualTo(1);
        stage.peer.slices(theirs.root(), theirs.body());
        assertThat(stage.engine.status().openTransactions()).isZero();
        assertThat(stage.x()).isNotEqualTo(x);
    }

    @Test
    void anUnansweredOfferIsSaidAgainAndAHalfArrivedReplyIsAskedFor() {
        Stage stage = new Stage(true);
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.125f));
        stage.peer.announce(theirs);
        stage.federation.run(SECOND);
        assertThat(stage.peer.heard(Offer.class)).hasSizeGreaterThan(1).containsOnly(stage.peer.last(Offer.class));
        stage.peer.reply(stage.peer.last(Offer.class), theirs);
        stage.federation.run(4 * SECOND);
        assertThat(stage.peer.last(Want.class)).isEqualTo(new Want(theirs.root(), 0, 1));
    }

    @Test
    void anOfferToAMemberThatHasMovedOnIsPassedAndNothingIsApplied() {
        Stage stage = new Stage(false);
        Digest old = stage.mine().root();
        Snapshot first = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.25f));
        stage.peer.announce(first);
        stage.engine.trainingNanos = MILLI;
        stage.federation.run(SECOND);
        stage.peer.hello(LIFE, 0, 0);
        assertThat(stage.engine.slot()).isGreaterThan(1);
        float[] x = stage.x();
        stage.engine.trainingNanos = 100 * SECOND;
        stage.peer.offer(LIFE, 1, first, old);
        stage.peer.slices(first.root(), first.body());
        assertThat(stage.peer.heard(Refused.class)).contains(new Refused(LIFE, 1, RefusalCode.PASSED));
        stage.peer.offer(LIFE, 1, first, old);
        assertThat(stage.peer.heard(Refused.class)).hasSizeGreaterThan(1).containsOnly(stage.peer.last(Refused.class));
        assertThat(stage.peer.heard(Reply.class)).isEmpty();
        assertThat(stage.x()).isEqualTo(x);
    }

    @Test
    void anOfferOfASnapshotOfAnotherSlotIsPassed() {
        Stage stage = new Stage(false);
        Snapshot later = stage.peer.snapshot(LIFE, 3, 1, stage.peer.all(0.25f));
        stage.peer.announce(later);
        stage.peer.offer(LIFE, 1, later, stage.mine().root());
        assertThat(stage.peer.last(Refused.class)).isEqualTo(new Refused(LIFE, 1, RefusalCode.PASSED));
    }

    @Test
    void anOfferOfASnapshotWithoutAHeaderWaitsForTheHeader() {
        Stage stage = new Stage(false);
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.25f));
        stage.peer.offer(LIFE, 1, theirs, stage.mine().root());
        stage.assertCounted(Reason.HEADER_MISSING);
        assertThat(stage.peer.heard(Refused.class)).isEmpty();
        stage.peer.announce(theirs);
        stage.peer.offer(LIFE, 1, theirs, stage.mine().root());
        stage.peer.slices(theirs.root(), theirs.body());
        assertThat(stage.peer.heard(Reply.class)).hasSize(1);
    }

    @Test
    void theHigherIdMayNotOffer() {
        Stage stage = new Stage(true);
        float[] x = stage.x();
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.25f));
        stage.peer.announce(theirs);
        stage.peer.offer(LIFE, 1, theirs, stage.mine().root());
        stage.peer.slices(theirs.root(), theirs.body());
        stage.assertCounted(Reason.MALFORMED);
        assertThat(stage.x()).isEqualTo(x);
    }

    @Test
    void aHeaderThatItsAuthorDidNotSignLeadsToNothing() {
        Stage stage = new Stage(false);
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.25f));
        byte[] forged = theirs.header().signature().clone();
        forged[0] ^= 1;
        stage.peer.announce(new Snapshot(
                new SignedHeader(theirs.header().header(), theirs.header().bytes(), forged), theirs.body()));
        stage.assertCounted(Reason.BAD_SIGNATURE);
        stage.peer.offer(LIFE, 1, theirs, stage.mine().root());
        stage.peer.slices(theirs.root(), theirs.body());
        assertThat(stage.peer.heard(Reply.class)).isEmpty();
        stage.assertCounted(Reason.HEADER_MISSING);
    }

    @Test
    void theHeaderOfSomebodyElseIsRefused() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(3, 12, "float32", 5).startMembers(2));
        List<Node> order = federation.byId();
        Node engine = order.get(2);
        ScriptedMember first = new ScriptedMember(federation, order.get(0).identity, engine);
        ScriptedMember second = new ScriptedMember(federation, order.get(1).identity, engine);
        engine.start();
        first.join(LIFE);
        first.announce(second.snapshot(LIFE, 1, 1, second.all(0)));
        assertThat(engine.status().verdicts()).containsKey(Reason.WRONG_AUTHOR);
    }

    @Test
    void twoSnapshotsOfOneSlotProveAnEquivocatorWhoIsQuarantinedAtOnce() {
        Stage stage = new Stage(false);
        Snapshot one = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.25f));
        Snapshot other = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.5f));
        stage.peer.announce(one);
        stage.peer.announce(one);
        assertThat(stage.quarantined()).isFalse();
        stage.peer.announce(other);
        assertThat(stage.quarantined()).isTrue();
        assertThat(stage.engine.reports(Report.VerdictReached.class))
                .anySatisfy(report -> assertThat(report.verdict()).isEqualTo(Verdict.reject(Reason.EQUIVOCATION)));
        assertThat(stage.peer.heard(Claims.class))
                .as("the equivocator is told")
                .anySatisfy(message ->
                        assertThat(message.claims().get(0).claim().kind()).isEqualTo(ClaimKind.QUARANTINED));
        assertThat(stage.engine.reports(Report.Alarm.class))
                .anySatisfy(alarm -> assertThat(alarm.text()).contains("quarantined"));
        stage.peer.offer(LIFE, 1, one, stage.mine().root());
        assertThat(stage.peer.last(Refused.class).code()).isEqualTo(RefusalCode.NOT_NOW);
    }

    @Test
    void anEarlierSlotsSecondSnapshotProvesAnEquivocatorToo() {
        Stage stage = new Stage(false);
        stage.peer.announce(stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.25f)));
        stage.peer.announce(stage.peer.snapshot(LIFE, 2, 1, stage.peer.all(0.25f)));
        stage.peer.announce(stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.5f)));
        assertThat(stage.quarantined()).isTrue();
    }

    @Test
    void aThirdPartysWordAboutAnotherSnapshotIsAnAlarmAndNoProof() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(3, 12, "float32", 5).startMembers(2));
        Node engine = federation.byId().get(2);
        ScriptedMember slandered =
                new ScriptedMember(federation, federation.byId().get(0).identity, engine);
        ScriptedMember slanderer =
                new ScriptedMember(federation, federation.byId().get(1).identity, engine);
        engine.start();
        slandered.join(LIFE);
        slanderer.join(LIFE);
        slandered.announce(slandered.snapshot(LIFE, 1, 1, slandered.all(0)));
        Snapshot word = slanderer.snapshot(LIFE, 1, 1, slanderer.all(0));
        dev.starling.gossip.message.SnapshotHeader plain = word.header().header();
        SignedHeader header = federation
                .codec()
                .headers()
                .sign(
                        federation.node(slanderer.id()).identity,
                        new dev.starling.gossip.message.SnapshotHeader(
                                plain.member(),
                                plain.life(),
                                plain.slot(),
                                plain.lineage(),
                                plain.rosterHead(),
                                plain.degree(),
                                plain.base(),
                                plain.encoding(),
                                plain.length(),
                                plain.rows(),
                                plain.stepsDone(),
                                plain.root(),
                                List.of(new dev.starling.gossip.message.SnapshotHeader.Seen(
                                        slandered.id(), LIFE, 1, Digest.of(new byte[] {9})))));
        slanderer.say(new Announce(header));
        assertThat(engine.reports(Report.Alarm.class))
                .anySatisfy(alarm -> assertThat(alarm.text()).contains("has seen another snapshot"));
        assertThat(engine.status().peers())
                .noneSatisfy(peer -> assertThat(peer.quarantined()).isTrue());
    }

    @Test
    void aNewLifeOfThePeerVoidsTheOpenOfferAndSaysSo() {
        Stage stage = new Stage(true);
        float[] x = stage.x();
        stage.peer.announce(stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.125f)));
        Offer offer = stage.peer.last(Offer.class);
        assertThat(stage.engine.status().openTransactions()).isEqualTo(1);
        stage.peer.hello(LIFE + 1, 0, 0);
        assertThat(stage.engine.status().openTransactions()).isZero();
        assertThat(stage.engine.reports(Report.FlowVoided.class))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.record().peer()).isEqualTo(stage.peer.id());
                    assertThat(report.record().life()).isEqualTo(LIFE);
                    assertThat(report.record().seq()).isEqualTo(offer.seq());
                    assertThat(report.record().side()).isEqualTo(Side.OFFERED);
                });
        assertThat(stage.x()).isEqualTo(x);
        stage.peer.announce(stage.peer.snapshot(LIFE, 2, 1, stage.peer.all(0.125f)));
        stage.assertCounted(Reason.STALE_LIFE);
    }

    @Test
    void aNewLifeOfThePeerVoidsTheUnacknowledgedAnswerWithItsFlow() {
        Stage stage = new Stage(false);
        Snapshot theirs = stage.peer.snapshot(LIFE, 1, 1, stage.peer.all(0.25f));
        stage.peer.announce(theirs);
        stage.peer.offer(LIFE, 1, theirs, stage.mine().root());
        stage.peer.slices(theirs.root(), theirs.body());
        float[] x = stage.x();
        stage.peer.hello(LIFE + 1, 0, 0);
        float[] flow = Flow.of(0.5f, decoded(stage, theirs), decoded(stage, stage.mine()));
        assertThat(stage.engine.reports(Report.FlowVoided.class))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.record().side()).isEqualTo(Side.ANSWERED);
                    assertThat(report.record().flow()).isEqualTo(flow);
                });
        assertThat(stage.x()).isEqualTo(x);
        stage.peer.offer(LIFE, 2, theirs, stage.mine().root());
        stage.assertCounted(Reason.STALE_LIFE);
    }

    @Test
    void aSnapshotServesNoMoreEdgesThanItsDegree() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(3, 12, "float32", 5).startMembers(2));
        Node engine = federation.byId().get(2);
        ScriptedMember early = new ScriptedMember(federation, federation.byId().get(0).identity, engine);
        ScriptedMember late = new ScriptedMember(federation, federation.byId().get(1).identity, engine);
        engine.trainingNanos = 100 * MILLI;
        engine.start();
        early.join(LIFE);
        federation.run(200 * MILLI);
        engine.trainingNanos = 100 * SECOND;
        Snapshot mine = engine.engine.ledger().latest().orElseThrow();
        assertThat(mine.header().header().degree()).isEqualTo(1);
        Snapshot first = early.snapshot(LIFE, 1, 1, early.all(0.25f));
        early.announce(first);
        early.offer(LIFE, 1, first, mine.root());
        early.slices(first.root(), first.body());
        assertThat(early.heard(Reply.class)).hasSize(1);
        float[] x = engine.engine.parameters();
        late.join(LIFE);
        Snapshot second = late.snapshot(LIFE, 1, 1, late.all(0.25f));
        late.announce(second);
        late.offer(LIFE, 1, second, mine.root());
        late.slices(second.root(), second.body());
        assertThat(late.last(Refused.class)).isEqualTo(new Refused(LIFE, 1, RefusalCode.DEGREE_USED_UP));
        assertThat(engine.engine.parameters()).isEqualTo(x);
    }

    @Test
    void anUnscheduledOfferIsRefused() {
        VirtualFederation federation = new VirtualFederation(
                Setup.of(8, 12, "float32", 5).fanout(1).startMembers(2).dimension(8));
        Node engine = federation.byId().get(7);
        ScriptedMember[] peers = new ScriptedMember[7];
        engine.trainingNanos = 100 * MILLI;
        engine.start();
        for (int k = 0; k < 7; k++) {
            peers[k] = new ScriptedMember(federation, federation.byId().get(k).identity, engine);
            peers[k].join(LIFE);
        }
        federation.run(100 * MILLI);
        assertThat(engine.slot()).isEqualTo(1);
        engine.trainingNanos = 100 * SECOND;
        Snapshot mine = engine.engine.ledger().latest().orElseThrow();
        int scheduled = 0;
        for (ScriptedMember peer : peers) {
            Snapshot theirs = peer.snapshot(LIFE, 1, 1, peer.all(0.25f));
            boolean neighbour = engine.engine.schedule().accepts(engine.roster, 1, peer.id());
            peer.announce(theirs);
            peer.offer(LIFE, 1, theirs, mine.root());
            peer.slices(theirs.root(), theirs.body());
            if (neighbour) {
                scheduled++;
                assertThat(peer.heard(Reply.class)).hasSize(1);
            } else {
                assertThat(peer.heard(Reply.class)).isEmpty();
                assertThat(peer.last(Refused.class).code()).isEqualTo(RefusalCode.UNSCHEDULED);
            }
        }
        assertThat(scheduled).isEqualTo(1);
    }

    @Test
    void noWordOfOnePeerAboutOurSlotMakesUsSkipThePlan() {
        Stage stage = new Stage(false);
        stage.peer.hello(LIFE, 1, Integer.MAX_VALUE);
        stage.federation.run(10 * SECOND);
        assertThat(stage.engine.slot()).isBetween(1, 5 + GossipSettings.SLOTS_AFTER_PLAN);
    }

    @Test
    void noWordOfOnePeerAboutOurLifeTakesAllLivesThereAre() {
        Stage stage = new Stage(false);
        stage.peer.hello(LIFE, Long.MAX_VALUE, 1);
        assertThat(stage.engine.status().life()).isPositive();
    }
}
