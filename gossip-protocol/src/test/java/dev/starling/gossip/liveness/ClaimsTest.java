package dev.starling.gossip.liveness;

import static dev.starling.gossip.liveness.VirtualNeighbourhood.SECOND;
import static dev.starling.gossip.liveness.VirtualNeighbourhood.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.liveness.VirtualNeighbourhood.Node;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.SignedClaim;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members say of each other: who is believed, who is told, and what an old claim does. */
final class ClaimsTest {
    private final VirtualNeighbourhood all = new VirtualNeighbourhood(8, 1, Rules.LIFEGUARD);
    private final Node a = all.nodes.get(0);
    private final Node b = all.nodes.get(1);
    private final Node c = all.nodes.get(2);

    @BeforeEach
    void settle() {
        all.linkAll();
        all.run(2 * SECOND);
        all.changes.clear();
        all.nodes.forEach(node -> node.verdicts.clear());
    }

    private static Claim claim(Node author, Node about, ClaimKind kind, long incarnation) {
        return new Claim(author.id, about.id, kind, Grounds.NO_ANSWER, incarnation, 1000);
    }

    private void say(Node from, Node to, SignedClaim... claims) {
        all.deliver(from, to, new Claims(List.of(claims)));
    }

    private long changesAbout(Node node) {
        return all.changes.stream().filter(seen -> seen.about() == node.number).count();
    }

    @Test
    void aLiarCannotMakeAMemberDeadForThoseWhoReachIt() {
        say(b, a, signed(claim(b, c, ClaimKind.DEAD, 0)));
        all.run(3 * SECOND);
        assertThat(changesAbout(c)).isZero();
        assertThat(all.heardByAccused).anySatisfy(seen -> {
            assertThat(seen.by()).isEqualTo(c.number);
            assertThat(seen.about()).isEqualTo(b.number);
        });
        assertThat(c.detector.accusations()).hasSize(1);
    }

    @Test
    void aRefutedClaimThatComesAgainChangesNothing() {
        SignedClaim lie = signed(claim(b, c, ClaimKind.SUSPECT, 0));
        say(b, a, lie);
        all.run(3 * SECOND);
        a.verdicts.clear();
        int heard = all.heardByAccused.size();
        long before = all.changes.size();
        for (int k = 0; k < 20; k++) {
            say(b, a, lie);
            say(b, c, lie);
            all.run(SECOND / 2);
        }
        assertThat(a.verdicts).hasSize(20).containsOnly(Verdict.of(Reason.STALE));
        assertThat(all.heardByAccused).hasSize(heard);
        assertThat(all.changes).hasSize((int) before);
    }

    @Test
    void nobodyIsBelievedWithoutItsSignatureItsPlaceOnTheRosterOrTheRightToSayIt() {
        Claim honest = claim(b, c, ClaimKind.DEAD, 0);
        PeerId stranger = new PeerId(Digest.of(new byte[] {9}));
        say(b, a, new SignedClaim(honest, new byte[64]));
        say(b, a, signed(new Claim(stranger, c.id, ClaimKind.DEAD, Grounds.NO_ANSWER, 0, 0)));
        say(b, a, signed(new Claim(b.id, stranger, ClaimKind.DEAD, Grounds.NO_ANSWER, 0, 0)));
        say(b, a, signed(claim(b, c, ClaimKind.LEFT, 0)));
        say(b, a, signed(claim(b, c, ClaimKind.ALIVE, 5)));
        say(b, a, signed(claim(b, b, ClaimKind.DEAD, 0)));
        say(b, a, signed(claim(b, c, ClaimKind.QUARANTINED, 0)));
        say(b, a, signed(claim(b, c, ClaimKind.SUSPECT, ClaimChecks.MOST_AHEAD + 1)));
        assertThat(a.verdicts)
                .containsExactly(
                        Verdict.of(Reason.BAD_SIGNATURE),
                        Verdict.of(Reason.NOT_ON_ROSTER),
                        Verdict.of(Reason.NOT_ON_ROSTER),
                        Verdict.of(Reason.MALFORMED),
                        Verdict.of(Reason.MALFORMED),
                        Verdict.of(Reason.MALFORMED),
                        Verdict.of(Reason.MALFORMED),
                        Verdict.of(Reason.INCARNATION_OUT_OF_RANGE));
        all.run(5 * SECOND);
        assertThat(all.changes).isEmpty();
    }

    @Test
    void aPeerThatFloodsHasItsSignaturesVerifiedOnlySoOften() {
        List<SignedClaim> flood = new ArrayList<>();
        for (int k = 1; k <= ClaimChecks.MOST_VERIFIED + 10; k++) {
            flood.add(signed(new Claim(b.id, b.id, ClaimKind.ALIVE, Grounds.OWN_WORD, k, 0)));
        }
        all.deliver(b, a, new Claims(flood));
        assertThat(a.verdicts).hasSize(10).containsOnly(Verdict.later(Reason.NOT_NOW));
    }

    @Test
    void whoLeavesIsSeenAsLeftByAllAndAliveWhenItIsBack() {
        Node leaver = all.nodes.get(5);
        all.deliver(leaver, a, new Claims(List.of(leaver.detector.leave())));
        leaver.die();
        all.nodes.stream().filter(node -> node != leaver).forEach(node -> all.breakLink(node, leaver));
        all.run(10 * SECOND);
        assertThat(all.nodes)
                .filteredOn(node -> node != leaver)
                .allSatisfy(node -> assertThat(node.holds(leaver)).isEqualTo(Liveness.LEFT));
        leaver.reborn();
        all.run(5 * SECOND);
        assertThat(all.nodes)
                .filteredOn(node -> node != leaver)
                .allSatisfy(node -> assertThat(node.holds(leaver)).isEqualTo(Liveness.ALIVE));
    }

    @Test
    void whoWasTakenForDeadHearsByWhomAndWhyWhenItIsBackAndIsAliveForAll() {
        Node away = all.nodes.get(4);
        away.die();
        all.run(12 * SECOND);
        assertThat(a.holds(away)).isEqualTo(Liveness.DEAD);
        assertThat(a.detector.why(away.id)).hasValueSatisfying(why -> {
            assertThat(why.claim().about()).isEqualTo(away.id);
            assertThat(why.claim().silentMillis()).isPositive();
        });
        away.reborn();
        all.run(3 * SECOND);
        assertThat(away.detector.accusations())
                .isNotEmpty()
                .allSatisfy(
                        accusation -> assertThat(accusation.claim().grounds()).isEqualTo(Grounds.NO_ANSWER));
        assertThat(all.nodes)
                .filteredOn(node -> node != away)
                .allSatisfy(node -> assertThat(node.holds(away)).isEqualTo(Liveness.ALIVE));
        assertThat(a.detector.why(away.id)).isEmpty();
    }

    @Test
    void aLostLinkAloneMakesAMemberUselessHereAndDeadForNobody() {
        all.breakLink(a, b);
        all.run(20 * SECOND);
        assertThat(a.holds(b)).isEqualTo(Liveness.SUSPECT);
        assertThat(a.detector.why(b.id))
                .hasValueSatisfying(why -> assertThat(why.claim().grounds()).isEqualTo(Grounds.NO_LINK));
        assertThat(all.nodes)
                .filteredOn(node -> node != a && node != b)
                .allSatisfy(node -> assertThat(node.holds(b)).isEqualTo(Liveness.ALIVE));
        assertThat(all.heardByAccused).isEmpty();
        all.link(a, b);
        assertThat(a.holds(b)).isEqualTo(Liveness.ALIVE);
    }

    @Test
    void aLinkThatComesBackInTimeLeavesNoTrace() {
        all.breakLink(a, b);
        all.run(SECOND / 4);
        all.link(a, b);
        all.run(2 * SECOND);
        assertThat(all.changes).isEmpty();
    }

    @Test
    void aLinkThatLetsNothingThroughOneWayIsNotDeathBecauseOthersGetThrough() {
        all.reaches = (from, to) -> !(from == a && to == b) && !(from == b && to == a);
        all.run(20 * SECOND);
        assertThat(all.changes).isEmpty();
    }

    @Test
    void aQuarantineIsToldToTheOneItHitsAndToNobodyElse() {
        a.detector.quarantined(c.id, Grounds.EQUIVOCATION);
        all.run(SECOND);
        assertThat(all.heardByAccused).singleElement().satisfies(seen -> {
            assertThat(seen.by()).isEqualTo(c.number);
            assertThat(seen.why().kind()).isEqualTo(ClaimKind.QUARANTINED);
            assertThat(seen.why().grounds()).isEqualTo(Grounds.EQUIVOCATION);
        });
    }

    @Test
    void whereLinksAreFewADeathIsKnownToAllAndANewcomerHearsOfItFromTheFirstItGreets() {
        VirtualNeighbourhood large = new VirtualNeighbourhood(80, 3, Rules.LIFEGUARD);
        for (int k = 0; k < 80; k++) {
            for (int step : new int[] {1, 7, 30}) {
                large.link(large.nodes.get(k), large.nodes.get((k + step) % 80));
            }
        }
        large.run(2 * SECOND);
        Node dead = large.nodes.get(10);
        Node newcomer = large.nodes.get(50);
        dead.die();
        newcomer.die();
        large.run(20 * SECOND);
        assertThat(large.nodes).filteredOn(node -> node.up).allSatisfy(node -> {
            assertThat(node.holds(dead)).isEqualTo(Liveness.DEAD);
            assertThat(node.table.aliveCount()).isEqualTo(77);
            assertThat(node.table.entries()).as("links and deaths").hasSizeLessThan(12);
        });
        newcomer.blank();
        large.link(newcomer, true, large.nodes.get(20));
        large.run(SECOND);
        assertThat(newcomer.holds(dead)).isEqualTo(Liveness.DEAD);
        assertThat(newcomer.table.aliveCount()).isEqualTo(78);
        large.run(5 * SECOND);
        assertThat(large.nodes)
                .filteredOn(node -> node.up && node != newcomer)
                .allSatisfy(node -> assertThat(node.holds(newcomer)).isEqualTo(Liveness.ALIVE));
    }

    @Test
    void aPartitionThatHealsLeavesNobodyDead() {
        all.reaches = (from, to) -> (from.number < 3) == (to.number < 3);
        all.run(15 * SECOND);
        assertThat(a.holds(all.nodes.get(7))).isEqualTo(Liveness.DEAD);
        assertThat(all.nodes.get(7).holds(a)).isEqualTo(Liveness.DEAD);
        all.reaches = (from, to) -> true;
        all.linkAll();
        all.run(5 * SECOND);
        assertThat(all.nodes)
                .allSatisfy(node -> assertThat(node.table.aliveCount()).isEqualTo(7));
    }

    /** Both sides hold each other dead, and nobody has anything left to say. */
    @Test
    void aPartitionThatHealsLeavesNobodyDeadThoughNoLinkHasBroken() {
        all.reaches = (from, to) -> (from.number < 3) == (to.number < 3);
        all.run(60 * SECOND);
        assertThat(a.holds(all.nodes.get(7))).isEqualTo(Liveness.DEAD);
        assertThat(all.nodes.get(7).holds(a)).isEqualTo(Liveness.DEAD);
        all.reaches = (from, to) -> true;
        all.run(5 * SECOND);
        assertThat(all.nodes)
                .allSatisfy(node -> assertThat(node.table.aliveCount()).isEqualTo(7));
    }
}
