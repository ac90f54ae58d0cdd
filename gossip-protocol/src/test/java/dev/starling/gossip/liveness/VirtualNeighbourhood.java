package dev.starling.gossip.liveness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.VirtualTime;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Ping;
import dev.starling.gossip.message.Pong;
import dev.starling.gossip.message.ProbeFor;
import dev.starling.gossip.message.Probed;
import dev.starling.gossip.message.SignedClaim;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Failure detectors of many members on a virtual clock in one thread, all linked with all, and nothing else: no exchange
 * brings contact. Links lose frames; members die, pause and come back. Signatures are a hash: who signed what is all that
 * matters here.
 */
final class VirtualNeighbourhood {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1000 * MILLI;

    /** A change of opinion, or an accusation that the accused heard. */
    record Seen(long atNanos, int by, int about, Liveness held, Claim why) {}

    final List<Node> nodes = new ArrayList<>();
    final Roster roster;
    final List<Seen> changes = new ArrayList<>();
    final List<Seen> heardByAccused = new ArrayList<>();
    final LivenessSettings settings = LivenessSettings.defaults();
    final SplittableRandom random;
    double loss;
    long mostDelayNanos = 5 * MILLI;
    /** Whether a frame from one member may reach another. */
    BiPredicate<Node, Node> reaches = (from, to) -> true;

    long frames;
    private final Rules rules;
    private final VirtualTime time = new VirtualTime();

    VirtualNeighbourhood(int members, long seed, Rules rules) {
        this.random = new SplittableRandom(seed);
        this.rules = rules;
        List<Member> founders = IntStream.range(0, members)
                .mapToObj(k -> Identity.fromSeeds(seed(seed, k), seed(seed, k)).publicIdentity())
                .map(identity -> new Member(identity, "site", 100))
                .toList();
        roster = Roster.founding(Digest.of(seed(seed, -1)), 1, founders);
        for (int k = 0; k < members; k++) {
            nodes.add(new Node(k));
        }
    }

    private static byte[] seed(long seed, int k) {
        return ByteBuffer.allocate(32).putLong(seed).putInt(k).array();
    }

    /** One member. */
    final class Node {
        final int number;
        final PeerId id;
        MemberTable table = new MemberTable(roster);
        FailureDetector detector;
        final List<Verdict> verdicts = new ArrayList<>();
        boolean up = true;
        long pausedUntilNanos;
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private long timerNanos = Long.MAX_VALUE;

        Node(int number) {
            this.number = number;
            this.id = roster.members().get(number).id();
            this.detector = new FailureDetector(new Desk(id, table, settings, new Port(this), rules));
        }

        /** Nothing of the process is left; what is linked with it hears nothing of that. */
        void die() {
            up = false;
        }

        /** A new process, without memory and without links. */
        void blank() {
            up = true;
            table = new MemberTable(roster);
            detector = new FailureDetector(new Desk(id, table, settings, new Port(this), rules));
            timerNanos = Long.MAX_VALUE;
        }

        /** A new process, without memory, that links with everybody. */
        void reborn() {
            blank();
            for (Node other : nodes) {
                if (other != this && other.up) {
                    link(this, other);
                }
            }
        }

        /** The process stands still; what arrives waits, the timer first. */
        void pause(long nanos) {
            pausedUntilNanos = time.now() + nanos;
            at(nanos, () -> {
                fireIfDue();
                while (!waiting.isEmpty()) {
                    waiting.remove().run();
                }
            });
        }

        void run(Runnable step) {
            if (!up) {
                return;
            }
            if (time.now() < pausedUntilNanos) {
                waiting.add(step);
            } else {
                step.run();
                arm();
            }
        }

        private void fireIfDue() {
            if (up && detector.nextDueNanos() <= time.now()) {
                detector.due(time.now());
            }
            arm();
        }

        private void arm() {
            long next = detector.nextDueNanos();
            if (up && next != Long.MAX_VALUE && next != timerNanos) {
                timerNanos = next;
                at(Math.max(0, next - time.now()), () -> {
                    if (time.now() >= pausedUntilNanos && timerNanos == next) {
                        timerNanos = Long.MAX_VALUE;
                        fireIfDue();
                    } else if (timerNanos == next) {
                        timerNanos = Long.MAX_VALUE;
                    }
                });
            }
        }

        Liveness holds(Node other) {
            return table.liveness(other.id);
        }
    }

    /** Both have greeted each other. */
    void link(Node a, Node b) {
        link(a, false, b);
    }

    /** Both have greeted each other, and the first may have published nothing yet. */
    void link(Node a, boolean newcomer, Node b) {
        a.run(() -> a.detector.greeted(b.id, b.number, false, time.now()));
        b.run(() -> b.detector.greeted(a.id, a.number, newcomer, time.now()));
    }

    void linkAll() {
        for (Node a : nodes) {
            for (Node b : nodes) {
                if (a.number < b.number) {
                    link(a, b);
                }
            }
        }
    }

    /** Both lose the link between them. */
    void breakLink(Node a, Node b) {
        a.run(() -> a.detector.linkLost(b.id, b.number, time.now()));
        b.run(() -> b.detector.linkLost(a.id, a.number, time.now()));
    }

    void at(long delayNanos, Runnable action) {
        time.after(delayNanos, action);
    }

    long now() {
        return time.now();
    }

    void run(long nanos) {
        time.run(nanos);
    }

    int numberOf(PeerId peer) {
        return roster.placeOf(peer);
    }

    static SignedClaim signed(Claim claim) {
        return new SignedClaim(claim, signature(claim));
    }

    private static byte[] signature(Claim claim) {
        return Digest.of(claim.toString().getBytes(UTF_8)).bytes();
    }

    /** Delivers a message, now. */
    void deliver(Node from, Node to, Message message) {
        to.run(() -> {
            to.detector.heard(from.id, time.now());
            if (message instanceof Ping ping) {
                to.detector.ping(from.number, ping);
            } else if (message instanceof Pong pong) {
                to.detector.pong(from.id, pong, time.now());
            } else if (message instanceof ProbeFor request) {
                to.detector.probeFor(from.id, request, time.now());
            } else if (message instanceof Probed answer) {
                to.detector.probed(from.id, answer, time.now());
            } else if (message instanceof Claims claims) {
                to.detector.claims(from.id, claims, time.now());
            }
        });
    }

    private final class Port implements LivenessPort {
        private final Node node;

        Port(Node node) {
            this.node = node;
        }

        @Override
        public void send(long link, Message message) {
            Node to = nodes.get((int) link);
            frames++;
            if (random.nextDouble() >= loss && reaches.test(node, to)) {
                at(1 + random.nextLong(mostDelayNanos), () -> deliver(node, to, message));
            }
        }

        @Override
        public void ping(long link, long nonce) {
            send(link, new Ping(nonce, 0, roster.head()));
        }

        @Override
        public void openLink(PeerId peer) {
            Node to = nodes.get(numberOf(peer));
            if (to.up) {
                at(10 * MILLI, () -> link(node, to));
            }
        }

        @Override
        public SignedClaim sign(Claim claim) {
            return signed(claim);
        }

        @Override
        public boolean verify(SignedClaim claim) {
            return Arrays.equals(signature(claim.claim()), claim.signature());
        }

        @Override
        public void changed(PeerId peer, Liveness liveness, Claim why) {
            changes.add(new Seen(time.now(), node.number, numberOf(peer), liveness, why));
        }

        @Override
        public void accused(Claim claim) {
            heardByAccused.add(new Seen(time.now(), node.number, numberOf(claim.author()), Liveness.ALIVE, claim));
        }

        @Override
        public void verdict(PeerId peer, Verdict verdict) {
            node.verdicts.add(verdict);
        }
    }
}
