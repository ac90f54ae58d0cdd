package dev.starling.node.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that need no name service. Nothing is ever looked up here: only what has the form of an address is handed on. */
final class NumericAddress {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    /** The zone names an interface; only harmless characters. */
    private static final Pattern ZONE = Pattern.compile("%[a-z0-9_.-]{1,32}$");

    private NumericAddress() {}

    /** Whether it is an IPv4 address. */
    static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** Whether it is an IPv6 address in lower case, with or without a zone, without brackets. */
    static boolean isIpv6(String text) {
        String plain = ZONE.matcher(text).replaceFirst("");
        return plain.indexOf(':') >= 0 && bytes(plain).isPresent();
    }

    /** The bytes of an address without a zone, 4 or 16; an IPv6 address that stands for an IPv4 one has 4. */
    static Optional<byte[]> bytes(String text) {
        if (!isIpv4(text) && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // In brackets it is never taken for a name.
            return Optional.of(InetAddress.getByName(isIpv4(text) ? text : "[" + text + "]")
                    .getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
