package dev.starling.node.doctor;

import dev.starling.node.address.HostPort;
import dev.starling.node.finding.Finding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether the addresses that others are told lead here, tried by listening for a moment and calling oneself. A network may
 * keep a machine from calling its own public address, so what fails here is no proof. Not to be asked beside a running node.
 *
 * @param bind where to listen
 * @param advertise what others are told
 */
public record AdvertiseCheck(HostPort bind, List<HostPort> advertise) implements Check {
    private static final int NONCE_BYTES = 16;
    private static final int WITHIN_MILLIS = 3000;

    @Override
    public String name() {
        return "advertise";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(bind.host(), bind.port()));
            Thread answering = new Thread(() -> answer(server, nonce), "starling-doctor-door");
            answering.setDaemon(true);
            answering.start();
            advertise.forEach(address -> findings.add(call(address, nonce)));
        } catch (IOException e) {
            findings.add(Finding.warn(name(), "not tried, because the port is not free", "see the port"));
        }
        return findings;
    }

    private static void answer(ServerSocket server, byte[] nonce) {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                caller.getOutputStream().write(nonce);
            } catch (IOException e) {
                // Closed: everybody was called.
                return;
            }
        }
    }

    private Finding call(HostPort address, byte[] nonce) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(WITHIN_MILLIS);
            socket.connect(new InetSocketAddress(address.host(), address.port()), WITHIN_MILLIS);
            byte[] heard = socket.getInputStream().readNBytes(NONCE_BYTES);
            return Arrays.equals(heard, nonce)
                    ? Finding.pass(name(), address + " leads here")
                    : Finding.fail(
                            name(),
                            "somebody else answers at " + address,
                            "correct net.advertise, or the port forwarding");
        } catch (IOException e) {
            return Finding.warn(
                    name(),
                    address + " was not reached from here (" + PeerProbe.reason(e) + ")",
                    "ask a member outside to run `starling doctor`; if it does not reach it either, correct net.advertise, the"
                            + " port forwarding or the firewall");
        }
    }
}
