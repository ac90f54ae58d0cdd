package dev.starling.gossip.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.exchange.LockStep.Chronicle;
import dev.starling.gossip.exchange.LockStep.Lateness;
import dev.starling.gossip.exchange.LockStep.Member;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.Reply;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The arithmetic of many exchanges, with answers that come late and without, against references that know no protocol. A
 * degree that does not count what is open makes 40 members with replies three slots late ten times as far apart instead.
 */
final class LateReplyTest {
    private static final int SEEDS = Integer.getInteger("starling.seeds", 40) / 10;
    private static final int SLOTS = 100;
    private static final Lateness PROMPT = message -> 0;
    private static final Lateness REPLIES_THREE_SLOTS_LATE = message -> message instanceof Reply ? 3 : 0;
    private static final Lateness OFFERS_A_SLOT_LATE = message -> message instanceof Offer ? 1 : 0;

    private static LockStep federation(int size, int fanout, long seed, Lateness lateness, Chronicle chronicle) {
        LockStep federation = new LockStep(size, fanout, seed, lateness, chronicle);
        SplittableRandom random = new SplittableRandom(seed + 1);
        federation.members.forEach(
                member -> member.step((float) (random.nextDouble() - 0.5), (float) (random.nextDouble() - 0.5)));
        return federation;
    }

    /** How far the disagreement has come down in the end, where it never was above what it began with. */
    private static double shrinkage(int size, int fanout, long seed, Lateness lateness) {
        LockStep federation = federation(size, fanout, seed, lateness, new Chronicle() {});
        double before = federation.disagreement();
        for (int t = 0; t < SLOTS; t++) {
            federation.slot();
            assertThat(federation.disagreement())
                    .as("seed %d, slot %d", seed, t)
                    .isLessThanOrEqualTo(before);
        }
        return Math.sqrt(federation.disagreement() / before);
    }

    /**
     * The same flows without the rules: the degree of a snapshot counts the edges of its slot alone, an answer may come
     * from an old snapshot, and what one end applies at once the other applies when it hears of it.
     */
    private static double growthWithoutRules(int size, int fanout, long seed, int replyLate, int answerOld) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = random.doubles(size).toArray();
        double before = spread(x);
        List<double[]> snapshots = new ArrayList<>();
        ArrayDeque<double[]> late = new ArrayDeque<>();
        for (int t = 0; t < SLOTS; t++) {
            double[] q = x.clone();
            snapshots.add(q);
            boolean mesh = fanout >= size - 1;
            List<int[]> edges = mesh ? LockStep.meshOf(size) : LockStep.cyclesOf(size, fanout / 2, random);
            double[] toLower = new double[size];
            for (int[] edge : edges) {
                double answered = snapshots.get(Math.max(0, t - answerOld))[edge[1]];
                double flow = (answered - q[edge[0]]) / (1 + fanout);
                x[edge[1]] -= flow;
                toLower[edge[0]] += flow;
            }
            late.add(toLower);
            if (late.size() > replyLate) {
                double[] heard = late.remove();
                for (int k = 0; k < size; k++) {
                    x[k] += heard[k];
                }
            }
        }
        return spread(x) / before;
    }

    private static double spread(double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum());
    }

    @Test
    void repliesThreeSlotsLateDoNotKeepMembersFromAgreeing() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(shrinkage(10, 9, seed, REPLIES_THREE_SLOTS_LATE))
                    .as("mesh of 10, seed %d", seed)
                    .isLessThan(1e-4);
            assertThat(shrinkage(40, 8, seed, REPLIES_THREE_SLOTS_LATE))
                    .as("40 members at fan-out 8, seed %d", seed)
                    .isLessThan(1e-4);
        }
    }

    @Test
    void anOfferForAnOldSnapshotIsRefusedAndMembersAgreeAllTheSame() {
        Lateness everyOther = new Lateness() {
            private int offers;

            @Override
            public int of(Message message) {
                return message instanceof Offer && offers++ % 2 == 0 ? OFFERS_A_SLOT_LATE.of(message) : 0;
            }
        };
        assertThat(shrinkage(10, 9, 1, everyOther)).isLessThan(1e-4);
        assertThat(shrinkage(40, 8, 1, everyOther)).isLessThan(1e-4);
        assertThat(shrinkage(10, 9, 1, OFFERS_A_SLOT_LATE))
                .as("nobody ever answers from an old snapshot")
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void withoutTheRulesTheSameLatenessBlowsTheFederationUp() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(growthWithoutRules(10, 9, seed, 0, 0)).as("on time").isLessThan(1e-6);
        }
        assertThat(usualGrowthWithoutRules(10, 9, 3, 0)).isGreaterThan(1e4);
        assertThat(usualGrowthWithoutRules(40, 8, 3, 0)).isGreaterThan(1e4);
        assertThat(usualGrowthWithoutRules(10, 9, 0, 3)).isGreaterThan(1e4);
        assertThat(usualGrowthWithoutRules(40, 8, 0, 3)).isGreaterThan(1e4);
    }

    /** Geometric mean over ten starts and more: a single one may hold little of the direction that grows, as start 8 does. */
    private static double usualGrowthWithoutRules(int size, int fanout, int replyLate, int answerOld) {
        return Math.exp(IntStream.range(0, Math.max(10, SEEDS))
                .mapToDouble(seed -> Math.log(growthWithoutRules(size, fanout, seed, replyLate, answerOld)))
                .average()
                .orElseThrow());
    }

    /** I5, at the weight of two members, 1/2. */
    @Test
    void anExchangeOfFreshSnapshotsLowersTheSquaredDisagreementByWhatTheoryGives() {
        for (int seed = 0; seed < 10 * SEEDS; seed++) {
            LockStep two = federation(2, 1, seed, PROMPT, new Chronicle() {});
            float[] a = two.members.get(0).x();
            float[] b = two.members.get(1).x();
            double difference = Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2);
            double before = two.disagreement();
            two.slot();
            double weight = 0.5;
            assertThat(before - two.disagreement())
                    .as("seed %d", seed)
                    .isCloseTo(2 * weight * (1 - weight) * difference, within(1e-6));
        }
    }

    /** I4: displacements and the order of commits are all it takes to know every snapshot. */
    @Test
    void aSerialReferenceThatFollowsTheCommitsArrivesAtTheSameRoots() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Serial serial = new Serial();
            Lateness late = seed % 2 == 0 ? PROMPT : REPLIES_THREE_SLOTS_LATE;
            LockStep federation = federation(8, seed % 3 == 0 ? 7 : 4, seed, late, serial);
            serial.ids = federation.members.stream().map(member -> member.id).toList();
            SplittableRandom random = new SplittableRandom(seed);
            for (int t = 0; t < 20; t++) {
                federation.slot();
                for (Member member : federation.members) {
                    member.step((float) random.nextDouble(), (float) -random.nextDouble());
                }
            }
            assertThat(serial.snapshots).as("seed %d", seed).hasSize(8 * 20);
            assertThat(serial.flows).isPositive();
        }
    }

    /** Vectors and records, no exchange: what it would publish is held against what was published. */
    private static final class Serial implements Chronicle {
        private final Map<Integer, float[]> x = new HashMap<>();
        private final Map<Digest, Snapshot> snapshots = new HashMap<>();
        private final Map<String, JournalRecord.Offered> open = new HashMap<>();
        private List<PeerId> ids = List.of();
        private int flows;

        private float[] of(int member) {
            return x.computeIfAbsent(member, k -> new float[2]);
        }

        @Override
        public void stepped(int member, float[] displacement) {
            for (int k = 0; k < 2; k++) {
                of(member)[k] += displacement[k];
            }
        }

        @Override
        public void published(int member, Snapshot snapshot) {
            ByteBuffer body = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            body.putFloat(of(member)[0]).putFloat(of(member)[1]);
            assertThat(Snapshot.rootOf(
                            snapshot.header().header().member(),
                            1,
                            snapshot.header().header().slot(),
                            body.array()))
                    .isEqualTo(snapshot.root());
            snapshots.put(snapshot.root(), snapshot);
        }

        @Override
        public void recorded(int member, JournalRecord record) {
            if (record instanceof JournalRecord.Offered offered) {
                open.put(member + "-" + ids.indexOf(offered.peer()), offered);
            } else if (record instanceof JournalRecord.Answered answered) {
                apply(member, answered.theirs().root(), answered.own(), -1);
            } else if (record instanceof JournalRecord.Completed completed) {
                JournalRecord.Offered offered =
                        Objects.requireNonNull(open.get(member + "-" + ids.indexOf(completed.peer())));
                apply(member, offered.own(), offered.theirs().root(), 1);
            }
        }

        private void apply(int member, Digest lower, Digest higher, int sign) {
            Snapshot zi = Objects.requireNonNull(snapshots.get(lower));
            Snapshot zj = Objects.requireNonNull(snapshots.get(higher));
            float weight = 1f
                    / (1
                            + Math.max(
                                    zi.header().header().degree(),
                                    zj.header().header().degree()));
            for (int k = 0; k < 2; k++) {
                of(member)[k] += sign * (weight * (value(zj, k) - value(zi, k)));
            }
            flows++;
        }

        private static float value(Snapshot snapshot, int k) {
            return ByteBuffer.wrap(snapshot.body())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getFloat(4 * k);
        }
    }
}
