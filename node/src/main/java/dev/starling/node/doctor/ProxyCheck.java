package dev.starling.node.doctor;

import dev.starling.node.address.HostPort;
import dev.starling.node.config.NetConfig;
import dev.starling.node.finding.Finding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Objects;

/**
 * Whether the proxy that everything is dialled through is there. What it lets through {@link PeerProbe} tells, peer by peer.
 *
 * @param net with a proxy
 */
public record ProxyCheck(NetConfig net) implements Check {
    private static final int MILLIS = 3000;

    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public List<Finding> look() {
        HostPort proxy = Objects.requireNonNull(net.outward().proxy());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(proxy.host(), proxy.port()), MILLIS);
            String spared = net.outward().noProxy().entries().isEmpty()
                    ? ""
                    : ", except " + net.outward().noProxy() + " (net.no_proxy)";
            return List.of(Finding.pass(name(), proxy + " takes connections; members are dialled through it" + spared));
        } catch (IOException e) {
            return List.of(Finding.fail(
                    name(),
                    "connection: " + proxy + ": " + PeerProbe.reason(e),
                    "is net.proxy right, and does the proxy run?"));
        }
    }
}
