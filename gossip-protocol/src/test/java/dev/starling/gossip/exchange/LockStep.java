package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.consolidation.Ballots;
import dev.starling.gossip.encoding.Float32Encoding;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SnapshotHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Members that publish their slots in step, with the production exchange and nothing else: no engine, no pacing, no
 * signatures. A test decides which messages are how many slots late.
 */
final class LockStep {
    private static final Digest FEDERATION = Digest.of(new byte[] {1});

    /** How many slots late a message arrives. */
    interface Lateness {
        int of(Message message);
    }

    /** What is told of a run, in the order in which it happened. */
    interface Chronicle {
        default void stepped(int member, float[] displacement) {}

        default void published(int member, Snapshot snapshot) {}

        default void recorded(int member, JournalRecord record) {}
    }

    private record Flying(Member from, Member to, Message message) {}

    final List<Member> members = new ArrayList<>();
    private final int fanout;
    private final Lateness lateness;
    private final Chronicle chronicle;
    private final SplittableRandom random;
    private final TreeMap<Integer, ArrayDeque<Flying>> flying = new TreeMap<>();
    private int slot;

    /**
     * @param fanout neighbours s of a member: even, or one less than the number of members for a mesh
     */
    LockStep(int size, int fanout, long seed, Lateness lateness, Chronicle chronicle) {
        this.fanout = fanout;
        this.lateness = lateness;
        this.chronicle = chronicle;
        this.random = new SplittableRandom(seed);
        List<PeerId> ids = IntStream.range(0, size)
                .mapToObj(k -> new PeerId(Digest.of(new byte[] {(byte) k, (byte) (k >> 8), 7})))
                .sorted()
                .toList();
        for (int k = 0; k < size; k++) {
            members.add(new Member(k, ids.get(k)));
        }
        members.forEach(a -> members.forEach(b -> {
            if (a != b) {
                a.exchanges.noteLife(b.id, 1);
            }
        }));
    }

    /** One member's exchange. */
    final class Member implements ExchangePort {
        final int index;
        final PeerId id;
        final Ledger ledger;
        private final Exchanges exchanges;
        private List<PeerId> neighbours = List.of();

        Member(int index, PeerId id) {
            this.index = index;
            this.id = id;
            this.ledger =
                    new Ledger(new Parameters(Float32Encoding.INSTANCE, new float[2]), Ballots.none(FEDERATION), 1);
            this.exchanges = new Exchanges(id, ledger, this, 1e30);
        }

        float[] x() {
            return ledger.parameters().copy();
        }

        void step(float... displacement) {
            chronicle.stepped(index, displacement);
            ledger.parameters().step(displacement, 0f, 1f);
        }

        private void publish(List<PeerId> mine) {
            neighbours = mine;
            byte[] body = ledger.parameters().encode(0, mine.size()).body();
            SnapshotHeader header = new SnapshotHeader(
                    id,
                    1,
                    slot,
                    0,
                    FEDERATION,
                    mine.size() + ledger.openTransactions(),
                    ledger.parameters().baseHash(),
                    Float32Encoding.INSTANCE.code(),
                    body.length,
                    100,
                    1,
                    Snapshot.rootOf(id, 1, slot, body),
                    List.of());
            SignedHeader signed =
                    new SignedHeader(header, header.toString().getBytes(StandardCharsets.UTF_8), new byte[64]);
            Snapshot snapshot = new Snapshot(signed, body);
            chronicle.published(index, snapshot);
            exchanges.published(slot, snapshot, 0);
            mine.forEach(peer -> send(peer, new Announce(signed)));
        }

        private void hear(PeerId from, Message message) {
            new Hearing(from, header -> exchanges.headerArrived(header, 0), exchanges).hear(message);
        }

        @Override
        public void send(PeerId peer, Message message) {
            int due = slot + lateness.of(message);
            flying.computeIfAbsent(due, k -> new ArrayDeque<>()).add(new Flying(this, member(peer), message));
        }

        @Override
        public void stream(PeerId peer, Snapshot snapshot, int first, int count) {
            send(peer, new Slice(snapshot.root(), 0, snapshot.body()));
        }

        @Override
        public void record(JournalRecord record) {
            ledger.apply(record);
            chronicle.recorded(index, record);
        }

        @Override
        public boolean linked(PeerId peer) {
            return true;
        }

        @Override
        public boolean mayStart(PeerId peer) {
            return true;
        }

        @Override
        public boolean neighbour(PeerId peer) {
            return neighbours.contains(peer);
        }

        @Override
        public boolean scheduled(PeerId peer, int ofSlot) {
            return true;
        }

        @Override
        public void verdict(PeerId peer, Verdict verdict) {
            for (Reason reason : Reason.values()) {
                if (!reason.blameless() && verdict.equals(Verdict.reject(reason))) {
                    throw new AssertionError("an honest member is blamed: " + verdict);
                }
            }
        }

        @Override
        public void exchanged(PeerId peer, long nanos) {}

        @Override
        public void arrived(Snapshot snapshot) {}

        @Override
        public void fetched(PeerId peer, Snapshot snapshot) {}

        @Override
        public void rolledBack(PeerId peer) {
            throw new AssertionError("nobody lost anything");
        }

        @Override
        public void quarantined(PeerId peer, Grounds grounds) {
            throw new AssertionError("an honest member is quarantined: " + grounds);
        }
    }

    Member member(PeerId id) {
        return members.stream().filter(m -> m.id.equals(id)).findFirst().orElseThrow();
    }

    /** All publish, then everything that is due arrives, and whatever that brings about. */
    void slot() {
        slot++;
        Map<PeerId, List<PeerId>> neighbours = neighbours();
        members.forEach(member -> member.publish(Objects.requireNonNull(neighbours.get(member.id))));
        while (!flying.isEmpty() && flying.firstKey() <= slot) {
            ArrayDeque<Flying> due = flying.firstEntry().getValue();
            if (due.isEmpty()) {
                flying.pollFirstEntry();
            } else {
                Flying next = due.remove();
                next.to().hear(next.from().id, next.message());
            }
        }
    }

    private Map<PeerId, List<PeerId>> neighbours() {
        Map<PeerId, List<PeerId>> neighbours = new TreeMap<>();
        members.forEach(member -> neighbours.put(member.id, new ArrayList<>()));
        boolean mesh = fanout >= members.size() - 1;
        for (int[] edge : mesh ? meshOf(members.size()) : cyclesOf(members.size(), fanout / 2, random)) {
            PeerId a = members.get(edge[0]).id;
            PeerId b = members.get(edge[1]).id;
            List<PeerId> ofA = Objects.requireNonNull(neighbours.get(a));
            if (!ofA.contains(b)) {
                ofA.add(b);
                Objects.requireNonNull(neighbours.get(b)).add(a);
            }
        }
        neighbours.values().forEach(list -> list.sort(Comparator.naturalOrder()));
        return neighbours;
    }

    /** Every pair, the lower first. */
    static List<int[]> meshOf(int size) {
        List<int[]> edges = new ArrayList<>();
        for (int a = 0; a < size; a++) {
            for (int b = a + 1; b < size; b++) {
                edges.add(new int[] {a, b});
            }
        }
        return edges;
    }

    /** A union of random Hamiltonian cycles, the lower end of each edge first. */
    static List<int[]> cyclesOf(int size, int cycles, SplittableRandom random) {
        List<int[]> edges = new ArrayList<>();
        for (int c = 0; c < cycles; c++) {
            int[] order = IntStream.range(0, size).toArray();
            for (int k = size - 1; k > 0; k--) {
                int other = random.nextInt(k + 1);
                int swap = order[k];
                order[k] = order[other];
                order[other] = swap;
            }
            for (int k = 0; k < size; k++) {
                int a = order[k];
                int b = order[(k + 1) % size];
                edges.add(new int[] {Math.min(a, b), Math.max(a, b)});
            }
        }
        return edges;
    }

    /** Sum over members of the squared distance from the mean. */
    double disagreement() {
        double[] mean = new double[2];
        members.forEach(m -> {
            for (int k = 0; k < 2; k++) {
                mean[k] += m.x()[k] / members.size();
            }
        });
        double sum = 0;
        for (Member m : members) {
            for (int k = 0; k < 2; k++) {
                sum += (m.x()[k] - mean[k]) * (m.x()[k] - mean[k]);
            }
        }
        return sum;
    }
}
