package dev.starling.node.net;

import static org.awaitility.Awaitility.await;

import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.TrustDecision;
import dev.starling.node.net.link.LinkEvents;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.settings.BindFailure;
import dev.starling.node.net.settings.NetSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One node under test, with a seeded identity, that remembers everything it is told. */
final class Party implements LinkEvents, AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final Pace UNBOUNDED = new Pace(0, () -> 0, (nanos, task) -> {});

    final ChannelIdentity identity;
    final PeerNetwork network;
    final Set<PeerId> members = ConcurrentHashMap.newKeySet();
    final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    final Queue<String> downs = new ConcurrentLinkedQueue<>();
    final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    final Queue<String> failedDials = new ConcurrentLinkedQueue<>();
    private final Map<LinkId, Up> up = new LinkedHashMap<>();
    private int port;

    /** A link that is up. */
    record Up(LinkId link, PeerId peer, boolean outbound, String remoteAddress) {}

    Party(int seed) {
        this(seed, settings());
    }

    Party(int seed, NetSettings settings) {
        this.identity = identity(seed);
        this.network = new PeerNetwork(
                settings,
                identity,
                () -> NOW,
                peer -> members.contains(peer) ? TrustDecision.MEMBER : TrustDecision.STRANGER,
                this,
                new Random(seed));
    }

    static NetSettings settings() {
        return new NetSettings(
                "127.0.0.1",
                0,
                1 << 20,
                16,
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofMillis(20),
                Duration.ofMillis(200));
    }

    static ChannelIdentity identity(int seed) {
        Random random = new Random(seed);
        byte[] signing = new byte[32];
        byte[] agreement = new byte[32];
        random.nextBytes(signing);
        random.nextBytes(agreement);
        try (Identity identity = Identity.fromSeeds(signing, agreement)) {
            return ChannelIdentity.issue(identity, NOW);
        }
    }

    PeerId id() {
        return identity.peerId();
    }

    Party listening() throws BindFailure {
        port = network.start().getPort();
        return this;
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void admit(Party... others) {
        for (Party other : others) {
            members.add(other.id());
        }
    }

    static void acquaint(Party... parties) {
        for (Party party : parties) {
            party.admit(parties);
        }
    }

    synchronized List<Up> up() {
        return new ArrayList<>(up.values());
    }

    Up awaitUp() {
        awaitUntil("a link to be up", () -> !up().isEmpty());
        return up().get(0);
    }

    void awaitNothingUp() {
        awaitUntil("no link to be up", () -> up().isEmpty());
    }

    byte[] awaitFrame() {
        try {
            byte[] frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame arrived; " + this);
            }
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void awaitUntil(String what, BooleanSupplier condition) {
        await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(condition::getAsBoolean);
    }

    @Override
    public synchronized void linkUp(LinkId link, PeerId peer, boolean outbound, String remoteAddress) {
        if (up.values().stream().anyMatch(other -> other.peer().equals(peer))) {
            throw new AssertionError("a second link to one peer");
        }
        up.put(link, new Up(link, peer, outbound, remoteAddress));
    }

    @Override
    public synchronized void linkDown(LinkId link, PeerId peer, String reason) {
        if (up.remove(link) == null) {
            throw new AssertionError("a link went down that was not up");
        }
        downs.add(reason);
    }

    @Override
    public synchronized void frame(LinkId link, PeerId peer, byte[] frame) {
        if (!up.containsKey(link)) {
            throw new AssertionError("a frame of a link that was not up");
        }
        frames.add(frame);
    }

    @Override
    public void refused(String remoteAddress, String reason, boolean outbound) {
        refusals.add(reason + (outbound ? " (outbound)" : ""));
    }

    @Override
    public void dialFailed(String address, String reason) {
        failedDials.add(address + " " + reason);
    }

    @Override
    public void close() {
        network.close();
    }

    @Override
    public String toString() {
        return id() + " up " + up() + " downs " + downs + " refusals " + refusals + " failed dials " + failedDials;
    }
}
