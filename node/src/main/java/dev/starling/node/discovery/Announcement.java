package dev.starling.node.discovery;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The TXT record of {@code _starling._tcp.local.} (RFC 6763 section 6): version, peer id, federation tag and port, nothing
 * private. A record is complete or it is nothing; unknown keys are left for later versions.
 */
record Announcement(String peerId, String federationTag, int port) {
    static final String VERSION = "1";

    private static final String KEY_VERSION = "v";
    private static final String KEY_PEER = "id";
    private static final String KEY_FEDERATION = "fed";
    private static final String KEY_PORT = "port";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

    static Announcement of(DiscoverySettings settings) {
        return new Announcement(settings.peerId(), settings.federationTag(), settings.port());
    }

    Map<String, String> properties() {
        return Map.of(
                KEY_VERSION, VERSION,
                KEY_PEER, peerId,
                KEY_FEDERATION, federationTag,
                KEY_PORT, Integer.toString(port));
    }

    /** Reads a record key by key; empty when a key is missing, malformed or of another version. */
    static Optional<Announcement> read(Function<String, @Nullable String> properties) {
        String peerId = properties.apply(KEY_PEER);
        String federationTag = properties.apply(KEY_FEDERATION);
        String port = properties.apply(KEY_PORT);
        if (!VERSION.equals(properties.apply(KEY_VERSION))
                || !isPeerId(peerId)
                || !isFederationTag(federationTag)
                || !isPort(port)) {
            return Optional.empty();
        }
        return Optional.of(new Announcement(peerId, federationTag, Integer.parseInt(port)));
    }

    static boolean isPeerId(@Nullable String text) {
        return isHex(text, 64);
    }

    static boolean isFederationTag(@Nullable String text) {
        return isHex(text, 16);
    }

    private static boolean isPort(@Nullable String text) {
        return text != null && PORT.matcher(text).matches() && Integer.parseInt(text) <= 65535;
    }

    private static boolean isHex(@Nullable String text, int digits) {
        return text != null && text.length() == digits && HEX.matcher(text).matches();
    }
}
