package dev.starling.gossip.sums;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Body.SumProposal;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SumList;
import dev.starling.gossip.message.Want;
import dev.starling.gossip.sums.SumNetwork.Site;
import dev.starling.gossip.sums.SumProgress.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masked sums between desks: totals, drop-outs, and what is never given. */
final class SumDeskTest {

    private static void assertEverybodyKnows(SumNetwork network, long[] sum) {
        for (Site site : network.sites) {
            if (site.up) {
                assertThat(site.done())
                        .as(() -> site.progress() + " " + site.alarms)
                        .isTrue();
                assertThat(site.total).isEqualTo(sum);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 7, 8, 9, 16, 66})
    void everybodyLearnsTheSumOfAllTerms(int n) {
        SumNetwork network = new SumNetwork(n, n);
        long[] sum = network.randomTerms(11);
        network.run(30);
        assertEverybodyKnows(network, sum);
        assertThat(network.sites).allSatisfy(site -> assertThat(site.disk).hasSize(1));
    }

    @Test
    void lossDelaysTheTotalAndDoesNotChangeIt() {
        long seeds = Long.getLong("starling.seeds", 10);
        for (long seed = 0; seed < seeds; seed++) {
            SumNetwork network = new SumNetwork(3 + (int) (seed % 6), seed);
            network.loss = 0.3;
            network.randomTerms(5);
            network.run(600);
            assertTotals(network, seed);
        }
    }

    /** Somebody knows a total; whoever does knows that of its list; two lists are the same or differ by three. */
    private static void assertTotals(SumNetwork network, long seed) {
        List<Site> done = network.sites.stream().filter(Site::done).toList();
        assertThat(done).as("seed " + seed).hasSizeGreaterThan(2);
        for (Site site : done) {
            SumList list = site.list.orElseThrow();
            assertThat(site.total).as("seed " + seed).isEqualTo(network.sumOf(list));
            int distance = list.distance(done.get(0).list.orElseThrow().participants());
            assertThat(distance == 0 || distance >= 3).as("seed " + seed).isTrue();
        }
    }

    @Test
    void aTermOfManySlicesTravelsWhole() {
        SumNetwork network = new SumNetwork(3, 4);
        network.loss = 0.1;
        long[] sum = network.randomTerms(80_000);
        network.run(120);
        assertEverybodyKnows(network, sum);
    }

    @Test
    void belowThreeMembersNothingIsGiven() {
        SumNetwork network = new SumNetwork(2, 1);
        network.randomTerms(3);
        network.run(60);
        assertThat(network.sites)
                .allSatisfy(site -> assertThat(site.done()).isFalse())
                .allSatisfy(site -> assertThat(site.disk).isEmpty())
                .allSatisfy(site -> assertThat(site.progress().needed()).isEqualTo(3));
    }

    @Test
    void thoseWhoAreThereNeedToBeMoreThanHalf() {
        SumNetwork network = new SumNetwork(8, 1);
        network.randomTerms(3);
        network.sites.subList(4, 8).forEach(Site::crash);
        network.run(60);
        assertThat(network.sites.get(0).done()).isFalse();
        network.sites.get(4).restart();
        network.run(60);
        assertThat(network.sites.get(0).list.orElseThrow().participants()).hasSize(5);
    }

    /** Drops one member out when it is about to send its window of a round, or right after. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aDropOutInAnyRoundFailsTheAttemptAndTheNextHasOtherMasks(int round) {
        for (boolean windowLeaves : new boolean[] {false, true}) {
            SumNetwork network = new SumNetwork(5, 10 + round);
            long[] sum = network.randomTerms(6);
            Site gone = network.sites.get(2);
            network.sending = (site, windows) -> {
                if (site == gone && windows == round) {
                    if (windowLeaves) {
                        network.at(0, gone::crash);
                    } else {
                        gone.crash();
                    }
                }
            };
            network.run(25);
            assertThat(gone.up).isFalse();
            assertThat(gone.disk).hasSize(1);
            List<Site> others =
                    network.sites.stream().filter(site -> site != gone).toList();
            boolean allDone = others.stream().allMatch(Site::done);
            assertThat(allDone).isEqualTo(round == 2 && windowLeaves);
            network.sending = (site, windows) -> {};
            gone.restart();
            network.run(60);
            assertEverybodyKnows(network, sum);
            if (!allDone) {
                SumList first = gone.disk.get(0).list();
                SumList second = gone.disk.get(1).list();
                assertThat(second.participants()).isEqualTo(first.participants());
                assertThat(second.hash()).isNotEqualTo(first.hash());
                long[] term = Objects.requireNonNull(network.terms().get(gone.id));
                assertThat(network.windowOf(gone, first, term)).doesNotContain(network.windowOf(gone, second, term));
            }
        }
    }

    @Test
    void whoeverIsGoneForGoodIsWaitedForAndNamed() {
        SumNetwork network = new SumNetwork(5, 3);
        network.randomTerms(2);
        Site gone = network.sites.get(4);
        network.sending = (site, windows) -> {
            if (site == gone && windows == 1) {
                gone.crash();
            }
        };
        network.run(120);
        Site other = network.sites.get(0);
        assertThat(other.done()).isFalse();
        assertThat(other.disk).hasSize(1);
        assertThat(other.progress().stage()).isEqualTo(Stage.GATHERING);
        assertThat(other.progress().awaited()).containsExactly(gone.id);
        assertThat(other.alarms).isNotEmpty();
    }

    @Test
    void aListThatDiffersByThreeIsAnotherSum() {
        SumNetwork network = new SumNetwork(9, 3);
        network.randomTerms(2);
        List<Site> gone = network.sites.subList(6, 9);
        network.sending = (site, windows) -> {
            if (gone.contains(site) && windows == 1) {
                gone.forEach(Site::crash);
            }
        };
        network.run(120);
        SumList list = network.sites.get(0).list.orElseThrow();
        assertThat(list.participants()).hasSize(6);
        assertEverybodyKnows(network, network.sumOf(list));
        assertThat(network.sites.get(0).disk).hasSize(2);
    }

    @Test
    void anotherTermThanBeforeIsNeverGiven() {
        SumNetwork network = new SumNetwork(3, 5);
        network.randomTerms(2);
        Site site = network.sites.get(0);
        network.sending = (sender, windows) -> {
            if (sender == site) {
                site.crash();
            }
        };
        network.run(25);
        assertThat(site.disk).hasSize(1);
        network.sending = (sender, windows) -> {};
        site.restart(1, 2);
        network.run(60);
        assertThat(site.alarms).anyMatch(alarm -> alarm.contains("not those that this member gave before"));
        assertThat(site.disk).hasSize(1);
        assertThat(network.sites.get(1).done()).isFalse();
    }

    @Test
    void stormsOfLossAndCrashesEndInTheSumWithTheReleaseRulesKept() {
        long seeds = Long.getLong("starling.seeds", 15);
        for (long seed = 0; seed < seeds; seed++) {
            SumNetwork network = new SumNetwork(5, 100 + seed);
            network.loss = 0.1;
            network.randomTerms(4);
            for (int crash = 0; crash < 4; crash++) {
                Site site = network.sites.get((int) ((seed + crash) % 5));
                network.at((3 + crash * 9 + seed % 4) * 1000 * SumNetwork.MILLI, site::crash);
                network.at((9 + crash * 9 + seed % 4) * 1000 * SumNetwork.MILLI, site::restart);
            }
            network.run(50);
            network.run(600);
            assertTotals(network, seed);
        }
    }

    @Test
    void aListThatBreaksTheRulesIsRefused() {
        SumNetwork network = new SumNetwork(5, 9);
        network.randomTerms(2);
        Site self = network.sites.get(0);
        List<PeerId> all = network.sites.stream().map(site -> site.id).toList();
        PeerId proposer = all.get(1);
        Digest head = network.roster.head();
        assertVerdict(
                self,
                proposer,
                new SumList(Quantity.SCALING, proposer, 1, head, 2, all.subList(0, 2)),
                Reason.WRONG_LIST);
        assertVerdict(
                self,
                proposer,
                new SumList(Quantity.SCALING, proposer, 1, head, 2, all.subList(1, 5)),
                Reason.WRONG_LIST);
        assertVerdict(self, proposer, new SumList(Quantity.SCALING, proposer, 1, head, 3, all), Reason.WRONG_LIST);
        assertVerdict(self, proposer, new SumList(new Quantity(7, head), proposer, 1, head, 2, all), Reason.WRONG_LIST);
        assertVerdict(self, all.get(2), new SumList(Quantity.SCALING, proposer, 1, head, 2, all), Reason.WRONG_AUTHOR);
        List<PeerId> twice = new ArrayList<>(all);
        twice.set(3, all.get(4));
        assertVerdict(self, proposer, new SumList(Quantity.SCALING, proposer, 1, head, 2, twice), Reason.WRONG_LIST);
        List<PeerId> foreign = new ArrayList<>(all);
        foreign.set(4, new PeerId(Digest.parseHex("f".repeat(64))));
        assertVerdict(self, proposer, new SumList(Quantity.SCALING, proposer, 1, head, 2, foreign), Reason.WRONG_LIST);
        Digest other = Digest.of(new byte[] {5});
        assertVerdict(self, proposer, new SumList(Quantity.SCALING, proposer, 1, other, 2, all), Reason.STALE);
        assertThat(self.disk).isEmpty();
    }

    private static void assertVerdict(Site self, PeerId from, SumList list, Reason reason) {
        assertThat(self.desk.proposal(from, new SumProposal(list, false), 0)).isEqualTo(Verdict.of(reason));
        assertThat(self.desk.proposal(from, new SumProposal(list, true), 0)).isEqualTo(Verdict.of(reason));
    }

    @Test
    void aWindowIsTakenFromItsSenderOnceInItsLengthAndNeverFromAnybodyElse() {
        SumNetwork network = new SumNetwork(5, 12);
        network.randomTerms(2);
        Site self = network.sites.get(0);
        List<PeerId> all = network.sites.stream().map(site -> site.id).toList();
        PeerId proposer = all.get(1);
        SumList list = new SumList(Quantity.SCALING, proposer, 1, network.roster.head(), 2, all);
        self.desk.proposal(proposer, new SumProposal(list, false), 0);
        PeerId sender = all.get(4);
        Digest name = Window.name(list.hash(), 0, sender);
        Slice window = new Slice(name, 0, new byte[16]);
        assertThat(self.desk.slice(all.get(2), window, 0)).contains(Verdict.of(Reason.UNSCHEDULED));
        assertThat(self.desk.slice(sender, new Slice(name, 0, new byte[8]), 0))
                .contains(Verdict.of(Reason.WRONG_LENGTH));
        assertThat(self.desk.slice(sender, new Slice(name, 1, new byte[16]), 0))
                .contains(Verdict.of(Reason.WRONG_LENGTH));
        assertThat(self.desk.slice(sender, window, 0)).contains(Verdict.accept());
        assertThat(self.desk.slice(sender, window, 0)).contains(Verdict.of(Reason.DUPLICATE));
        assertThat(self.desk.slice(sender, new Slice(list.hash(), 0, new byte[16]), 0))
                .isEmpty();
        Want want = new Want(Window.name(list.hash(), 0, self.id), 0, 1);
        assertThat(self.desk.want(all.get(1), want)).contains(Verdict.of(Reason.NOT_NOW));
        assertThat(self.desk.want(all.get(3), want)).contains(Verdict.of(Reason.UNSCHEDULED));
        assertThat(self.disk).isEmpty();
    }

    @Test
    void everyHashNamesOneAttempt() {
        List<PeerId> ids = IntStream.range(0, 4)
                .mapToObj(i -> new PeerId(Digest.of(new byte[] {(byte) i})))
                .toList();
        Digest head = Digest.of(new byte[] {9});
        SumList list = new SumList(Quantity.SCALING, ids.get(0), 1, head, 5, ids);
        List<SumList> others = List.of(
                new SumList(new Quantity(1, head), ids.get(0), 1, head, 5, ids),
                new SumList(new Quantity(1, ids.get(0).digest()), ids.get(0), 1, head, 5, ids),
                new SumList(Quantity.SCALING, ids.get(1), 1, head, 5, ids),
                new SumList(Quantity.SCALING, ids.get(0), 2, head, 5, ids),
                new SumList(Quantity.SCALING, ids.get(0), 1, ids.get(0).digest(), 5, ids),
                new SumList(Quantity.SCALING, ids.get(0), 1, head, 6, ids),
                new SumList(Quantity.SCALING, ids.get(0), 1, head, 5, ids.subList(0, 3)));
        assertThat(others.stream().map(SumList::hash).collect(Collectors.toSet()))
                .hasSize(others.size())
                .doesNotContain(list.hash());
        assertThat(list.distance(ids.subList(1, 4))).isEqualTo(1);
        assertThat(list.distance(ids)).isZero();
    }
}
