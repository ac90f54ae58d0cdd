package dev.starling.gossip.consolidation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.VirtualTime;
import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.message.Participant;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Members that agree on model after model, and nothing else: on virtual time, with slow disks, a bad network, crashes that
 * forget what was not durable, and cuts. A signature is a hash that anybody could make and nobody here makes for another.
 * Every certificate and every signature that leaves a member is remembered, so that a contradiction is found at once.
 */
final class Electorate {
    static final long MILLI = 1_000_000L;
    static final int EVERY = 5;
    private static final Digest GENESIS = Digest.of(new byte[] {7});

    /** What a voter says of one attempt. */
    private record Claim(PeerId voter, int index, int attempt, boolean ofModel) {}

    final List<Voter> voters = new ArrayList<>();
    final Map<Integer, ModelCertificate> certified = new TreeMap<>();
    double loss;
    double duplication;
    long mostDelayNanos = MILLI;
    int failedAttempts;

    private final SplittableRandom random;
    private final Roster roster;
    private final VirtualTime time = new VirtualTime();
    private final Map<Claim, Digest> claims = new HashMap<>();
    private Set<Voter> cutOff = Set.of();

    Electorate(int members, long seed) {
        random = new SplittableRandom(seed);
        Digest federation =
                Digest.of(new byte[] {1}, ByteBuffer.allocate(8).putLong(seed).array());
        List<Member> founders = new ArrayList<>();
        for (int k = 0; k < members; k++) {
            Identity identity = Identity.fromSeeds(bytes(), bytes());
            founders.add(new Member(identity.publicIdentity(), "Hospital " + k, 100));
        }
        roster = Roster.founding(federation, 1, founders);
        founders.forEach(founder -> voters.add(new Voter(founder.id())));
    }

    /** One member: what it holds, its disk, its process. */
    final class Voter implements AgreementPort {
        final PeerId id;
        boolean up = true;
        Ballots ballots;
        final Map<Integer, Digest> decided = new TreeMap<>();
        private Agreement agreement;
        private AgreementState checkpoint = AgreementState.none();
        private final List<JournalRecord> journal = new ArrayList<>();
        private final ArrayDeque<Runnable> writing = new ArrayDeque<>();
        private final Set<Digest> bodies = new HashSet<>();
        private Optional<Snapshot> latest = Optional.empty();
        /** What the checkpoint holds as the latest. */
        private Optional<Snapshot> published = Optional.empty();

        private long life = 1;
        private int epoch;
        private long wakeAtNanos = Long.MAX_VALUE;

        Voter(PeerId id) {
            this.id = id;
            this.ballots = new Ballots(id, EVERY, GENESIS, roster.federation());
            this.agreement = new Agreement(id, ballots, this, Electorate::holds);
        }

        int index() {
            return ballots.index();
        }

        /** Publishes this slot; the checkpoint is durable a moment later, and only then anybody hears of it. */
        void publish(int slot) {
            if (up) {
                Snapshot snapshot = snapshotOf(id, life, slot);
                latest = Optional.of(snapshot);
                bodies.add(snapshot.root());
                ballots.published(snapshot);
                AgreementState state = ballots.state();
                write(() -> {
                    checkpoint = state;
                    published = Optional.of(snapshot);
                    journal.clear();
                });
                agreement.due(time.now());
                wake();
            }
        }

        /** The process dies: what was not durable is gone. */
        void crash() {
            if (up) {
                up = false;
                epoch++;
                for (int k = random.nextInt(writing.size() + 1); k > 0; k--) {
                    writing.remove().run();
                }
                writing.clear();
                bodies.clear();
            }
        }

        /** The disk is gone, too; peers tell it that it lived before. */
        void loseDisk() {
            crash();
            checkpoint = AgreementState.none();
            published = Optional.empty();
            journal.clear();
            life++;
        }

        void restart() {
            if (!up) {
                up = true;
                ballots = new Ballots(id, EVERY, GENESIS, roster.federation());
                ballots.restore(checkpoint);
                latest = published;
                journal.forEach(this::apply);
                latest.ifPresent(snapshot -> bodies.add(snapshot.root()));
                ballots.retained().ifPresent(snapshot -> bodies.add(snapshot.root()));
                agreement = new Agreement(id, ballots, this, Electorate::holds);
                if (life > 1) {
                    record(new JournalRecord.Silenced(id, life));
                }
                agreement.due(time.now());
                voters.forEach(other -> agreement.ask(other.id));
                wake();
            }
        }

        private void apply(JournalRecord record) {
            if (record instanceof JournalRecord.ListSigned r) {
                ballots.apply(r);
            } else if (record instanceof JournalRecord.ModelSigned r) {
                ballots.apply(r);
            } else if (record instanceof JournalRecord.Consolidated r) {
                ballots.apply(r, latest);
            } else if (record instanceof JournalRecord.Silenced r) {
                ballots.apply(r);
            }
        }

        private void write(Runnable durable) {
            writing.add(durable);
            int mine = epoch;
            at(random.nextLong(2 * MILLI), () -> {
                if (up && epoch == mine) {
                    writing.remove().run();
                }
            });
        }

        /** Behind everything that is not durable yet. */
        private void whenDurable(Runnable action) {
            if (writing.isEmpty()) {
                action.run();
            } else {
                write(action);
            }
        }

        private void hear(Voter from, Body body) {
            if (body instanceof Body.ConsolidationStatus status) {
                agreement.status(from.id, status, time.now());
            } else if (body instanceof Body.ListProposal proposal) {
                agreement.proposal(from.id, proposal, time.now());
            } else if (body instanceof Body.ConsolidationVote vote) {
                agreement.vote(from.id, vote, time.now());
            } else if (body instanceof Body.Consolidated consolidated) {
                agreement.consolidated(consolidated, time.now());
            }
            wake();
        }

        private void wake() {
            long due = agreement.nextDueNanos(time.now());
            if (due < wakeAtNanos || wakeAtNanos <= time.now()) {
                wakeAtNanos = due;
                int mine = epoch;
                if (due != Long.MAX_VALUE) {
                    at(Math.max(1, due - time.now()), () -> {
                        if (up && epoch == mine) {
                            wakeAtNanos = Long.MAX_VALUE;
                            agreement.timerDue(time.now());
                            wake();
                        }
                    });
                }
            }
        }

        @Override
        public void send(PeerId peer, Body body) {
            int mine = epoch;
            whenDurable(() -> {
                if (up && epoch == mine) {
                    check(this, body);
                    deliver(this, voter(peer), body);
                }
            });
        }

        @Override
        public void broadcast(Body body) {
            voters.stream().filter(v -> v != this).forEach(v -> send(v.id, body));
        }

        @Override
        public void record(JournalRecord record) {
            apply(record);
            write(() -> journal.add(record));
        }

        @Override
        public byte[] sign(Statement statement) {
            return signatureOf(statement, id);
        }

        @Override
        public Roster roster() {
            return roster;
        }

        @Override
        public Optional<Roster> rosterAt(Digest head) {
            return roster.at(head);
        }

        @Override
        public boolean present(PeerId peer) {
            Voter other = voter(peer);
            return other.up && linked(this, other);
        }

        /** Fetches from whoever has a body and can be reached, after a while. */
        @Override
        public void compute(ModelList list) {
            int mine = epoch;
            at(1 + random.nextLong(3 * mostDelayNanos), () -> {
                if (up && epoch == mine && list.index() == ballots.index()) {
                    for (Participant participant : list.participants()) {
                        voters.stream()
                                .filter(v -> v.up && linked(this, v) && v.bodies.contains(participant.root()))
                                .findFirst()
                                .ifPresent(v -> bodies.add(participant.root()));
                    }
                    boolean all = list.participants().stream().allMatch(p -> bodies.contains(p.root()));
                    if (all) {
                        agreement.computed(list.hash(), meanOf(list), time.now());
                        wake();
                    } else {
                        compute(list);
                    }
                }
            });
        }

        @Override
        public void certified(ModelList list) {}

        @Override
        public long readyNanos() {
            return 20 * MILLI;
        }

        @Override
        public long patienceNanos() {
            return 60 * MILLI;
        }

        @Override
        public void decided(ModelCertificate certificate) {
            see(certificate);
            decided.put(certificate.index(), certificate.model());
        }

        @Override
        public void attemptFailed(int index, int attempt, String why) {
            failedAttempts++;
        }

        @Override
        public void contradicted(PeerId peer) {
            throw new AssertionError(peer + " is honest, yet it signed twice");
        }
    }

    /** The members of these numbers reach each other, the others reach each other, and nobody anybody else. */
    void cut(Integer... numbers) {
        Set<Voter> side = new HashSet<>();
        Arrays.stream(numbers).forEach(k -> side.add(voters.get(k)));
        cutOff = side;
    }

    void heal() {
        cutOff = Set.of();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    void at(long delayNanos, Runnable action) {
        time.after(delayNanos, action);
    }

    void run(long nanos) {
        time.run(nanos);
    }

    /** Members that are there publish this slot, within some milliseconds. */
    void slot(int slot) {
        voters.forEach(voter -> at(random.nextLong(10 * MILLI), () -> voter.publish(slot)));
    }

    private boolean linked(Voter a, Voter b) {
        return cutOff.contains(a) == cutOff.contains(b);
    }

    private Voter voter(PeerId id) {
        return voters.stream().filter(v -> v.id.equals(id)).findFirst().orElseThrow();
    }

    private void deliver(Voter from, Voter to, Body body) {
        if (random.nextDouble() < loss) {
            return;
        }
        for (int copies = random.nextDouble() < duplication ? 2 : 1; copies > 0; copies--) {
            at(1 + random.nextLong(mostDelayNanos), () -> {
                if (to.up && linked(from, to)) {
                    to.hear(from, body);
                }
            });
        }
    }

    /** No voter ever signs two lists, or two models, in one attempt. */
    private void check(Voter from, Body body) {
        if (body instanceof Body.ConsolidationVote vote) {
            Claim claim = new Claim(
                    from.id, vote.index(), vote.attempt(), vote.model().isPresent());
            Digest before = claims.putIfAbsent(claim, vote.list());
            assertThat(before == null || before.equals(vote.list()))
                    .as("two votes: %s", claim)
                    .isTrue();
        } else if (body instanceof Body.Consolidated consolidated) {
            see(consolidated.certificate());
        }
    }

    /** No index is ever decided twice, and what is decided can be verified with the roster alone. */
    private void see(ModelCertificate certificate) {
        ModelCertificate before = certified.putIfAbsent(certificate.index(), certificate);
        if (before == null) {
            assertThat(Certificates.holds(certificate, roster, Electorate::holds))
                    .isTrue();
            assertThat(certificate.model()).isEqualTo(meanOf(certificate.list()));
        } else {
            assertThat(certificate.list())
                    .as("list of index " + certificate.index())
                    .isEqualTo(before.list());
            assertThat(certificate.model()).isEqualTo(before.model());
        }
    }

    private byte[] bytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Stands for the mean: follows from the list alone. */
    private static Digest meanOf(ModelList list) {
        return Digest.of(list.hash().bytes());
    }

    static boolean holds(Statement statement, Member member, byte[] signature) {
        return Arrays.equals(signature, signatureOf(statement, member.id()));
    }

    static byte[] signatureOf(Statement statement, PeerId signer) {
        byte[] half = Digest.of(statement.bytes(), signer.digest().bytes()).bytes();
        return Arrays.copyOf(half, 64);
    }

    private static Snapshot snapshotOf(PeerId id, long life, int slot) {
        byte[] body = {(byte) slot};
        Digest root = Snapshot.rootOf(id, life, slot, body);
        SnapshotHeader header = new SnapshotHeader(id, life, slot, 0, GENESIS, 0, GENESIS, 1, 1, 1, 1, root, List.of());
        return new Snapshot(new SignedHeader(header, new byte[0], new byte[0]), body);
    }
}
