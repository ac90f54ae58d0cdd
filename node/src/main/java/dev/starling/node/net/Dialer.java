package dev.starling.node.net;

import dev.starling.crypto.identity.PeerId;
import dev.starling.node.address.HostPort;
import dev.starling.node.net.channel.Bug;
import dev.starling.node.net.channel.HostResolver;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a list of addresses and dials each until a link to the peer found there is up, and again when that link is gone.
 * One peer is dialled at one address at a time, so far as it is known who is where. Confined to the event loop.
 */
final class Dialer {
    /** Opens one connection and sees it through its handshake. */
    interface Connector {
        void connect(InetSocketAddress address, Connection.Outcome outcome);
    }

    /** What the dialler needs of the rest. */
    record Surroundings(EventLoop loop, HostResolver resolver, Connector connector, Predicate<PeerId> linked) {}

    static final int MAX_ADDRESSES = 4096;

    /**
     * A handshake costs both ends milliseconds of a processor, and many more in a process that has just begun. A federation
     * whose members all start at once would time out if each of them dialled all others at once.
     */
    private static final int MAX_IN_FLIGHT = 8;

    /** A peer that is linked and says that it can be found at an address is believed so long; then the address is tried. */
    private static final long CLAIM_HOLDS_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Shared shared;
    private final Surroundings around;
    private final Backoff backoff;
    private final Map<HostPort, Candidate> candidates = new HashMap<>();
    private final Queue<Candidate> waiting = new ArrayDeque<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private boolean stopped;

    private static final class Candidate {
        final HostPort target;

        @Nullable
        PeerId peer;

        /** Who says that it can be found there; nothing is proved before it was reached. */
        @Nullable
        PeerId claimant;

        /** Whether the address rests, or has rested, because of what its claimant says. */
        boolean believed;

        /** Counts what was scheduled, so that a new time replaces the one before. */
        int schedules;

        int failures;
        boolean attempting;
        boolean scheduled;

        /** Forgotten after its attempt. */
        boolean once;

        Candidate(HostPort target, boolean once) {
            this.target = target;
            this.once = once;
        }
    }

    Dialer(Shared shared, Surroundings around, Backoff backoff) {
        this.shared = shared;
        this.around = around;
        this.backoff = backoff;
    }

    void dial(HostPort target) {
        dial(target, null);
    }

    /** The same for an address where this peer, or another for it, says that it can be found. */
    void dial(HostPort target, @Nullable PeerId claimant) {
        Candidate known = candidates.get(target);
        if (known == null) {
            Candidate added = new Candidate(target, false);
            added.claimant = claimant;
            add(added);
        } else {
            known.once = false;
            known.claimant = claimant == null ? known.claimant : claimant;
        }
    }

    /** One attempt, now; none is made where one is under way already. */
    void dialOnce(HostPort target) {
        Candidate known = candidates.get(target);
        if (known != null) {
            attempt(known);
        } else {
            add(new Candidate(target, true));
        }
    }

    private void add(Candidate candidate) {
        if (stopped) {
            return;
        }
        if (candidates.size() >= MAX_ADDRESSES) {
            shared.events()
                    .dialFailed(
                            candidate.target.toString(),
                            "not tried: " + MAX_ADDRESSES + " addresses are being tried already");
            return;
        }
        candidates.put(candidate.target, candidate);
        attempt(candidate);
    }

    void forget(HostPort target) {
        candidates.remove(target);
    }

    void stop() {
        stopped = true;
        candidates.clear();
        waiting.clear();
    }

    /** Attempts under way; may be asked from any thread. */
    int inFlight() {
        return inFlight.get();
    }

    /** Attempts that have succeeded or failed so far; may be asked from any thread. */
    int ended() {
        return ended.get();
    }

    /** A link to the peer is gone: its addresses are dialled again, sooner if the link had lasted. */
    void peerGone(PeerId peer, long ageNanos) {
        for (Candidate candidate : candidates.values()) {
            boolean rests = candidate.believed && candidate.peer == null && peer.equals(candidate.claimant);
            if (peer.equals(candidate.peer) || rests) {
                candidate.scheduled &= !rests;
                candidate.failures = ageNanos > LinkTable.SETTLED.toNanos() ? 0 : candidate.failures + 1;
                schedule(candidate);
            }
        }
    }

    private void attempt(Candidate candidate) {
        if (!isCurrent(candidate) || candidate.attempting || isLinked(candidate)) {
            return;
        }
        PeerId claimant = candidate.claimant;
        if (candidate.peer == null
                && claimant != null
                && !candidate.believed
                && around.linked().test(claimant)) {
            candidate.believed = true;
            schedule(candidate, CLAIM_HOLDS_NANOS);
            return;
        }
        if (isPeerBeingDialled(candidate)) {
            schedule(candidate);
            return;
        }
        if (inFlight.get() >= MAX_IN_FLIGHT) {
            waiting.add(candidate);
            return;
        }
        candidate.attempting = true;
        inFlight.incrementAndGet();
        int port = candidate.target.port();
        if (shared.settings().outward().throughProxy(candidate.target)) {
            InetSocketAddress byName = InetSocketAddress.createUnresolved(candidate.target.host(), port);
            tryEach(candidate, List.of(byName), 0, "");
        } else {
            around.resolver().resolve(candidate.target, addresses -> {
                List<InetSocketAddress> places = addresses.stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList();
                tryEach(candidate, places, 0, "its name does not resolve");
            });
        }
    }

    private void tryEach(Candidate candidate, List<InetSocketAddress> addresses, int index, String lastFailure) {
        if (index >= addresses.size() || !isCurrent(candidate)) {
            failed(candidate, lastFailure);
            return;
        }
        around.connector().connect(addresses.get(index), new Connection.Outcome() {
            @Override
            public void reached(PeerId peer) {
                Dialer.this.reached(candidate, peer);
            }

            @Override
            public void failed(String reason) {
                tryEach(candidate, addresses, index + 1, reason);
            }
        });
    }

    private void reached(Candidate candidate, PeerId peer) {
        finished(candidate);
        candidate.peer = peer;
        if (peer.equals(shared.self())) {
            candidates.remove(candidate.target, candidate);
            shared.events().dialFailed(candidate.target.toString(), "it is this node itself; not tried again");
        } else if (candidate.once) {
            candidates.remove(candidate.target, candidate);
        } else if (!isLinked(candidate)) {
            candidate.failures++;
            schedule(candidate);
        }
    }

    private void failed(Candidate candidate, String reason) {
        finished(candidate);
        if (isCurrent(candidate)) {
            shared.events().dialFailed(candidate.target.toString(), reason);
            if (candidate.once) {
                candidates.remove(candidate.target, candidate);
            } else {
                schedule(candidate);
                candidate.failures++;
            }
        }
    }

    private void finished(Candidate candidate) {
        candidate.attempting = false;
        inFlight.decrementAndGet();
        ended.incrementAndGet();
        while (inFlight.get() < MAX_IN_FLIGHT && !waiting.isEmpty()) {
            attempt(waiting.remove());
        }
    }

    private void schedule(Candidate candidate) {
        schedule(candidate, backoff.nanos(candidate.failures));
    }

    private void schedule(Candidate candidate, long nanos) {
        if (candidate.scheduled || stopped) {
            return;
        }
        candidate.scheduled = true;
        int schedule = ++candidate.schedules;
        var unused = around.loop()
                .schedule(
                        Bug.reported(() -> {
                            if (schedule == candidate.schedules) {
                                candidate.scheduled = false;
                                attempt(candidate);
                            }
                        }),
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private boolean isCurrent(Candidate candidate) {
        return !stopped && candidates.get(candidate.target) == candidate;
    }

    private boolean isLinked(Candidate candidate) {
        return candidate.peer != null && around.linked().test(candidate.peer);
    }

    private boolean isPeerBeingDialled(Candidate candidate) {
        return candidate.peer != null
                && candidates.values().stream()
                        .anyMatch(other -> other.attempting && candidate.peer.equals(other.peer));
    }
}
