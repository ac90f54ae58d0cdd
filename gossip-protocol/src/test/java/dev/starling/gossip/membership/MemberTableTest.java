package dev.starling.gossip.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Member;
import dev.starling.crypto.trust.Roster;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Alive, suspect, dead, left: on a clock of its own. */
final class MemberTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Roster ROSTER = Roster.founding(
            Digest.of(),
            1,
            IntStream.range(0, 3)
                    .mapToObj(k -> Identity.fromSeeds(seed(k), seed(k)).publicIdentity())
                    .map(identity -> new Member(identity, "site", 100))
                    .toList());
    private static final PeerId PEER = ROSTER.members().get(1).id();
    private static final PeerId OTHER = ROSTER.members().get(2).id();

    private final List<String> changes = new ArrayList<>();
    private final MemberTable table = new MemberTable(
            ROSTER,
            LivenessSettings.defaults(),
            (peer, liveness) -> changes.add((peer.equals(PEER) ? "peer " : "other ") + liveness));

    private static byte[] seed(int k) {
        byte[] seed = new byte[32];
        seed[0] = (byte) k;
        return seed;
    }

    private List<Long> probesAt(long now) {
        List<Long> nonces = new ArrayList<>();
        table.due(now, (entry, nonce) -> nonces.add(nonce));
        return nonces;
    }

    @Test
    void whoeverWasNeverHeardOfIsDead() {
        assertThat(table.liveness(PEER)).isEqualTo(Liveness.DEAD);
        assertThat(table.entries()).isEmpty();
        assertThat(table.alive(OTHER)).isFalse();
        assertThat(table.aliveCount()).isZero();
        assertThat(table.nextDueNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(changes).isEmpty();
    }

    @Test
    void silenceMakesAMemberSuspectAndFurtherSilenceDead() {
        table.greeted(PEER, 4, List.of("a:1"), 10 * SECOND);
        assertThat(changes).containsExactly("peer ALIVE");
        assertThat(table.aliveCount()).isEqualTo(1);
        probesAt(13 * SECOND - 1);
        assertThat(table.alive(PEER)).isTrue();
        probesAt(13 * SECOND);
        assertThat(changes).containsExactly("peer ALIVE", "peer SUSPECT");
        probesAt(16 * SECOND - 1);
        assertThat(table.liveness(PEER)).isEqualTo(Liveness.SUSPECT);
        probesAt(16 * SECOND);
        assertThat(changes).containsExactly("peer ALIVE", "peer SUSPECT", "peer DEAD");
        probesAt(100 * SECOND);
        assertThat(changes).hasSize(3);
    }

    @Test
    void anyWordBringsASuspectOrADeadMemberBack() {
        table.greeted(PEER, 4, List.of(), 0);
        probesAt(3 * SECOND);
        table.heard(PEER, 4 * SECOND);
        probesAt(7 * SECOND);
        probesAt(10 * SECOND);
        table.heard(PEER, 11 * SECOND);
        assertThat(changes)
                .containsExactly("peer ALIVE", "peer SUSPECT", "peer ALIVE", "peer SUSPECT", "peer DEAD", "peer ALIVE");
        assertThat(Objects.requireNonNull(table.find(PEER)).lastContactNanos()).isEqualTo(11 * SECOND);
    }

    @Test
    void aLostLinkMakesSuspectInAMomentUnlessAnotherLinkIsThereByThen() {
        table.greeted(PEER, 4, List.of(), 0);
        table.greeted(PEER, 5, List.of(), 1);
        table.linkLost(PEER, 4, 2);
        probesAt(SECOND);
        assertThat(table.alive(PEER)).isTrue();
        assertThat(table.link(PEER)).isEqualTo(5);
        table.linkLost(PEER, 5, SECOND);
        assertThat(table.link(PEER)).isEqualTo(MemberTable.NO_LINK);
        assertThat(table.nextDueNanos()).isEqualTo(SECOND + SECOND / 2);
        probesAt(SECOND + SECOND / 2 - 1);
        assertThat(table.alive(PEER)).isTrue();
        probesAt(SECOND + SECOND / 2);
        assertThat(table.liveness(PEER)).isEqualTo(Liveness.SUSPECT);
        assertThat(table.nextDueNanos()).isEqualTo(SECOND + SECOND / 2 + 3 * SECOND);
        probesAt(SECOND + SECOND / 2 + 3 * SECOND);
        assertThat(table.liveness(PEER)).isEqualTo(Liveness.DEAD);
        assertThat(table.nextDueNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLinkThatComesBackInTimeLeavesNoTrace() {
        table.greeted(PEER, 4, List.of(), 0);
        table.linkLost(PEER, 4, SECOND);
        table.greeted(PEER, 6, List.of(), SECOND + SECOND / 4);
        probesAt(2 * SECOND);
        assertThat(changes).containsExactly("peer ALIVE");
    }

    @Test
    void whoeverLeftStaysLeftUntilItGreetsAgain() {
        table.greeted(PEER, 4, List.of(), 0);
        table.left(PEER);
        table.heard(PEER, SECOND);
        table.linkLost(PEER, 4, SECOND);
        probesAt(100 * SECOND);
        assertThat(table.liveness(PEER)).isEqualTo(Liveness.LEFT);
        assertThat(table.aliveCount()).isZero();
        table.greeted(PEER, 6, List.of(), 200 * SECOND);
        assertThat(changes).containsExactly("peer ALIVE", "peer LEFT", "peer ALIVE");
    }

    @Test
    void everyGreetedLinkIsProbedOncePerIntervalAndNoOther() {
        table.greeted(PEER, 4, List.of(), 0);
        assertThat(table.nextDueNanos()).isEqualTo(SECOND);
        table.heard(OTHER, 0);
        assertThat(probesAt(SECOND - 1)).isEmpty();
        assertThat(probesAt(SECOND)).hasSize(1);
        assertThat(probesAt(SECOND + 1)).isEmpty();
        assertThat(probesAt(2 * SECOND)).hasSize(1);
    }

    @Test
    void theAnswerToAProbeMeasuresTheRoundTripOnceAndSmoothly() {
        table.greeted(PEER, 4, List.of(), 0);
        long first = probesAt(SECOND).get(0);
        table.probeAnswered(PEER, first + 1, SECOND + 1);
        assertThat(Objects.requireNonNull(table.find(PEER)).roundTripNanos()).isZero();
        table.probeAnswered(PEER, first, SECOND + 8000);
        assertThat(Objects.requireNonNull(table.find(PEER)).roundTripNanos()).isEqualTo(8000);
        table.probeAnswered(PEER, first, SECOND + 800_000);
        assertThat(Objects.requireNonNull(table.find(PEER)).roundTripNanos()).isEqualTo(8000);
        long second = probesAt(2 * SECOND).get(0);
        assertThat(second).isNotEqualTo(first);
        table.probeAnswered(PEER, second, 2 * SECOND + 16_000);
        assertThat(Objects.requireNonNull(table.find(PEER)).roundTripNanos()).isEqualTo(9000);
    }

    @Test
    void theClockMayHaveAnyOrigin() {
        long origin = -500 * SECOND;
        table.greeted(PEER, 4, List.of(), origin);
        long first = probesAt(origin + SECOND).get(0);
        long second = probesAt(origin + 2 * SECOND).get(0);
        assertThat(second).as("nonces differ").isNotEqualTo(first);
        probesAt(origin + 3 * SECOND);
        assertThat(table.liveness(PEER)).isEqualTo(Liveness.SUSPECT);
        probesAt(origin + 6 * SECOND);
        assertThat(table.liveness(PEER)).isEqualTo(Liveness.DEAD);
    }

    @Test
    void addressesAreThoseOfTheLastGreeting() {
        table.greeted(PEER, 4, List.of("a:1"), 0);
        table.greeted(PEER, 4, List.of("b:2", "c:3"), 0);
        assertThat(Objects.requireNonNull(table.find(PEER)).addresses()).containsExactly("b:2", "c:3");
    }

    @Test
    void entriesStandInTheOrderOfTheirIds() {
        table.heard(OTHER, 0);
        table.heard(PEER, 0);
        assertThat(table.entries().stream().map(MemberTable.Entry::peer))
                .isSorted()
                .hasSize(2);
    }

    @Test
    void countsFollowTheOpinionsWithoutAScan() {
        table.greeted(PEER, 4, List.of(), 0);
        table.heard(OTHER, 0);
        assertThat(table.aliveCount()).isEqualTo(2);
        assertThat(table.greetedCount()).isEqualTo(1);
        table.linkLost(PEER, 4, 0);
        assertThat(table.greetedCount()).isZero();
        table.left(OTHER);
        assertThat(table.aliveCount()).isEqualTo(1);
        assertThat(table.linked()).isEmpty();
    }

    @Test
    void aLongerRosterKeepsWhatIsHeldOfEveryMember() {
        table.greeted(PEER, 4, List.of(), 0);
        table.rosterChanged(Roster.founding(
                Digest.of(),
                1,
                IntStream.range(0, 40)
                        .mapToObj(k -> Identity.fromSeeds(seed(k), seed(k)).publicIdentity())
                        .map(identity -> new Member(identity, "site", 100))
                        .toList()));
        assertThat(table.alive(PEER)).isTrue();
        assertThat(table.alive(OTHER)).isFalse();
        assertThat(table.aliveCount()).isEqualTo(1);
    }
}
