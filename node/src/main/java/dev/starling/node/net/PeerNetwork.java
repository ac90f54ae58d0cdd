package dev.starling.node.net;

import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.TrustDecision;
import dev.starling.node.address.HostPort;
import dev.starling.node.net.channel.Bug;
import dev.starling.node.net.channel.HostResolver;
import dev.starling.node.net.channel.Tls;
import dev.starling.node.net.link.FrameSource;
import dev.starling.node.net.link.LinkEvents;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.settings.BindFailure;
import dev.starling.node.net.settings.NetSettings;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The node's links to other nodes: listens, dials, keeps one link for each peer, sends and receives frames.
 *
 * <p>All methods may be called from any thread but {@link #start} and {@link #close}, which wait and must not be called
 * from a {@link LinkEvents} callback. Calls about one link take effect in the order in which one thread makes them. After
 * {@link #close} they have no effect. The network runs on one daemon thread, and on two more that look up host names.
 */
public final class PeerNetwork implements AutoCloseable {
    private static final long GOODBYE_MILLIS = 1000;

    private final NetSettings settings;
    private final Traffic traffic = new Traffic();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("starling-net", true), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final HostResolver resolver = new HostResolver(this::post);
    private final LinkTable table;
    private final Dialer dialer;
    private final ConnectionFactory connections;

    /**
     * Prepares a network; no socket is opened before {@link #start} or {@link #dial}.
     *
     * @param now for the validity of certificates
     * @param trust whether a peer is a member or a stranger; called on the event loop, must not block
     * @param events told what happens
     * @param jitter spreads the pauses between dials; used on the event loop only
     */
    public PeerNetwork(
            NetSettings settings,
            ChannelIdentity identity,
            Supplier<Instant> now,
            Function<PeerId, TrustDecision> trust,
            LinkEvents events,
            RandomGenerator jitter) {
        this.settings = settings;
        long cap = settings.outward().maxBytesPerSecond();
        Shared shared = new Shared(identity.peerId(), settings, events, traffic, pace(cap), pace(cap));
        this.table = new LinkTable(shared, trust, System::nanoTime);
        this.connections = new ConnectionFactory(
                shared, new Tls(identity, now), table, new ConnectionFactory.Means(group, resolver));
        this.dialer = new Dialer(
                shared,
                new Dialer.Surroundings(loop, resolver, connections::connect, table::isEngaged),
                new Backoff(settings.backoffFirst(), settings.backoffCap(), jitter));
        table.onPeerGone(dialer::peerGone);
    }

    private Pace pace(long bytesPerSecond) {
        return new Pace(bytesPerSecond, System::nanoTime, (nanos, task) -> {
            // A scheduled task, unlike an executed one, lets the loop read its sockets first.
            var unused = loop.schedule(Bug.reported(task), nanos, TimeUnit.NANOSECONDS);
        });
    }

    /**
     * Starts listening.
     *
     * @return the address in use, with the port that was chosen
     * @throws BindFailure if that address cannot be had; says why and what to do
     */
    public InetSocketAddress start() throws BindFailure {
        return connections.listen(new InetSocketAddress(settings.bindHost(), settings.bindPort()));
    }

    /**
     * Sends one frame, ahead of what is being streamed. Does nothing if the link is gone. A peer that leaves more than
     * 16 MiB, or four times the cap, unread loses its link.
     *
     * @param frame 1 byte up to the cap, not to be changed afterwards
     * @throws IllegalArgumentException if the frame's length is out of range
     */
    public void send(LinkId link, byte[] frame) {
        Outbox.requireSize(frame.length, settings.maxFrameBytes());
        onLink(link, up -> {
            if (!up.wire().outbox().send(frame)) {
                table.close(up, "the peer does not read what is sent to it");
            }
        });
    }

    /**
     * Sends many frames as the link has room for them; several sources take turns. Does nothing if the link is gone, and
     * drops what was not pulled yet when it goes.
     */
    public void stream(LinkId link, FrameSource frames) {
        onLink(link, up -> up.wire().outbox().stream(frames));
    }

    /**
     * Takes the link down; frames sent before still go out, streams are cut short. The peer's addresses are dialled again
     * when it has read them, three seconds later at most.
     */
    public void close(LinkId link, String reason) {
        onLink(link, up -> table.close(up, reason));
    }

    /**
     * Adds an address to dial until it is forgotten; adding it again changes nothing. A name is looked up anew at each
     * attempt, and all its addresses are tried. While a link to the peer found there is up, whoever dialled, the address
     * rests.
     *
     * @param hostPort as {@link HostPort#parse} reads it
     * @throws IllegalArgumentException if it is not an address
     */
    public void dial(String hostPort) {
        HostPort target = HostPort.parse(hostPort);
        post(() -> dialer.dial(target));
    }

    /**
     * The same for an address where this peer, or another for it, says that it can be found. While the peer is linked the
     * address rests, for ten minutes at most: only what was reached is known to be there.
     *
     * @param hostPort as {@link HostPort#parse} reads it
     * @throws IllegalArgumentException if it is not an address
     */
    public void dial(String hostPort, PeerId claimant) {
        HostPort target = HostPort.parse(hostPort);
        post(() -> dialer.dial(target, claimant));
    }

    /**
     * Dials an address now and, unless it is dialled until it is forgotten, never again: neither when the attempt fails nor
     * when the link is gone.
     *
     * @param hostPort as {@link HostPort#parse} reads it
     * @throws IllegalArgumentException if it is not an address
     */
    public void dialOnce(String hostPort) {
        HostPort target = HostPort.parse(hostPort);
        post(() -> dialer.dialOnce(target));
    }

    /**
     * Stops dialling an address; a link that is up stays.
     *
     * @throws IllegalArgumentException if it is not an address
     */
    public void forget(String hostPort) {
        HostPort target = HostPort.parse(hostPort);
        post(() -> dialer.forget(target));
    }

    /** Trust in the peer has changed: a link of it in the lobby is promoted if it is a member now, and the other way round. */
    public void refresh(PeerId peer) {
        post(() -> table.refresh(peer));
    }

    /** Bytes handed to sockets so far, TLS included. */
    public long bytesSent() {
        return traffic.total.sent.sum();
    }

    /** Bytes read from sockets so far, TLS included. */
    public long bytesReceived() {
        return traffic.total.received.sum();
    }

    /** Bytes sent to a peer on all its links so far, handshakes included; a stranger's are forgotten with its link. */
    public long bytesSentTo(PeerId peer) {
        return traffic.of(peer).sent.sum();
    }

    /** Bytes received from a peer on all its links so far, handshakes included; a stranger's are forgotten with its link. */
    public long bytesReceivedFrom(PeerId peer) {
        return traffic.of(peer).received.sum();
    }

    /** Frame bytes that were given to be sent, or pulled from a stream, and that no socket has taken yet. */
    public long bytesWaiting() {
        return traffic.waiting.sum();
    }

    /** Attempts to dial that have succeeded or failed so far. */
    int dialsEnded() {
        return dialer.ended();
    }

    /** Sockets that are open or about to be: zero or one for each peer once everything has settled. */
    int activity() {
        return connections.open() + dialer.inFlight();
    }

    /** Stops listening and dialling, takes all links down, and gives queued frames a second to go out. */
    @Override
    public void close() {
        resolver.close();
        connections.stopListening();
        post(() -> {
            dialer.stop();
            connections.stop("this node is closing its network");
        });
        connections.awaitClosed(GOODBYE_MILLIS);
        group.shutdownGracefully(0, GOODBYE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * GOODBYE_MILLIS);
    }

    private interface LinkTask {
        void run(Link link);
    }

    private void onLink(LinkId id, LinkTask task) {
        post(() -> {
            Link link = table.link(id);
            if (link != null) {
                task.run(link);
            }
        });
    }

    private void post(Runnable task) {
        try {
            loop.execute(Bug.reported(task));
        } catch (RejectedExecutionException closed) {
            // After close() there is nothing left to act on.
        }
    }
}
