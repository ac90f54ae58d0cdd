package dev.starling.gossip.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who meets whom in a slot. */
final class ScheduleTest {
    private static final Digest FEDERATION = Digest.of(new byte[] {42});
    private SlotOrders orders = new SlotOrders();

    private static boolean all(PeerId peer) {
        return true;
    }

    /** The founders' roster of a federation of its own: each test, and each size in it, has one. */
    private Roster roster(int members) {
        orders = new SlotOrders();
        SplittableRandom random = new SplittableRandom(members);
        List<Member> founders = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            founders.add(new Member(Identity.fromSeeds(seed, seed).publicIdentity(), "Member " + m, 10));
        }
        return Roster.founding(FEDERATION, 1, founders);
    }

    private static List<PeerId> ids(Roster roster) {
        return roster.members().stream().map(Member::id).toList();
    }

    private Schedule of(PeerId self, int fanout) {
        return new Schedule(self, fanout, orders);
    }

    private static Predicate<PeerId> live(Roster roster, double share, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<PeerId> live = new HashSet<>();
        ids(roster).stream().filter(id -> random.nextDouble() < share).forEach(live::add);
        return live::contains;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9, 16})
    void upToSixteenMembersEverybodyIsEverybodysNeighbourInEverySlot(int members) {
        Roster roster = roster(members);
        for (PeerId self : ids(roster)) {
            for (int slot : new int[] {1, 2, 1000}) {
                List<PeerId> neighbours = of(self, 0).neighbours(roster, slot, ScheduleTest::all);
                assertThat(neighbours).hasSize(members - 1).doesNotContain(self).isSorted();
                assertThat(ids(roster)).containsAll(neighbours);
                assertThat(neighbours).allMatch(peer -> of(self, 0).accepts(roster, slot, peer));
            }
        }
    }

    @Test
    void fromSeventeenMembersOnTheFanOutIsAboutEight() {
        Roster roster = roster(17);
        for (PeerId self : ids(roster)) {
            assertThat(of(self, 0).neighbours(roster, 5, ScheduleTest::all)).hasSizeBetween(5, 8);
        }
    }

    @Test
    void ofFortyMembersWithEightNeighboursTheDegreeIsAboutEightAndTheGraphIsConnected() {
        Roster roster = roster(40);
        double sum = 0;
        for (int slot = 1; slot <= 20; slot++) {
            Set<PeerId> reached = new TreeSet<>();
            List<PeerId> frontier = new ArrayList<>(List.of(ids(roster).get(0)));
            while (!frontier.isEmpty()) {
                PeerId next = frontier.remove(frontier.size() - 1);
                if (reached.add(next)) {
                    frontier.addAll(of(next, 8).neighbours(roster, slot, ScheduleTest::all));
                }
            }
            assertThat(reached).hasSize(40);
            for (PeerId self : ids(roster)) {
                int degree =
                        of(self, 8).neighbours(roster, slot, ScheduleTest::all).size();
                assertThat(degree).isBetween(4, 8);
                sum += degree;
            }
        }
        assertThat(sum / (20 * 40)).isBetween(7.0, 8.0);
    }

    @ParameterizedTest
    @CsvSource({"17, 0, 1.0", "40, 8, 1.0", "40, 8, 0.8", "40, 2, 0.9", "25, 4, 0.7", "9, 2, 0.5", "40, 1, 0.8"})
    void withTheSameOpinionOfWhoLivesNeighbourhoodIsMutual(int members, int fanout, double alive) {
        Roster roster = roster(members);
        for (int slot = 1; slot <= 10; slot++) {
            Predicate<PeerId> live = live(roster, alive, slot);
            for (PeerId i : ids(roster)) {
                for (PeerId j : of(i, fanout).neighbours(roster, slot, live)) {
                    assertThat(live.test(j)).isTrue();
                    if (live.test(i)) {
                        assertThat(of(j, fanout).neighbours(roster, slot, live)).contains(i);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 8", "40, 2", "40, 1", "16, 0", "25, 4"})
    void aNeighboursOfferIsAcceptedAndAcceptanceIsMutual(int members, int fanout) {
        Roster roster = roster(members);
        for (int slot = 1; slot <= 2; slot++) {
            for (PeerId i : ids(roster)) {
                List<PeerId> neighbours = of(i, fanout).neighbours(roster, slot, ScheduleTest::all);
                for (PeerId j : ids(roster)) {
                    boolean accepts = of(j, fanout).accepts(roster, slot, i);
                    if (neighbours.contains(j)) {
                        assertThat(accepts).isTrue();
                    }
                    if (!i.equals(j)) {
                        assertThat(of(i, fanout).accepts(roster, slot, j)).isEqualTo(accepts);
                    }
                }
            }
        }
    }

    @Test
    void withUpToThreeDeadBetweenThemTheNextLivingIsStillAcceptedByWhoeverHoldsThemForAlive() {
        Roster roster = roster(40);
        for (int slot = 1; slot <= 10; slot++) {
            PeerId self = ids(roster).get(slot);
            Set<PeerId> dead = new HashSet<>();
            Set<PeerId> skippedTo = new TreeSet<>();
            for (int killed = 0; killed < 3; killed++) {
                List<PeerId> neighbours = of(self, 2).neighbours(roster, slot, peer -> !dead.contains(peer));
                skippedTo.addAll(neighbours);
                dead.add(neighbours.get(0));
            }
            skippedTo.addAll(of(self, 2).neighbours(roster, slot, peer -> !dead.contains(peer)));
            int theSlot = slot;
            assertThat(skippedTo)
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allMatch(peer -> of(peer, 2).accepts(roster, theSlot, self));
        }
    }

    @Test
    void livenessSkipsPlacesAndNeverReseeds() {
        Roster roster = roster(40);
        List<PeerId> everybody = ids(roster);
        for (int slot = 1; slot <= 10; slot++) {
            PeerId dead = everybody.get(slot);
            for (PeerId self : everybody) {
                List<PeerId> before = of(self, 8).neighbours(roster, slot, ScheduleTest::all);
                List<PeerId> after = of(self, 8).neighbours(roster, slot, peer -> !peer.equals(dead));
                if (before.contains(dead)) {
                    Set<PeerId> kept = new TreeSet<>(before);
                    kept.remove(dead);
                    assertThat(after).containsAll(kept).doesNotContain(dead);
                } else {
                    assertThat(after).isEqualTo(before);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 10, 40})
    void withFanOutOneTheSlotIsAMatching(int members) {
        Roster roster = roster(members);
        for (int slot = 1; slot <= 10; slot++) {
            int alone = 0;
            for (PeerId i : ids(roster)) {
                List<PeerId> neighbours = of(i, 1).neighbours(roster, slot, ScheduleTest::all);
                assertThat(neighbours).hasSizeLessThanOrEqualTo(1);
                alone += neighbours.isEmpty() ? 1 : 0;
                for (PeerId j : neighbours) {
                    assertThat(of(j, 1).neighbours(roster, slot, ScheduleTest::all))
                            .containsExactly(i);
                }
            }
            assertThat(alone).isEqualTo(members % 2);
        }
    }

    @Test
    void everySlotHasOtherNeighbours() {
        Roster roster = roster(40);
        PeerId self = ids(roster).get(0);
        Set<List<PeerId>> different = new HashSet<>();
        Set<PeerId> met = new HashSet<>();
        for (int slot = 1; slot <= 40; slot++) {
            List<PeerId> neighbours = of(self, 8).neighbours(roster, slot, ScheduleTest::all);
            different.add(neighbours);
            met.addAll(neighbours);
        }
        assertThat(different).hasSize(40);
        assertThat(met).hasSize(39);
    }

    @Test
    void aStrangerIsNeverAccepted() {
        PeerId stranger = new PeerId(Digest.of(new byte[] {1, 2, 3}));
        for (int members : new int[] {3, 40}) {
            Roster roster = roster(members);
            for (int fanout : new int[] {0, 1, 2}) {
                assertThat(of(ids(roster).get(0), fanout).accepts(roster, 1, stranger))
                        .isFalse();
            }
        }
    }

    @Test
    void theScheduleOfAGivenRosterNeverChanges() {
        Roster roster = roster(40);
        List<PeerId> everybody = ids(roster);
        Digest drawn = Digest.of(new byte[0]);
        for (int slot : new int[] {1, 2, 77}) {
            for (PeerId self : everybody) {
                for (PeerId neighbour : of(self, 8).neighbours(roster, slot, ScheduleTest::all)) {
                    drawn = Digest.of(drawn.bytes(), neighbour.digest().bytes());
                }
            }
        }
        assertThat(drawn.hex()).isEqualTo("040512842abd913f6d2ebef64ffa98ea2f89a6313f87cd09ac4340d7dd0b556c");
        assertThat(of(everybody.get(0), 8).neighbours(roster, 1, ScheduleTest::all).stream()
                        .map(everybody::indexOf))
                .containsExactly(8, 19, 22, 31, 34, 36, 39);
    }
}
