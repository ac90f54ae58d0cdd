package dev.starling.crypto.trust.document;

import java.util.regex.Pattern;

/** The syntax of a dialling hint: {@code host:port}, with an IPv6 address in brackets. Nothing is resolved here. */
final class Address {
    static final int MAX_CHARS = 255;

    private static final Pattern HOST_PORT =
            Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?])" + ":([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private Address() {}

    static boolean isValid(String address) {
        if (address.length() > MAX_CHARS) {
            return false;
        }
        var matcher = HOST_PORT.matcher(address);
        if (!matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(address, matcher.start(1), matcher.end(1), 10);
        return port >= 1 && port <= MAX_PORT;
    }
}
