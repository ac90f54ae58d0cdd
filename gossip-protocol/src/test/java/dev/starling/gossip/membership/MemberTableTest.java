package dev.starling.gossip.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is held of whom, and that the counts follow it. */
final class MemberTableTest {
    private static final Roster SMALL = roster(3);
    private static final Roster LARGE = roster(MemberTable.MOST_LINKED + 36);
    private static final PeerId PEER = SMALL.members().get(1).id();
    private static final PeerId OTHER = SMALL.members().get(2).id();

    private static Roster roster(int members) {
        return Roster.founding(
                Digest.of(),
                1,
                IntStream.range(0, members)
                        .mapToObj(k -> ByteBuffer.allocate(32).putInt(k).array())
                        .map(seed -> Identity.fromSeeds(seed, seed).publicIdentity())
                        .map(identity -> new Member(identity, "site", 100))
                        .toList());
    }

    @Test
    void whoeverWasNeverHeardOfIsNotAliveWhereEverybodyIsLinked() {
        MemberTable table = new MemberTable(SMALL);
        assertThat(table.liveness(PEER)).isEqualTo(Liveness.DEAD);
        assertThat(table.alive(OTHER)).isFalse();
        assertThat(table.aliveCount()).isZero();
        assertThat(table.entries()).isEmpty();
    }

    @Test
    void whoeverWasNeverHeardOfIsPresumedAliveWhereLinksAreMadeOnDemandAndNothingIsKeptOfIt() {
        MemberTable table = new MemberTable(LARGE);
        assertThat(table.aliveCount()).isEqualTo(LARGE.size() - 1);
        assertThat(table.liveness(PEER)).isEqualTo(Liveness.ALIVE);
        table.link(PEER, 7);
        table.contact(PEER, 1);
        assertThat(table.entries()).hasSize(1);
        table.unlink(PEER, 7, 2);
        assertThat(table.entries()).as("alive and without a link").isEmpty();
        table.hold(PEER, Liveness.DEAD);
        assertThat(table.entries()).hasSize(1);
        assertThat(table.aliveCount()).isEqualTo(LARGE.size() - 2);
        table.hold(PEER, Liveness.ALIVE);
        assertThat(table.entries()).isEmpty();
    }

    @Test
    void onlyTheGreetedLinkCounts() {
        MemberTable table = new MemberTable(SMALL);
        table.link(PEER, 4);
        table.hold(PEER, Liveness.ALIVE);
        table.link(PEER, 5);
        assertThat(table.unlink(PEER, 4, 9)).isFalse();
        assertThat(table.link(PEER)).isEqualTo(5);
        assertThat(table.unlink(PEER, 5, 10)).isTrue();
        assertThat(table.link(PEER)).isEqualTo(MemberTable.NO_LINK);
        assertThat(Objects.requireNonNull(table.find(PEER)).linkLostNanos()).isEqualTo(10);
    }

    @Test
    void roundTripsAreSmoothed() {
        MemberTable table = new MemberTable(SMALL);
        table.measured(PEER, 8000);
        table.measured(PEER, 16_000);
        assertThat(Objects.requireNonNull(table.find(PEER)).roundTripNanos()).isEqualTo(9000);
    }

    @Test
    void countsFollowWhateverHappensInWhateverOrder() {
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Roster roster = random.nextBoolean() ? SMALL : LARGE;
            MemberTable table = new MemberTable(roster);
            PeerId self = roster.members().get(0).id();
            for (int k = 0; k < 200; k++) {
                PeerId peer = roster.members()
                        .get(1 + random.nextInt(roster.size() - 1))
                        .id();
                switch (random.nextInt(4)) {
                    case 0 -> table.link(peer, random.nextInt(3));
                    case 1 -> table.unlink(peer, random.nextInt(3), k);
                    case 2 -> table.contact(peer, k);
                    default -> table.hold(peer, List.of(Liveness.values()).get(random.nextInt(4)));
                }
                assertThat(table.aliveCount()).as("seed " + seed).isEqualTo((int) roster.members().stream()
                        .map(Member::id)
                        .filter(id -> !id.equals(self) && table.alive(id))
                        .count());
                assertThat(table.greetedCount()).as("seed " + seed).isEqualTo((int) table.linked().stream()
                        .filter(entry -> table.alive(entry.peer()))
                        .count());
            }
        }
    }

    @Test
    void aLongerRosterKeepsWhatIsHeldOfEveryMember() {
        MemberTable table = new MemberTable(SMALL);
        table.link(PEER, 4);
        table.hold(PEER, Liveness.ALIVE);
        table.hold(OTHER, Liveness.LEFT);
        table.rosterChanged(roster(10));
        assertThat(table.alive(PEER)).isTrue();
        assertThat(table.liveness(OTHER)).isEqualTo(Liveness.LEFT);
        assertThat(table.aliveCount()).isEqualTo(1);
        table.rosterChanged(LARGE);
        assertThat(table.aliveCount()).isEqualTo(LARGE.size() - 2);
    }
}
