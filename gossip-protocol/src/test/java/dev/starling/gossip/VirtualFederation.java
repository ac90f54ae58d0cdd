package dev.starling.gossip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.gossip.Bookkeeper.Booked;
import dev.starling.gossip.averaging.OuterStep;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.gossip.wire.DurableFormatException;
import dev.starling.gossip.wire.FrameCodec;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Engines on a virtual clock in one thread, with a bad network and a slow disk between them. Momentum is zero, so that a
 * displacement is injected as it is, times the member's share. After every step the {@link Bookkeeper} checks the sum of
 * all parameters, and no member may ever sign two snapshots of one life and slot.
 */
final class VirtualFederation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1000 * MILLI;
    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final byte ANNOUNCE = 1;

    /** Local steps of a slot. */
    static final int STEPS = 50;

    /** What may go wrong on the way, each with its probability per frame; delays are uniform up to the given one. */
    record Weather(double loss, double duplication, long mostDelayNanos) {
        static final Weather FAIR = new Weather(0, 0, MILLI);
    }

    /** A federation to be founded. */
    record Setup(
            int members,
            long seed,
            String encoding,
            int plannedSlots,
            int dimension,
            int fanout,
            int quorum,
            int startMembers,
            List<Integer> rows,
            int consolidateEvery) {
        static Setup of(int members, long seed, String encoding, int plannedSlots) {
            return new Setup(members, seed, encoding, plannedSlots, 300, 0, 1, members, List.of(100), 0);
        }

        Setup dimension(int d) {
            return new Setup(
                    members, seed, encoding, plannedSlots, d, fanout, quorum, startMembers, rows, consolidateEvery);
        }

        Setup fanout(int s) {
            return new Setup(
                    members, seed, encoding, plannedSlots, dimension, s, quorum, startMembers, rows, consolidateEvery);
        }

        Setup quorum(int m) {
            return new Setup(
                    members, seed, encoding, plannedSlots, dimension, fanout, m, startMembers, rows, consolidateEvery);
        }

        Setup startMembers(int n) {
            return new Setup(
                    members, seed, encoding, plannedSlots, dimension, fanout, quorum, n, rows, consolidateEvery);
        }

        Setup consolidateEvery(int slots) {
            return new Setup(
                    members, seed, encoding, plannedSlots, dimension, fanout, quorum, startMembers, rows, slots);
        }

        /** Rows of the members in turn. */
        Setup rows(Integer... each) {
            return new Setup(
                    members,
                    seed,
                    encoding,
                    plannedSlots,
                    dimension,
                    fanout,
                    quorum,
                    startMembers,
                    List.of(each),
                    consolidateEvery);
        }
    }

    /** Sees every frame that leaves a member, before the weather does. */
    interface Tap {
        void sent(Node from, PeerId to, long link, byte[] frame);
    }

    /** Something at the other end of a link that is no engine. */
    interface Guest {
        PeerId id();

        void frameArrived(long link, byte[] frame);

        default void linkClosed(long link) {}
    }

    private record Claim(PeerId member, long life, int slot) {}

    final List<Node> nodes = new ArrayList<>();
    final DeltaEncoding encoding;
    final SignedCharter charter;
    final Setup setup;
    final Bookkeeper books;
    final List<Tap> taps = new ArrayList<>();
    /** Hear of a record as the engine hands it on. */
    final List<BiConsumer<Node, JournalRecord>> recorders = new ArrayList<>();

    Weather weather = Weather.FAIR;
    /** What a line takes for each byte, besides the weather's delay; lines hold up nothing but their own frame. */
    long nanosPerByte;
    /** A training moves each parameter by at most half of this. */
    double stride = 0.1;

    private final Roster founding;
    private final FrameCodec codec;
    private final DurableCodec durable;
    private final SplittableRandom random;
    private final VirtualTime time;
    private final float[] genesis;
    private final GossipSettings settings;
    private final Map<Claim, Digest> claims = new HashMap<>();
    private final Map<Long, Guest> guests = new HashMap<>();
    private long linkIds;

    VirtualFederation(int members, long seed, String encodingName, int plannedSlots) {
        this(Setup.of(members, seed, encodingName, plannedSlots));
    }

    VirtualFederation(Setup setup) {
        this(setup, 0);
    }

    /** A federation whose clock begins at this time. */
    VirtualFederation(Setup setup, long originNanos) {
        this(setup, originNanos, 0);
    }

    /** A federation whose first slot waits for sums of so many words. */
    VirtualFederation(Setup setup, long originNanos, int sums) {
        this.setup = setup;
        this.time = new VirtualTime(originNanos);
        random = new SplittableRandom(setup.seed());
        encoding = DeltaEncoding.ofName(setup.encoding()).orElseThrow();
        genesis = new float[setup.dimension()];
        for (int k = 0; k < genesis.length; k++) {
            genesis[k] = (float) (random.nextDouble() - 0.5);
        }
        books = new Bookkeeper(genesis);
        List<Identity> identities = new ArrayList<>();
        List<Member> founders = new ArrayList<>();
        for (int m = 0; m < setup.members(); m++) {
            Identity identity = identity();
            identities.add(identity);
            int rows = setup.rows().get(m % setup.rows().size());
            founders.add(new Member(identity.publicIdentity(), "Hospital " + m, rows));
        }
        charter = new SignedCharter(("seed " + setup.seed()).getBytes(UTF_8), Map.of());
        founding = Roster.founding(charter.federation(), setup.quorum(), founders);
        codec = new FrameCodec(charter.federation());
        durable = new DurableCodec(charter.federation(), setup.dimension());
        settings = new GossipSettings(
                        genesis,
                        encoding,
                        setup.fanout(),
                        0f,
                        STEPS,
                        setup.plannedSlots(),
                        0,
                        setup.startMembers(),
                        1e6,
                        LivenessSettings.defaults(),
                        setup.consolidateEvery(),
                        List.of(),
                        0)
                .summing(sums);
        for (Identity identity : identities) {
            add(identity, founding);
        }
    }

    /** A further member, whose roster is what it was told. */
    Node add(Identity identity, List<RosterEntry> log) {
        Roster roster = founding;
        for (RosterEntry entry : log) {
            roster = roster.extend(entry).roster();
        }
        return add(identity, roster);
    }

    private Node add(Identity identity, Roster roster) {
        Node node = new Node(identity, roster);
        nodes.add(node);
        books.gained(Bookkeeper.widened(genesis));
        return node;
    }

    /** A fresh identity of this federation's seed. */
    Identity identity() {
        return Identity.fromSeeds(bytes(), bytes());
    }

    /** One member: its engine, its disk, its links. */
    final class Node {
        final Identity identity;
        final PeerId id;
        GossipEngine engine;
        Roster roster;
        final Map<Long, Node> links = new TreeMap<>();
        final List<Report> reports = new ArrayList<>();
        boolean up;
        /** By the engine alone, while it took frames. */
        long allocatedOnFrames;

        /** How long a full training takes; 0 for a random time of at most 20 ms that stops at once. */
        long trainingNanos;
        /** What this member's hold-out says of a model; null when it judges none. */
        @Nullable
        Function<float[], long[]> holdout;
        /** Terms given, as far as they reached the disk. */
        final List<JournalRecord.TermGiven> termsGiven = new ArrayList<>();
        /** When this member published each slot. */
        final TreeMap<Integer, Long> publishedAt = new TreeMap<>();
        /** Consolidated models on its disk. */
        final Map<Digest, float[]> models = new TreeMap<>();
        /** Their certificates by index. */
        final Map<Integer, ModelCertificate> certificates = new TreeMap<>();
        /** What every training that was published came to, in order. */
        final List<float[]> displacements = new ArrayList<>();

        private final ArrayDeque<Effect> writing = new ArrayDeque<>();
        private final List<JournalRecord> journal = new ArrayList<>();
        private final Map<Long, double[]> injectedBy = new TreeMap<>();
        private final List<Booked> booked = new ArrayList<>();
        private final List<double[]> injected = new ArrayList<>();

        private @Nullable Checkpoint checkpoint;

        private long checkpointToken;
        private long diskFreeAtNanos = Long.MIN_VALUE;
        private float[] lastDisplacement = new float[setup.dimension()];
        private long training;
        private long firstLife = 1;
        private long timers;
        private int epoch;

        Node(Identity identity, Roster roster) {
            this.identity = identity;
            this.id = identity.peerId();
            this.roster = roster;
            this.engine = GossipEngine.fresh(identity, charter, roster, settings, firstLife);
        }

        int slot() {
            return status().slot();
        }

        EngineStatus status() {
            return engine.status(time.now());
        }

        <R extends Report> List<R> reports(Class<R> kind) {
            return reports.stream().filter(kind::isInstance).map(kind::cast).toList();
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
            int lost = (int) writing.stream()
                    .filter(Effect.AppendJournal.class::isInstance)
                    .count();
            forget(booked.size() - lost, injected.size() - injectedBy.size());
            writing.clear();
            injectedBy.clear();
            recover();
            List.copyOf(links.keySet()).forEach(VirtualFederation.this::breakLink);
        }

        private void forget(int records, int injections) {
            List<Booked> lost = booked.subList(records, booked.size());
            for (int k = lost.size() - 1; k >= 0; k--) {
                books.undo(lost.get(k));
            }
            lost.clear();
            List<double[]> lostWork = injected.subList(injections, injected.size());
            lostWork.forEach(books::lost);
            lostWork.clear();
        }

        private void recover() {
            Checkpoint last = checkpoint;
            engine = last == null
                    ? GossipEngine.fresh(identity, charter, roster, settings, firstLife)
                    : new EngineMaker(charter)
                            .recovered(
                                    identity,
                                    roster,
                                    settings,
                                    new EngineMaker.Past(last, journal, List.copyOf(models.values())));
        }

        boolean diskAtRest() {
            return writing.isEmpty();
        }

        /** The process dies and so does its disk; only the identity is left. */
        void loseDisk(long nextLife) {
            crash();
            books.lost(Bookkeeper.widened(engine.parameters()));
            books.gained(Bookkeeper.widened(genesis));
            booked.clear();
            injected.clear();
            checkpoint = null;
            journal.clear();
            models.clear();
            firstLife = nextLife;
            recover();
        }

        /** What is on the disk now. */
        Backup backup() {
            assertThat(writing).as("the disk is at rest").isEmpty();
            return new Backup(checkpoint, List.copyOf(journal), booked.size(), injected.size());
        }

        /** Somebody puts an old copy of the disk in place of the disk. */
        void restore(Backup backup) {
            crash();
            forget(backup.booked(), backup.injected());
            checkpoint = backup.checkpoint();
            journal.clear();
            journal.addAll(backup.journal());
            recover();
        }

        /** The oldest write reached the disk. */
        private long durable(Effect effect) {
            if (effect instanceof Effect.SaveCheckpoint save) {
                checkpoint = throughBytes(save.checkpoint());
                journal.clear();
                injectedBy.remove(save.token());
                return save.token();
            }
            Effect.AppendJournal append = (Effect.AppendJournal) effect;
            journal.add(throughBytes(append.record()));
            if (append.record() instanceof JournalRecord.TermGiven term) {
                termsGiven.add(term);
            }
            return append.token();
        }

        private Checkpoint throughBytes(Checkpoint saved) {
            try {
                return durable.decodeCheckpoint(durable.encode(saved));
            } catch (DurableFormatException e) {
                throw new AssertionError(e);
            }
        }

        private JournalRecord throughBytes(JournalRecord record) {
            try {
                return durable.decodeRecord(durable.encode(record));
            } catch (DurableFormatException e) {
                throw new AssertionError(e);
            }
        }

        void step(Event event) {
            boolean frame = event instanceof Event.FrameArrived;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            engine.step(time.now(), event, effect -> {
                long from = THREADS.getCurrentThreadAllocatedBytes();
                effect.handle(new Doing(this));
                allocatedOnFrames -= frame ? THREADS.getCurrentThreadAllocatedBytes() - from : 0;
            });
            allocatedOnFrames += frame ? THREADS.getCurrentThreadAllocatedBytes() - before : 0;
            books.check(nodes.stream().map(node -> node.engine.parameters()).toList(), time.now() / MILLI);
        }

        /** Lets the engine go on as another life at this slot, as if peers had told it so. */
        void claim(int slot) {
            engine.outbox().open(effect -> effect.handle(new Doing(this)));
            engine.beginNewLife(engine.ledger().life(), slot);
            engine.outbox().close();
        }

        private void inject(double[] vector) {
            injectedBy.put(checkpointToken, vector);
            injected.add(vector);
            books.gained(vector);
        }
    }

    /** A copy of a member's disk. */
    record Backup(@Nullable Checkpoint checkpoint, List<JournalRecord> journal, int booked, int injected) {}

    void connect(Node a, Node b) {
        boolean already = a.links.containsValue(b);
        if (a.up && b.up && !already) {
            long link = ++linkIds;
            a.links.put(link, b);
            b.links.put(link, a);
            a.step(new Event.LinkUp(link, b.id, true));
            b.step(new Event.LinkUp(link, a.id, false));
        }
    }

    /** Somebody who is no engine dials a member; the link's id. */
    long connect(Guest guest, Node node) {
        long link = ++linkIds;
        guests.put(link, guest);
        node.step(new Event.LinkUp(link, guest.id(), false));
        return link;
    }

    /** A guest says something. */
    void say(long link, Node to, byte[] frame) {
        at(MILLI, () -> {
            if (to.up && guests.containsKey(link)) {
                to.step(new Event.FrameArrived(link, frame, NOON));
            }
        });
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

    void disconnect(Node a, Node b) {
        a.links.entrySet().stream()
                .filter(entry -> entry.getValue() == b)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::breakLink);
    }

    void breakLink(long link) {
        Guest guest = guests.remove(link);
        if (guest != null) {
            guest.linkClosed(link);
        }
        for (Node node : List.copyOf(nodes)) {
            if ((node.links.remove(link) != null || guest != null) && node.up) {
                node.step(new Event.LinkDown(link));
            }
        }
    }

    void at(long delayNanos, Runnable action) {
        time.after(delayNanos, action);
    }

    long now() {
        return time.now();
    }

    /** Runs everything that is due within so many nanoseconds. */
    void run(long nanos) {
        time.run(nanos);
    }

    double nextDouble() {
        return random.nextDouble();
    }

    Node node(PeerId id) {
        return nodes.stream().filter(node -> node.id.equals(id)).findFirst().orElseThrow();
    }

    /** Members in the order of their ids: the earlier of two opens their transactions. */
    List<Node> byId() {
        return nodes.stream().sorted(Comparator.comparing(node -> node.id)).toList();
    }

    GossipSettings settings() {
        return settings;
    }

    FrameCodec codec() {
        return codec;
    }

    int openHalves() {
        return books.openHalves();
    }

    int flows() {
        return books.finished();
    }

    /** The mean of all members' parameters. */
    double[] mean() {
        double[] mean = new double[genesis.length];
        for (Node node : nodes) {
            float[] x = node.engine.parameters();
            for (int k = 0; k < mean.length; k++) {
                mean[k] += x[k] / (double) nodes.size();
            }
        }
        return mean;
    }

    /** Largest relative distance of a member from the mean. */
    double disagreement() {
        return distances().max().orElseThrow();
    }

    /** Root mean square of the relative distances from the mean. */
    double consensusDistance() {
        return Math.sqrt(distances().map(d -> d * d).average().orElseThrow());
    }

    private DoubleStream distances() {
        double[] mean = mean();
        return nodes.stream().mapToDouble(node -> {
            double[] d = Bookkeeper.widened(node.engine.parameters());
            for (int k = 0; k < d.length; k++) {
                d[k] -= mean[k];
            }
            return Bookkeeper.norm(d) / Bookkeeper.norm(mean);
        });
    }

    private byte[] bytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    /** I13: nobody who runs this code ever shows others two snapshots of one life and slot. */
    private void checkHonest(Node node, byte[] frame) {
        if (frame[2] != ANNOUNCE) {
            return;
        }
        Message message = codec.decode(frame).message().orElseThrow();
        if (message instanceof Announce announce) {
            SnapshotHeader header = announce.header().header();
            assertThat(header.member()).isEqualTo(node.id);
            Digest before = claims.putIfAbsent(new Claim(header.member(), header.life(), header.slot()), header.root());
            assertThat(before == null || before.equals(header.root()))
                    .as("%s signed two snapshots of life %d, slot %d", node.id, header.life(), header.slot())
                    .isTrue();
        }
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
            Guest guest = guests.get(link);
            Node to = node.links.get(link);
            if (guest != null) {
                taps.forEach(tap -> tap.sent(node, guest.id(), link, frame));
                at(MILLI, () -> guest.frameArrived(link, frame));
                return;
            }
            if (to == null) {
                return;
            }
            taps.forEach(tap -> tap.sent(node, to.id, link, frame));
            if (random.nextDouble() < weather.loss()) {
                return;
            }
            int copies = random.nextDouble() < weather.duplication() ? 2 : 1;
            for (int c = 0; c < copies; c++) {
                long delay =
                        weather.loss() == 0 ? weather.mostDelayNanos() : 1 + random.nextLong(weather.mostDelayNanos());
                at(delay + frame.length * nanosPerByte, () -> {
                    if (to.up && to.links.containsKey(link)) {
                        checkHonest(node, frame);
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
        public void openLink(Effect.OpenLink effect) {
            at(
                    MILLI,
                    () -> nodes.stream()
                            .filter(other -> other.id.equals(effect.peer()))
                            .forEach(other -> connect(node, other)));
        }

        @Override
        public void closeLink(Effect.CloseLink effect) {
            later(2 * MILLI, () -> breakLink(effect.link()));
        }

        @Override
        public void train(Effect.Train effect) {
            float[] d = new float[setup.dimension()];
            for (int k = 0; k < d.length; k++) {
                d[k] = (float) (stride * (random.nextDouble() - 0.5));
            }
            long took = node.trainingNanos > 0 ? node.trainingNanos : 1 + random.nextLong(20 * MILLI);
            node.training = effect.training();
            later(took, () -> trained(effect.training(), d, effect.steps()));
        }

        /** A training that is stopped ends with its batch, with what it has. */
        @Override
        public void stopTraining(Effect.StopTraining effect) {
            long batch = Math.max(1, node.trainingNanos / STEPS);
            later(batch, () -> trained(effect.training(), new float[setup.dimension()], 0));
        }

        private void trained(long training, float[] displacement, int steps) {
            if (training == node.training) {
                node.training = 0;
                node.lastDisplacement = displacement;
                node.step(new Event.DisplacementReady(training, displacement, steps));
            }
        }

        @Override
        public void saveCheckpoint(Effect.SaveCheckpoint effect) {
            node.checkpointToken = effect.token();
            effect.checkpoint().latest().ifPresent(books::published);
            write(effect);
        }

        @Override
        public void appendJournal(Effect.AppendJournal effect) {
            JournalRecord record = effect.record();
            recorders.forEach(recorder -> recorder.accept(node, record));
            boolean answering = record instanceof JournalRecord.Answered;
            long life = answering
                    ? node.engine.exchanges().lifeOf(record.peer())
                    : node.engine.ledger().life();
            Booked booked = new Booked(node.id, record, life);
            node.booked.add(booked);
            books.book(booked);
            write(effect);
        }

        private void write(Effect effect) {
            node.writing.add(effect);
            node.diskFreeAtNanos = Math.max(node.diskFreeAtNanos, time.now()) + random.nextLong(2 * MILLI);
            later(node.diskFreeAtNanos - time.now(), () -> {
                long token = node.durable(node.writing.remove());
                node.step(new Event.Persisted(token));
            });
        }

        @Override
        public void rosterChanged(Effect.RosterChanged effect) {
            node.roster = effect.roster();
        }

        @Override
        public void releaseModel(Effect.ReleaseModel effect) {
            node.models.put(effect.certificate().model(), effect.parameters());
            node.certificates.put(effect.certificate().index(), effect.certificate());
            books.released(effect.certificate().model(), effect.parameters());
        }

        @Override
        public void dial(Effect.Dial effect) {}

        @Override
        public void setTimer(Effect.SetTimer effect) {
            long timer = ++node.timers;
            later(Math.max(1, effect.atNanos() - time.now()), () -> {
                if (timer == node.timers) {
                    node.step(new Event.TimerDue());
                }
            });
        }

        @Override
        public void judge(Effect.Judge effect) {
            Function<float[], long[]> holdout = node.holdout;
            if (holdout != null) {
                long[] words = holdout.apply(effect.parameters());
                later(5 * MILLI, () -> node.step(new Event.Judged(effect.model(), words)));
            }
        }

        @Override
        public void tell(Effect.Tell effect) {
            node.reports.add(effect.report());
            if (effect.report() instanceof Report.Published published) {
                node.publishedAt.put(published.slot(), time.now());
                if (published.stepsDone() > 0) {
                    node.displacements.add(node.lastDisplacement);
                    node.inject(step(node.lastDisplacement));
                }
            } else if (effect.report() instanceof Report.StartedFrom
                    || effect.report() instanceof Report.StartedFromModel) {
                double[] gained = Bookkeeper.widened(node.engine.parameters());
                for (int k = 0; k < gained.length; k++) {
                    gained[k] -= genesis[k];
                }
                node.inject(gained);
            }
        }

        private double[] step(float[] displacement) {
            float[] x = new float[displacement.length];
            OuterStep.apply(x, new float[x.length], displacement, 0f, shareOf(node));
            return Bookkeeper.widened(x);
        }
    }

    /** A member's share of the rows, by its own roster. */
    static float shareOf(Node node) {
        double mean =
                node.roster.members().stream().mapToInt(Member::rows).average().orElseThrow();
        return OuterStep.share(node.roster.member(node.id).orElseThrow().rows(), mean);
    }

    /** True when both hold the same bits. */
    static boolean same(float[] a, float[] b) {
        return Arrays.equals(a, b);
    }
}
