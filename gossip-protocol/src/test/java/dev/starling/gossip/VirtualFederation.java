package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Member;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.SignedCharter;
import dev.starling.gossip.averaging.Flow;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.membership.LivenessSettings;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Engines on a virtual clock in one thread, with a bad network and a slow disk between them, and a bookkeeper who knows
 * from the durable records alone what every parameter vector must sum to. Momentum is zero and all have the same rows, so
 * that a displacement is injected as it is.
 */
final class VirtualFederation {
    static final long MILLI = 1_000_000L;
    static final int DIMENSION = 300;
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    /** What may go wrong on the way, each with its probability per frame; delays are uniform up to the given one. */
    record Weather(double loss, double duplication, long mostDelayNanos) {
        static final Weather FAIR = new Weather(0, 0, MILLI);
    }

    private record Due(long atNanos, long order, Runnable action) {}

    /** A flow applied at one end and not yet at the other. */
    private record Half(PeerId lower, PeerId higher, long life, long seq) {}

    final List<Node> nodes = new ArrayList<>();
    final DeltaEncoding encoding;
    Weather weather = Weather.FAIR;
    Roster roster;
    private final SplittableRandom random;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::order));
    private final float[] genesis = new float[DIMENSION];
    private final SignedCharter charter;
    private final GossipSettings settings;
    private final Map<Half, double[]> half = new HashMap<>();
    private final Map<Digest, Snapshot> snapshots = new HashMap<>();
    private final double[] expected = new double[DIMENSION];
    private final int[] applications = new int[1];
    private long nowNanos;
    private long order;
    private long linkIds;
    int flows;

    VirtualFederation(int members, long seed, String encodingName, int plannedSlots) {
        random = new SplittableRandom(seed);
        encoding = DeltaEncoding.ofName(encodingName).orElseThrow();
        for (int k = 0; k < DIMENSION; k++) {
            genesis[k] = (float) (random.nextDouble() - 0.5);
        }
        List<Identity> identities = new ArrayList<>();
        List<Member> founders = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            Identity identity = Identity.fromSeeds(bytes(), bytes());
            identities.add(identity);
            founders.add(new Member(identity.publicIdentity(), "Hospital " + m, 100));
        }
        charter = new SignedCharter(("seed " + seed).getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
        roster = Roster.founding(charter.federation(), 1, founders);
        settings = new GossipSettings(
                genesis, encoding, 0, 0f, 10, plannedSlots, 0, members, 1e6, LivenessSettings.defaults(), List.of());
        for (Identity identity : identities) {
            Node node = new Node(identity);
            nodes.add(node);
            for (int k = 0; k < DIMENSION; k++) {
                expected[k] += genesis[k];
            }
        }
    }

    /** One member: its engine, its disk, its links. */
    final class Node {
        final Identity identity;
        final PeerId id;
        GossipEngine engine;
        final Map<Long, Node> links = new TreeMap<>();
        final ArrayDeque<Effect> writing = new ArrayDeque<>();

        @Nullable
        Checkpoint checkpoint;

        final List<JournalRecord> journal = new ArrayList<>();
        final Map<Long, double[]> injectedBy = new TreeMap<>();
        final Map<String, Snapshot[]> offers = new HashMap<>();
        long checkpointToken;
        long diskFreeAtNanos;
        float[] lastDisplacement = new float[DIMENSION];
        final List<Report> reports = new ArrayList<>();
        int epoch;
        boolean up;
        long trainedUntilNanos;

        Node(Identity identity) {
            this.identity = identity;
            this.id = identity.peerId();
            this.engine = GossipEngine.fresh(identity, charter, roster, settings, 1);
        }

        int slot() {
            return engine.status(nowNanos).slot();
        }

        void start() {
            up = true;
            step(new Event.Started());
        }

        /** The process dies: what was not durable is gone, and so are its links and its training. */
        void crash() {
            up = false;
            epoch++;
            int madeIt = random.nextInt(writing.size() + 1);
            for (int k = 0; k < madeIt; k++) {
                durable(writing.remove());
            }
            for (Effect lost : writing) {
                undo(this, lost);
            }
            writing.clear();
            injectedBy.values().forEach(lost -> subtract(expected, lost, 1));
            injectedBy.clear();
            Checkpoint last = checkpoint;
            engine = last == null
                    ? GossipEngine.fresh(identity, charter, roster, settings, 1)
                    : GossipEngine.recovered(identity, charter, roster, settings, last, List.copyOf(journal));
            List.copyOf(links.keySet()).forEach(VirtualFederation.this::breakLink);
        }

        /** The oldest write reached the disk. */
        long durable(Effect effect) {
            if (effect instanceof Effect.SaveCheckpoint save) {
                checkpoint = save.checkpoint();
                journal.clear();
                injectedBy.remove(save.token());
                return save.token();
            }
            Effect.AppendJournal append = (Effect.AppendJournal) effect;
            journal.add(append.record());
            return append.token();
        }

        void step(Event event) {
            List<Effect> effects = engine.step(nowNanos, event);
            for (Effect effect : effects) {
                effect.handle(new Doing(this));
            }
            checkMass();
        }
    }

    void connect(Node a, Node b) {
        long link = ++linkIds;
        boolean already = a.links.containsValue(b);
        if (a.up && b.up && !already) {
            a.links.put(link, b);
            b.links.put(link, a);
            a.step(new Event.LinkUp(link, b.id, true));
            b.step(new Event.LinkUp(link, a.id, false));
        }
    }

    void connectAll() {
        for (Node a : nodes) {
            for (Node b : nodes) {
                if (a.id.compareTo(b.id) < 0) {
                    connect(a, b);
                }
            }
        }
    }

    void breakLink(long link) {
        for (Node node : nodes) {
            if (node.links.remove(link) != null && node.up) {
                node.step(new Event.LinkDown(link));
            }
        }
    }

    void at(long delayNanos, Runnable action) {
        queue.add(new Due(nowNanos + delayNanos, order++, action));
    }

    long now() {
        return nowNanos;
    }

    /** Runs everything that is due within so many nanoseconds. */
    void run(long nanos) {
        long end = nowNanos + nanos;
        while (!queue.isEmpty() && queue.peek().atNanos() <= end) {
            Due due = queue.remove();
            nowNanos = due.atNanos();
            due.action().run();
        }
        nowNanos = end;
    }

    double nextDouble() {
        return random.nextDouble();
    }

    int openHalves() {
        return half.size();
    }

    /** Largest relative distance of a member from the mean. */
    double disagreement() {
        double[] mean = new double[DIMENSION];
        nodes.forEach(node -> add(mean, node.engine.parameters(), 1.0 / nodes.size()));
        double worst = 0;
        for (Node node : nodes) {
            double[] d = mean.clone();
            add(d, node.engine.parameters(), -1);
            worst = Math.max(worst, norm(d));
        }
        return worst / norm(mean);
    }

    /** I1: the sum of all parameters, with flows applied at one end only, is what was injected. */
    private void checkMass() {
        double[] sum = new double[DIMENSION];
        double largest = 1;
        for (Node node : nodes) {
            float[] x = node.engine.parameters();
            add(sum, x, 1);
            for (float value : x) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        half.values().forEach(flow -> subtract(sum, flow, 1));
        double bound = 8 * 0x1p-24 * largest * Math.sqrt(10 + applications[0]);
        for (int k = 0; k < DIMENSION; k++) {
            if (!(Math.abs(sum[k] - expected[k]) <= bound)) {
                throw new AssertionError("mass of coordinate %d at %d ms: %g instead of %g, allowed %g"
                        .formatted(k, nowNanos / MILLI, sum[k], expected[k], bound));
            }
        }
    }

    private void undo(Node node, Effect lost) {
        if (lost instanceof Effect.AppendJournal append) {
            book(node, append.record(), -1);
        }
    }

    /** Keeps the books of a flow: present while exactly one end has applied it. */
    private void book(Node node, JournalRecord record, int sign) {
        if (record instanceof JournalRecord.Answered answered) {
            Half key = new Half(answered.peer(), node.id, 1, answered.seq());
            Snapshot theirs = new Snapshot(answered.theirs(), answered.body());
            settle(key, theirs, snapshot(answered.own()), -sign);
        } else if (record instanceof JournalRecord.Completed completed) {
            Half key = new Half(node.id, completed.peer(), 1, completed.seq());
            Snapshot[] pair = Objects.requireNonNull(node.offers.get(completed.peer() + "/" + completed.seq()));
            settle(key, pair[0], new Snapshot(pair[1].header(), completed.body()), sign);
        } else if (record instanceof JournalRecord.Offered offered) {
            node.offers.put(
                    offered.peer() + "/" + offered.seq(),
                    new Snapshot[] {snapshot(offered.own()), new Snapshot(offered.theirs(), new byte[0])});
        }
    }

    private Snapshot snapshot(Digest root) {
        return Objects.requireNonNull(snapshots.get(root), () -> "a published snapshot " + root);
    }

    private void settle(Half key, Snapshot lower, Snapshot higher, int sign) {
        double[] flow = flow(lower, higher);
        double[] open = half.computeIfAbsent(key, k -> new double[DIMENSION]);
        for (int k = 0; k < DIMENSION; k++) {
            open[k] += sign * flow[k];
        }
        applications[0]++;
        if (norm(open) == 0) {
            half.remove(key);
            flows++;
        } else {
            assertThat(norm(open)).as("applied twice: " + key).isEqualTo(norm(flow));
        }
    }

    private double[] flow(Snapshot lower, Snapshot higher) {
        float[] zi = new float[DIMENSION];
        float[] zj = new float[DIMENSION];
        assertThat(encoding.decode(lower.body(), genesis, zi)).isTrue();
        assertThat(encoding.decode(higher.body(), genesis, zj)).isTrue();
        float weight = Flow.weight(
                lower.header().header().degree(), higher.header().header().degree());
        double[] flow = new double[DIMENSION];
        add(flow, Flow.of(weight, zi, zj), 1);
        return flow;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    static void add(double[] sum, float[] x, double factor) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += factor * x[k];
        }
    }

    private static void subtract(double[] sum, double[] x, double factor) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] -= factor * x[k];
        }
    }

    static double norm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    /** Does what an engine wants done. */
    private final class Doing implements Effect.Handler {
        private final Node node;

        Doing(Node node) {
            this.node = node;
        }

        private void later(long nanos, Runnable action) {
            int epoch = node.epoch;
            at(nanos, () -> {
                if (node.up && node.epoch == epoch) {
                    action.run();
                }
            });
        }

        private void deliver(long link, byte[] frame) {
            Node to = node.links.get(link);
            if (to == null || random.nextDouble() < weather.loss()) {
                return;
            }
            int copies = random.nextDouble() < weather.duplication() ? 2 : 1;
            for (int c = 0; c < copies; c++) {
                long delay =
                        weather.loss() == 0 ? weather.mostDelayNanos() : 1 + random.nextLong(weather.mostDelayNanos());
                at(delay, () -> {
                    if (to.up && to.links.containsKey(link)) {
                        to.step(new Event.FrameArrived(link, frame, NOON));
                    }
                });
            }
        }

        @Override
        public void send(Effect.Send effect) {
            deliver(effect.link(), effect.frame());
        }

        @Override
        public void stream(Effect.Stream effect) {
            for (int k = 0; k < effect.frames().count(); k++) {
                deliver(effect.link(), effect.frames().frame(k));
            }
        }

        @Override
        public void closeLink(Effect.CloseLink effect) {
            later(MILLI, () -> breakLink(effect.link()));
        }

        @Override
        public void train(Effect.Train effect) {
            float[] d = new float[DIMENSION];
            for (int k = 0; k < DIMENSION; k++) {
                d[k] = (float) (0.1 * (random.nextDouble() - 0.5));
            }
            long took = 1 + random.nextLong(20 * MILLI);
            node.trainedUntilNanos = nowNanos + took;
            later(took, () -> {
                node.lastDisplacement = d;
                node.step(new Event.DisplacementReady(effect.training(), d, effect.steps()));
            });
        }

        @Override
        public void stopTraining(Effect.StopTraining effect) {
            later(1, () -> {
                node.lastDisplacement = new float[DIMENSION];
                node.step(new Event.DisplacementReady(effect.training(), node.lastDisplacement, 0));
            });
        }

        @Override
        public void saveCheckpoint(Effect.SaveCheckpoint effect) {
            node.checkpointToken = effect.token();
            effect.checkpoint().latest().ifPresent(snapshot -> snapshots.put(snapshot.root(), snapshot));
            write(effect);
        }

        @Override
        public void appendJournal(Effect.AppendJournal effect) {
            book(node, effect.record(), 1);
            write(effect);
        }

        private void write(Effect effect) {
            node.writing.add(effect);
            node.diskFreeAtNanos = Math.max(node.diskFreeAtNanos, nowNanos) + random.nextLong(2 * MILLI);
            later(node.diskFreeAtNanos - nowNanos, () -> {
                long token = node.durable(node.writing.remove());
                node.step(new Event.Persisted(token));
            });
        }

        @Override
        public void rosterChanged(Effect.RosterChanged effect) {
            roster = effect.roster();
        }

        @Override
        public void dial(Effect.Dial effect) {}

        @Override
        public void setTimer(Effect.SetTimer effect) {
            later(Math.max(1, effect.atNanos() - nowNanos), () -> node.step(new Event.TimerDue()));
        }

        @Override
        public void tell(Effect.Tell effect) {
            node.reports.add(effect.report());
            if (effect.report() instanceof Report.Published published && published.stepsDone() > 0) {
                inject(node.lastDisplacement, new float[DIMENSION]);
            } else if (effect.report() instanceof Report.StartedFrom) {
                inject(node.engine.parameters(), genesis);
            }
        }

        /** Lasts if the checkpoint that was just written lasts. */
        private void inject(float[] gained, float[] lost) {
            double[] injected = new double[DIMENSION];
            add(injected, gained, 1);
            add(injected, lost, -1);
            node.injectedBy.put(node.checkpointToken, injected);
            subtract(expected, injected, -1);
        }
    }
}
