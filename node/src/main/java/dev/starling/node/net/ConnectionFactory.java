package dev.starling.node.net;

import dev.starling.crypto.identity.PeerId;
import dev.starling.node.net.channel.Bug;
import dev.starling.node.net.channel.HeapReads;
import dev.starling.node.net.channel.HostResolver;
import dev.starling.node.net.channel.ProxyTunnel;
import dev.starling.node.net.channel.Tls;
import dev.starling.node.net.link.Refusal;
import dev.starling.node.net.settings.BindFailure;
import dev.starling.node.net.settings.Proxy;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections, accepted and dialled, and builds them up: byte counter, idle watch, TLS, and the {@link Connection}
 * above. Bounds how many accepted connections may be in their handshake, so that those who prove nothing cannot use up
 * memory. Confined to the event loop, but for the methods that wait.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Channels report their own ends.
final class ConnectionFactory {
    static final int MAX_HANDSHAKES = 256;

    private static final WriteBufferWaterMark WATER_MARKS =
            new WriteBufferWaterMark(Outbox.LOW_WATER, Outbox.HIGH_WATER);

    private final Shared shared;
    private final Tls tls;
    private final LinkTable table;
    private final EventLoopGroup group;
    private final HostResolver resolver;
    private final @Nullable ProxyTunnel tunnel;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup listeners = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private int handshakes;

    /** What connections are opened with. */
    record Means(EventLoopGroup group, HostResolver resolver) {}

    ConnectionFactory(Shared shared, Tls tls, LinkTable table, Means means) {
        this.shared = shared;
        this.tls = tls;
        this.table = table;
        this.group = means.group();
        this.resolver = means.resolver();
        this.tunnel = shared.settings().outward().proxy().map(ProxyTunnel::new).orElse(null);
    }

    /** Listens, waiting for the outcome. */
    InetSocketAddress listen(InetSocketAddress address) throws BindFailure {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw BindFailure.of(address, bound.cause());
        }
        listeners.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** Dials one address: through the proxy when it is for the proxy to resolve. The outcome is told once. */
    void connect(InetSocketAddress address, Connection.Outcome outcome) {
        Connection.Outcome once = new Once(outcome);
        Proxy proxy = shared.settings().outward().proxy().orElse(null);
        if (proxy == null || tunnel == null || !address.isUnresolved()) {
            open(address, once, List.of(), cause -> String.valueOf(cause.getMessage()));
            return;
        }
        resolver.resolve(proxy.address(), found -> {
            if (found.isEmpty()) {
                once.failed(tunnel.unknown());
                return;
            }
            InetSocketAddress door =
                    new InetSocketAddress(found.get(0), proxy.address().port());
            long patience = shared.settings().connectTimeout().toMillis();
            open(address, once, List.of(tunnel.handler(door, patience)), tunnel::unreached);
        });
    }

    /**
     * Opens a connection.
     *
     * @param ways handlers that lead to the address, below TLS
     * @param unreached says why there is no connection
     */
    private void open(
            InetSocketAddress address,
            Connection.Outcome once,
            List<ChannelHandler> ways,
            Function<Throwable, String> unreached) {
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        shared.settings().connectTimeout().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Wire wire = new Wire(channel, true, text(address), shared);
                        channel.pipeline().addLast(wire.counter()).addLast(ways.toArray(ChannelHandler[]::new));
                        build(channel, wire, once);
                    }
                })
                .connect(address)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        String reason = Refusal.printable(unreached.apply(connected.cause()));
                        Bug.reported(() -> once.failed(reason)).run();
                    }
                });
    }

    private void accept(Channel channel) {
        SocketAddress remote = channel.remoteAddress();
        if (handshakes >= MAX_HANDSHAKES) {
            String reason = Refusal.TOO_MANY_LINKS.because(MAX_HANDSHAKES + " handshakes are under way");
            shared.events().refused(text(remote), reason, false);
            channel.close();
            return;
        }
        handshakes++;
        Wire wire = new Wire(channel, false, text(remote), shared);
        channel.pipeline().addLast(wire.counter());
        build(channel, wire, new Once(new HandshakeEnded()));
    }

    private void build(Channel channel, Wire wire, Connection.Outcome outcome) {
        channels.add(channel);
        HeapReads reads = new HeapReads();
        channel.config().setAllocator(HeapReads.ALLOCATOR).setRecvByteBufAllocator(reads);
        if (shared.receiving().bounded()) {
            reads.maxMessagesPerRead(1);
            channel.pipeline().addLast(new ReadPace(shared.receiving()));
        }
        long idleMillis = shared.settings().idleTimeout().toMillis();
        channel.pipeline()
                .addLast(new IdleStateHandler(0, 0, idleMillis, TimeUnit.MILLISECONDS))
                .addLast(tls.handler(channel.alloc(), wire.outbound()))
                .addLast(new Connection(shared, table, wire, new Connection.Way(tunnel, outcome)));
    }

    private static String text(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet ? NetUtil.toSocketAddressString(internet) : "unknown";
    }

    int open() {
        return channels.size();
    }

    /** Starts closing all connections, on the event loop. */
    void stop(String reason) {
        for (Channel channel : channels) {
            Connection connection = channel.pipeline().get(Connection.class);
            if (connection != null) {
                connection.stop(reason);
            }
        }
    }

    void stopListening() {
        listeners.close().awaitUninterruptibly();
    }

    /** Waits for connections to close, so long at most, and then closes those that are left. */
    void awaitClosed(long millis) {
        channels.newCloseFuture().awaitUninterruptibly(millis);
        channels.close().awaitUninterruptibly(millis);
    }

    private final class HandshakeEnded implements Connection.Outcome {
        @Override
        public void reached(PeerId peer) {
            handshakes--;
        }

        @Override
        public void failed(String reason) {
            handshakes--;
        }
    }

    /** A connection attempt may fail below TLS and, torn down, once more within it. */
    private static final class Once implements Connection.Outcome {
        private final Connection.Outcome outcome;
        private boolean told;

        Once(Connection.Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public void reached(PeerId peer) {
            if (!told) {
                told = true;
                outcome.reached(peer);
            }
        }

        @Override
        public void failed(String reason) {
            if (!told) {
                told = true;
                outcome.failed(reason);
            }
        }
    }
}
