package dev.starling.node.doctor;

import dev.starling.node.address.HostPort;
import dev.starling.node.finding.Finding;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * Whether the node can listen where it should, tried by listening there for a moment. Not to be asked beside a running node.
 *
 * @param bind where
 */
public record PortCheck(HostPort bind) implements Check {
    @Override
    public String name() {
        return "port";
    }

    @Override
    public List<Finding> look() {
        InetSocketAddress where = new InetSocketAddress(bind.host(), bind.port());
        if (where.isUnresolved()) {
            return List.of(Finding.fail(
                    name(),
                    "there is no address for the name " + bind.host(),
                    "write an address of this machine into net.bind"));
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(where);
            return List.of(
                    Finding.pass(name(), bind + " is free; a firewall must let TCP " + socket.getLocalPort() + " in"));
        } catch (BindException e) {
            return List.of(refused(e));
        } catch (IOException e) {
            return List.of(
                    Finding.fail(name(), "cannot listen on " + bind + " (" + e.getMessage() + ")", "change net.bind"));
        }
    }

    private Finding refused(BindException e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("assign")) {
            return Finding.fail(
                    name(),
                    "this machine has no address " + bind.host(),
                    "write one of its addresses, or 0.0.0.0 for all, into net.bind");
        }
        if (why.contains("ermission")) {
            return Finding.fail(
                    name(), "this user may not listen on port " + bind.port(), "take a port from 1024 on for net.bind");
        }
        return Finding.fail(
                name(),
                "another program listens on " + bind + " (" + why + ")",
                "stop it, or give this node another port in net.bind");
    }
}
