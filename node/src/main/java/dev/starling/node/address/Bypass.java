package dev.starling.node.address;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whom a proxy is not for, as curl's {@code NO_PROXY} says it: a name stands for itself and for all names below it, an address
 * for itself, a range ({@code 10.0.0.0/8}) for every address in it, and {@code *} for everybody. What is dialled is compared
 * as it is written: a name is not looked up, so a range covers no name.
 *
 * @param entries in lower case, without a leading dot
 */
public record Bypass(List<String> entries) {
    /** The proxy is for everybody. */
    public static final Bypass NOBODY = new Bypass(List.of());

    private static final String EVERYBODY = "*";
    private static final Pattern NAME = Pattern.compile("(?=.*[a-z])[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?");
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    public Bypass {
        entries = List.copyOf(entries);
    }

    /**
     * One entry in the form that is kept.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static String entry(String text) {
        String entry = text.strip().toLowerCase(Locale.ROOT);
        if (entry.equals(EVERYBODY)) {
            return entry;
        }
        entry = unbracketed(
                entry.startsWith("*.") ? entry.substring(2) : entry.startsWith(".") ? entry.substring(1) : entry);
        int slash = entry.indexOf('/');
        byte[] address = address(slash < 0 ? entry : entry.substring(0, slash));
        if (slash >= 0) {
            String bits = entry.substring(slash + 1);
            if (address.length == 0 || !BITS.matcher(bits).matches() || Integer.parseInt(bits) > 8 * address.length) {
                throw new IllegalArgumentException("\"" + text + "\" is no range of addresses");
            }
        } else if (address.length == 0 && !NAME.matcher(entry).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is neither a name, an address nor a range");
        }
        return entry;
    }

    /**
     * Whether the proxy is not for this host.
     *
     * @param host name or address as it is written, with or without brackets
     */
    public boolean covers(String host) {
        String plain = unbracketed(host.toLowerCase(Locale.ROOT));
        String named = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        byte[] address = address(named);
        return entries.stream()
                .anyMatch(entry -> entry.equals(EVERYBODY)
                        || (address.length > 0
                                ? within(address, entry)
                                : named.equals(entry) || named.endsWith("." + entry)));
    }

    private static boolean within(byte[] address, String entry) {
        int slash = entry.indexOf('/');
        byte[] from = address(slash < 0 ? entry : entry.substring(0, slash));
        if (from.length != address.length) {
            return false;
        }
        int bits = slash < 0 ? 8 * from.length : Integer.parseInt(entry.substring(slash + 1));
        for (int bit = 0; bit < bits; bit++) {
            if (((address[bit / 8] ^ from[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of an address; none when it is none. */
    private static byte[] address(String text) {
        return NumericAddress.bytes(text).orElse(new byte[0]);
    }

    /** Without brackets, and without the zone that names an interface. */
    private static String unbracketed(String text) {
        String plain = text.startsWith("[") ? text.substring(1).replace("]", "") : text;
        int zone = plain.indexOf('%');
        return zone < 0 ? plain : plain.substring(0, zone);
    }

    @Override
    public String toString() {
        return String.join(", ", entries);
    }
}
