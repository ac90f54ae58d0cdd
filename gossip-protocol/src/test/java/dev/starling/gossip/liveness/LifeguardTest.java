package dev.starling.gossip.liveness;

import static dev.starling.gossip.liveness.VirtualNeighbourhood.MILLI;
import static dev.starling.gossip.liveness.VirtualNeighbourhood.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.liveness.VirtualNeighbourhood.Node;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.message.Probed;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Lifeguard's rules are good for: slow members and bad weather. */
final class LifeguardTest {
    private static final int MEMBERS = 16;

    private static VirtualNeighbourhood settled(long seed, Rules rules) {
        VirtualNeighbourhood all = new VirtualNeighbourhood(MEMBERS, seed, rules);
        all.linkAll();
        all.run(3 * SECOND);
        all.changes.clear();
        return all;
    }

    private static long accusationsBy(VirtualNeighbourhood all, Node node) {
        return all.changes.stream()
                .filter(seen -> seen.by() == node.number && seen.held() != Liveness.ALIVE)
                .count();
    }

    private static long deadClaims(VirtualNeighbourhood all) {
        return all.changes.stream().filter(seen -> seen.held() == Liveness.DEAD).count();
    }

    @Test
    void aMemberWithLongPausesIsNotDeclaredDeadAndAccusesNobody() {
        for (int seed = 0; seed < 5; seed++) {
            VirtualNeighbourhood all = settled(seed, Rules.LIFEGUARD);
            Node slow = all.nodes.get(seed);
            for (int k = 0; k < 8; k++) {
                slow.pause(2500 * MILLI);
                all.run(5 * SECOND);
            }
            assertThat(deadClaims(all)).as("seed " + seed).isZero();
            assertThat(accusationsBy(all, slow)).as("seed " + seed).isZero();
            assertThat(all.nodes.stream().filter(node -> node != slow))
                    .allSatisfy(node -> assertThat(node.holds(slow)).isEqualTo(Liveness.ALIVE));
        }
    }

    @Test
    void whatOneHelperSaysAgainAndAgainEndsNoProbe() {
        assertThat(suspectedAfter(true)).isEqualTo(suspectedAfter(false));
    }

    /** How long a member that lost its link to another one, and asks others in vain, waits until it suspects it. */
    private static long suspectedAfter(boolean oneRepeatsThatItReachesNobody) {
        VirtualNeighbourhood all = settled(1, Rules.LIFEGUARD);
        Node prober = all.nodes.get(0);
        Node lost = all.nodes.get(1);
        Node helper = all.nodes.get(2);
        all.reaches = (from, to) -> from != prober && from != lost;
        long from = all.now();
        prober.run(() -> prober.detector.linkLost(lost.id, lost.number, all.now()));
        while (prober.holds(lost) == Liveness.ALIVE) {
            all.run(MILLI);
            for (long nonce = 0; oneRepeatsThatItReachesNobody && nonce < 300; nonce++) {
                Probed nack = new Probed(nonce / 3, false);
                prober.run(() -> prober.detector.probed(helper.id, nack, all.now()));
            }
        }
        return all.now() - from;
    }

    @Test
    void withoutTheRulesTheSameMemberBlamesTheOthers() {
        VirtualNeighbourhood all = settled(0, Rules.PLAIN_SWIM);
        Node slow = all.nodes.get(0);
        for (int k = 0; k < 8; k++) {
            slow.pause(2500 * MILLI);
            all.run(5 * SECOND);
        }
        assertThat(accusationsBy(all, slow)).isPositive();
    }

    /** Lost frames alone do not tell slow members from others; pauses do, and there the rules help. */
    @ParameterizedTest
    @CsvSource({"0.1, false", "0.2, false", "0.3, false", "0.1, true", "0.2, true"})
    void theRulesMakeFalseSuspicionsRarer(double loss, boolean pauses) {
        long[] plain = falseAlarms(loss, pauses, Rules.PLAIN_SWIM);
        long[] guarded = falseAlarms(loss, pauses, Rules.LIFEGUARD);
        System.out.printf(
                Locale.ROOT,
                "loss %.0f %%, %s, 16 members, 75 s: %d false suspicions of healthy members and %d false deaths without"
                        + " Lifeguard's rules, %d and %d with them%n",
                100 * loss,
                pauses ? "three pause for 2.5 s every 5 s" : "nobody pauses",
                plain[0],
                plain[1],
                guarded[0],
                guarded[1]);
        assertThat(guarded[1]).isZero();
        if (pauses) {
            assertThat(2 * guarded[0]).isLessThan(plain[0]);
        } else {
            assertThat(guarded[0]).isLessThanOrEqualTo(plain[0] + plain[0] / 4 + 5);
        }
    }

    private static long[] falseAlarms(double loss, boolean pauses, Rules rules) {
        long[] alarms = new long[2];
        for (int seed = 0; seed < 3; seed++) {
            VirtualNeighbourhood all = settled(seed, rules);
            all.loss = loss;
            for (int k = 0; k < 5; k++) {
                if (pauses) {
                    all.nodes.subList(0, 3).forEach(node -> node.pause(2500 * MILLI));
                }
                all.run(5 * SECOND);
            }
            alarms[0] += all.changes.stream()
                    .filter(seen -> seen.held() == Liveness.SUSPECT && seen.about() >= 3)
                    .count();
            alarms[1] += deadClaims(all);
        }
        return alarms;
    }

    @Test
    void aDeadMemberIsFoundInBadWeatherToo() {
        for (int seed = 0; seed < 5; seed++) {
            VirtualNeighbourhood all = settled(seed, Rules.LIFEGUARD);
            all.loss = 0.2;
            all.run(5 * SECOND);
            Node dead = all.nodes.get(7);
            dead.die();
            all.run(30 * SECOND);
            assertThat(all.nodes.stream().filter(node -> node != dead))
                    .as("seed " + seed)
                    .allSatisfy(node -> assertThat(node.holds(dead)).isEqualTo(Liveness.DEAD));
        }
    }
}
