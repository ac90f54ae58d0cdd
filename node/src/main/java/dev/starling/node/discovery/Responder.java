package dev.starling.node.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;

/**
 * One JmDNS instance on one IPv4 address: announces this node there and listens to the others.
 *
 * <p>It is bound to one address because an instance without a given address picks one interface from a hash set, usually
 * the wrong one. Thread-safe.
 */
final class Responder {
    static final String TYPE = "_starling._tcp.local.";

    private static final long REQUEST_MILLIS = 200;

    private final JmDNS jmdns;

    private Responder(JmDNS jmdns) {
        this.jmdns = jmdns;
    }

    /**
     * Opens a responder and announces {@code own} on it.
     *
     * @param requests runs queries, which wait for their answers
     * @throws IOException if the multicast socket cannot be opened there
     */
    static Responder open(
            LanAddress where, Announcement own, SightingFilter filter, Consumer<Sighting> sightings, Executor requests)
            throws IOException {
        String instance = instanceName(where, own);
        JmDNS jmdns = JmDNS.create(where.address(), instance);
        Responder responder = new Responder(jmdns);
        Consumer<String> request =
                name -> requests.execute(() -> jmdns.requestServiceInfo(TYPE, name, true, REQUEST_MILLIS));
        try {
            jmdns.addServiceListener(TYPE, new Listener(new Hearing(filter, sightings, request)));
            jmdns.registerService(ServiceInfo.create(TYPE, instance, own.port(), 0, 0, own.properties()));
            return responder;
        } catch (IOException | RuntimeException e) {
            responder.close();
            throw e;
        }
    }

    /** Unique per node and address, so that the instances of a two-homed node on one network do not contend for a name. */
    static String instanceName(LanAddress where, Announcement own) {
        return own.peerId().substring(0, 32)
                + "-"
                + HexFormat.of().formatHex(where.address().getAddress());
    }

    /** Says goodbye and closes the socket: takes seconds. */
    void close() {
        try {
            jmdns.close();
        } catch (IOException e) {
            // Nothing is left to release: JmDNS declares this and closes its socket regardless.
        }
    }

    /** Takes JmDNS's events apart. */
    private record Listener(Hearing hearing) implements ServiceListener {
        @Override
        public void serviceAdded(ServiceEvent event) {
            hearing.appeared(event.getName());
        }

        @Override
        public void serviceRemoved(ServiceEvent event) {
            hearing.withdrawn(event.getName());
        }

        @Override
        public void serviceResolved(ServiceEvent event) {
            ServiceInfo info = event.getInfo();
            hearing.resolved(
                    event.getName(),
                    info::getPropertyString,
                    Arrays.stream(info.getInet4Addresses())
                            .map(InetAddress::getHostAddress)
                            .toList());
        }
    }
}
