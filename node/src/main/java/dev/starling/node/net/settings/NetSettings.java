package dev.starling.node.net.settings;

import dev.starling.node.address.HostPort;
import java.time.Duration;

/**
 * Bounds and places.
 *
 * @param bindHost address or name to listen on
 * @param bindPort 0..65535; 0 takes any free port
 * @param maxFrameBytes the longest frame a member may send, and the longest we send
 * @param maxLinks how many links to members there may be
 * @param maxLobbyLinks how many links to strangers there may be
 * @param connectTimeout how long one address may take to accept a connection
 * @param idleTimeout a connection on which no byte passed for so long is closed
 * @param backoffFirst pause before the first repetition of a failed dial; doubles each time
 * @param backoffCap the longest such pause
 * @param outward proxy and cap
 */
public record NetSettings(
        String bindHost,
        int bindPort,
        int maxFrameBytes,
        int maxLinks,
        int maxLobbyLinks,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration backoffFirst,
        Duration backoffCap,
        Outward outward) {

    /** The same without a proxy and without a cap. */
    public NetSettings(
            String bindHost,
            int bindPort,
            int maxFrameBytes,
            int maxLinks,
            int maxLobbyLinks,
            Duration connectTimeout,
            Duration idleTimeout,
            Duration backoffFirst,
            Duration backoffCap) {
        this(
                bindHost,
                bindPort,
                maxFrameBytes,
                maxLinks,
                maxLobbyLinks,
                connectTimeout,
                idleTimeout,
                backoffFirst,
                backoffCap,
                Outward.FREE);
    }

    public NetSettings {
        require(!bindHost.isBlank(), "bindHost must not be blank");
        require(bindPort >= 0 && bindPort <= 65535, "bindPort must be 0..65535");
        require(maxFrameBytes >= 1, "maxFrameBytes must be 1 or more");
        require(maxLinks >= 1, "maxLinks must be 1 or more");
        require(maxLobbyLinks >= 0, "maxLobbyLinks must be 0 or more");
        require(connectTimeout.toMillis() >= 1, "connectTimeout must be 1 ms or more");
        require(connectTimeout.toDays() < 1, "connectTimeout must be below a day");
        require(idleTimeout.toMillis() >= 1, "idleTimeout must be 1 ms or more");
        require(backoffFirst.toMillis() >= 1, "backoffFirst must be 1 ms or more");
        require(backoffCap.compareTo(backoffFirst) >= 0, "backoffCap must not be below backoffFirst");
    }

    /** All addresses, port 7070, frames of 1 MiB, 1,024 members, 32 strangers, 5 s, 60 s, 200 ms, 15 s. */
    public static NetSettings defaults() {
        return new NetSettings(
                "0.0.0.0",
                HostPort.DEFAULT_PORT,
                1 << 20,
                1024,
                32,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofMillis(200),
                Duration.ofSeconds(15));
    }

    /** The same bounds at another place. */
    public NetSettings listeningOn(String host, int port) {
        return new NetSettings(
                host,
                port,
                maxFrameBytes,
                maxLinks,
                maxLobbyLinks,
                connectTimeout,
                idleTimeout,
                backoffFirst,
                backoffCap,
                outward);
    }

    /** The same bounds with another way out. */
    public NetSettings through(Outward other) {
        return new NetSettings(
                bindHost,
                bindPort,
                maxFrameBytes,
                maxLinks,
                maxLobbyLinks,
                connectTimeout,
                idleTimeout,
                backoffFirst,
                backoffCap,
                other);
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException(message);
        }
    }
}
