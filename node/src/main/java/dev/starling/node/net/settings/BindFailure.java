package dev.starling.node.net.settings;

import dev.starling.node.address.HostPort;
import java.io.Serial;
import java.net.InetSocketAddress;
import java.util.Locale;

/** The node cannot listen where it should. The message says where, why and what to do about it. */
public final class BindFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private BindFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** What the system said when this address was bound, in an operator's words. */
    public static BindFailure of(InetSocketAddress address, Throwable cause) {
        String host = address.getHostString();
        String where = "cannot listen on " + new HostPort(host, address.getPort()) + ": ";
        if (address.isUnresolved()) {
            return new BindFailure(
                    where + "the name " + host + " does not resolve; bind to an address of this machine, or to 0.0.0.0",
                    cause);
        }
        String system = String.valueOf(cause.getMessage());
        String said = system.toLowerCase(Locale.ROOT);
        if (said.contains("in use")) {
            return new BindFailure(
                    where + "port " + address.getPort()
                            + " is in use; stop the program that holds it or choose another port",
                    cause);
        }
        if (said.contains("assign")) {
            return new BindFailure(
                    where + "this machine has no address " + host
                            + "; bind to one of its own addresses, or to 0.0.0.0 for all of them",
                    cause);
        }
        if (said.contains("permission") || said.contains("denied")) {
            return new BindFailure(
                    where + "the system does not permit port " + address.getPort() + "; choose a port of 1024 or above",
                    cause);
        }
        return new BindFailure(where + system + "; choose another address or port", cause);
    }
}
