package dev.starling.node.runtime;

import dev.starling.node.address.HostPort;
import dev.starling.node.config.NetConfig;
import dev.starling.node.net.settings.NetSettings;
import dev.starling.node.net.settings.Outward;
import dev.starling.node.net.settings.Proxy;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The network's settings as the configuration has them, with what stands in files of its own. */
public final class WayOut {
    private static final long MOST_BYTES = 64 * 1024;

    private WayOut() {}

    /**
     * Settings of a node.
     *
     * @throws NodeFailure when the proxy's credentials cannot be read
     */
    public static NetSettings settings(NetConfig net) throws NodeFailure {
        return NetSettings.defaults()
                .listeningOn(net.bind().host(), net.bind().port())
                .through(new Outward(proxy(net.outward()), net.outward().maxBytesPerSecond()));
    }

    private static Optional<Proxy> proxy(NetConfig.Outward outward) throws NodeFailure {
        HostPort address = outward.proxy();
        if (address == null) {
            return Optional.empty();
        }
        Path file = outward.proxyCredentials();
        Optional<Proxy.Login> login = file == null ? Optional.empty() : Optional.of(login(file));
        return Optional.of(new Proxy(address, login, outward.noProxy()::covers));
    }

    private static Proxy.Login login(Path file) throws NodeFailure {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                throw wrong(file, ": there is no such file of a line");
            }
            String line = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw wrong(file, ":1: is not user:password");
            }
            return new Proxy.Login(line.substring(0, colon), line.substring(colon + 1));
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static NodeFailure wrong(Path file, String what) {
        return new NodeFailure(
                ExitCode.CONFIGURATION,
                file + what + "; write user:password for the proxy into its first line, or correct"
                        + " net.proxy_credentials_file");
    }
}
