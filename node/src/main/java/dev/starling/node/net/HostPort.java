package dev.starling.node.net;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address to dial: a host name, an IPv4 or an IPv6 address, and a port. Written {@code host:port} or
 * {@code [v6]:port}.
 *
 * @param host lower case, without brackets
 * @param port 1..65535
 */
public record HostPort(String host, int port) {
    /** The port meant when none is given. */
    public static final int DEFAULT_PORT = 7070;

    private static final int MAX_TEXT = 262;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?");

    /** Keeps the zone, which names an interface, to harmless characters. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]+(%[a-z0-9_.-]{1,32})?");

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** Checks nothing beyond the port's range; text from outside goes through {@link #parse}. */
    public HostPort {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("the port must be 1..65535, not " + port);
        }
    }

    /**
     * Reads {@code host:port}, {@code [v6]:port}, or either without the port.
     *
     * @throws IllegalArgumentException whose message says what is wrong with the text
     */
    public static HostPort parse(String text) {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        if (trimmed.isEmpty() || trimmed.length() > MAX_TEXT) {
            throw wrong(text, trimmed.isEmpty() ? "it is empty" : "it is longer than " + MAX_TEXT + " characters");
        }
        return trimmed.startsWith("[") ? parseBracketed(text, trimmed) : parsePlain(text, trimmed);
    }

    private static HostPort parseBracketed(String text, String trimmed) {
        int end = trimmed.indexOf(']');
        if (end < 0) {
            throw wrong(text, "the bracket is not closed");
        }
        String host = trimmed.substring(1, end);
        String rest = trimmed.substring(end + 1);
        if (!isIpv6(host)) {
            throw wrong(text, "there is no IPv6 address between the brackets");
        }
        if (!rest.isEmpty() && rest.charAt(0) != ':') {
            throw wrong(text, "after the bracket comes a colon and the port");
        }
        return new HostPort(host, rest.isEmpty() ? DEFAULT_PORT : parsePort(text, rest.substring(1)));
    }

    private static HostPort parsePlain(String text, String trimmed) {
        int colon = trimmed.indexOf(':');
        if (colon != trimmed.lastIndexOf(':')) {
            throw wrong(
                    text,
                    isIpv6(trimmed)
                            ? "an IPv6 address is written in brackets, such as [" + trimmed + "]:" + DEFAULT_PORT
                            : "it has more than one colon");
        }
        String host = colon < 0 ? trimmed : trimmed.substring(0, colon);
        if (!isHost(host)) {
            throw wrong(text, host.isEmpty() ? "the host is missing" : "the host is neither a name nor an address");
        }
        return new HostPort(host, colon < 0 ? DEFAULT_PORT : parsePort(text, trimmed.substring(colon + 1)));
    }

    private static boolean isIpv6(String host) {
        return IPV6.matcher(host).matches() && NetUtil.isValidIpV6Address(host);
    }

    private static boolean isHost(String host) {
        boolean numeric = host.matches("[0-9.]+");
        return numeric
                ? NetUtil.isValidIpV4Address(host)
                : host.length() <= 253 && NAME.matcher(host).matches();
    }

    private static int parsePort(String text, String port) {
        int value = PORT.matcher(port).matches() ? Integer.parseInt(port) : 0;
        if (value < 1 || value > 65535) {
            throw wrong(text, "the port must be a number 1..65535");
        }
        return value;
    }

    private static IllegalArgumentException wrong(String text, String what) {
        return new IllegalArgumentException(
                "not an address of the form host:port: \"" + Refusal.printable(text) + "\": " + what);
    }

    /** Whether the host is an address already and needs no name service. */
    boolean isNumeric() {
        return NetUtil.isValidIpV4Address(host) || isIpv6(host);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
