package dev.starling.node.config;

/**
 * A place on the network as an operator writes it. Nothing is resolved here.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
    private static final int MAX_HOST = 253;

    public HostPort {
        if (host.isEmpty() || host.length() > MAX_HOST || host.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("the host is not a name or an address");
        }
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("the port is not between 0 and 65535");
        }
    }

    /**
     * Reads {@code host:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("\"" + text + "\" has no port");
        }
        String host = text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is an IPv6 address without brackets");
        }
        if (!port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("\"" + text + "\" has no port number after the colon");
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
