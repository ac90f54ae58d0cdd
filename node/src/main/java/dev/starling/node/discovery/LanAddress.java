package dev.starling.node.discovery;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** One IPv4 address of one interface: what one multicast DNS responder is bound to. */
record LanAddress(String interfaceName, Inet4Address address) {

    /**
     * The addresses that the settings and the operating system permit right now: interface up, multicast capable, not
     * loopback unless asked for. The loopback interface need not claim multicast, since Linux does not and delivers all
     * the same.
     *
     * @throws UncheckedIOException if the interfaces cannot be listed
     */
    static Set<LanAddress> usable(DiscoverySettings settings) {
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            Set<LanAddress> usable = new LinkedHashSet<>();
            interfaces
                    .filter(candidate -> settings.permits(candidate.getName()) && isUsable(candidate, settings))
                    .forEach(candidate -> candidate
                            .inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .forEach(address ->
                                    usable.add(new LanAddress(candidate.getName(), (Inet4Address) address))));
            return usable;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUsable(NetworkInterface candidate, DiscoverySettings settings) {
        try {
            return candidate.isUp() && (candidate.isLoopback() ? settings.loopback() : candidate.supportsMulticast());
        } catch (SocketException gone) {
            return false;
        }
    }

    @Override
    public String toString() {
        return interfaceName + " (" + address.getHostAddress() + ")";
    }
}
