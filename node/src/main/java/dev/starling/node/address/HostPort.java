package dev.starling.node.address;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A place on the network: a host name, an IPv4 or an IPv6 address, and a port. Written {@code host:port} or {@code [v6]:port}.
 * Nothing is resolved here.
 *
 * @param host lower case, without brackets
 * @param port 0..65535; 0 stands for any free one, and nobody can be dialled there
 */
public record HostPort(String host, int port) {
    /** The port meant when none is given. */
    public static final int DEFAULT_PORT = 7070;

    private static final int NO_PORT = -1;
    private static final int MAX_TEXT = 262;
    private static final int MAX_QUOTED = 200;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?");

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** Checks nothing beyond the port's range; text from outside goes through {@link #parse}. */
    public HostPort {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("the port must be 0..65535, not " + port);
        }
    }

    /**
     * Reads an address to dial: {@code host:port}, {@code [v6]:port}, or either without the port.
     *
     * @throws IllegalArgumentException whose message says what is wrong with the text
     */
    public static HostPort parse(String text) {
        return new Text(text, DEFAULT_PORT).read();
    }

    /**
     * Reads {@code host:port} or {@code [v6]:port} as an operator writes it, where the port must be there, and may be 0.
     *
     * @throws IllegalArgumentException whose message says what is wrong with the text
     */
    public static HostPort parseWithPort(String text) {
        return new Text(text, NO_PORT).read();
    }

    /** A text that is being read, and the port that is meant when there is none in it. */
    private record Text(String text, int otherwise) {
        HostPort read() {
            String trimmed = text.strip().toLowerCase(Locale.ROOT);
            if (trimmed.isEmpty() || trimmed.length() > MAX_TEXT) {
                throw wrong(text, trimmed.isEmpty() ? "it is empty" : "it is longer than " + MAX_TEXT + " characters");
            }
            return trimmed.startsWith("[") ? bracketed(trimmed) : plain(trimmed);
        }

        private HostPort bracketed(String trimmed) {
            int end = trimmed.indexOf(']');
            if (end < 0) {
                throw wrong(text, "the bracket is not closed");
            }
            String host = trimmed.substring(1, end);
            String rest = trimmed.substring(end + 1);
            if (!NumericAddress.isIpv6(host)) {
                throw wrong(text, "there is no IPv6 address between the brackets");
            }
            if (!rest.isEmpty() && rest.charAt(0) != ':') {
                throw wrong(text, "after the bracket comes a colon and the port");
            }
            return new HostPort(host, rest.isEmpty() ? withoutPort() : port(rest.substring(1)));
        }

        private HostPort plain(String trimmed) {
            int colon = trimmed.indexOf(':');
            if (colon != trimmed.lastIndexOf(':')) {
                throw wrong(
                        text,
                        NumericAddress.isIpv6(trimmed)
                                ? "an IPv6 address is written in brackets, such as [" + trimmed + "]:" + DEFAULT_PORT
                                : "it has more than one colon");
            }
            String host = colon < 0 ? trimmed : trimmed.substring(0, colon);
            if (!isHost(host)) {
                throw wrong(text, host.isEmpty() ? "the host is missing" : "the host is neither a name nor an address");
            }
            return new HostPort(host, colon < 0 ? withoutPort() : port(trimmed.substring(colon + 1)));
        }

        private static boolean isHost(String host) {
            boolean numeric = host.matches("[0-9.]+");
            return numeric
                    ? NumericAddress.isIpv4(host)
                    : host.length() <= 253 && NAME.matcher(host).matches();
        }

        private int withoutPort() {
            if (otherwise == NO_PORT) {
                throw wrong(text, "the port is missing");
            }
            return otherwise;
        }

        private int port(String port) {
            int least = otherwise == NO_PORT ? 0 : 1;
            int value = PORT.matcher(port).matches() ? Integer.parseInt(port) : NO_PORT;
            if (value < least || value > 65535) {
                throw wrong(text, "the port must be a number " + least + "..65535");
            }
            return value;
        }
    }

    private static IllegalArgumentException wrong(String text, String what) {
        String clean = text.replaceAll("[^ -~]", "?");
        String quoted = clean.length() <= MAX_QUOTED ? clean : clean.substring(0, MAX_QUOTED) + "...";
        return new IllegalArgumentException("not an address of the form host:port: \"" + quoted + "\": " + what);
    }

    /** Whether the host is an address already and needs no name service. */
    public boolean isNumeric() {
        return NumericAddress.isIpv4(host) || NumericAddress.isIpv6(host);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
