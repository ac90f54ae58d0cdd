package dev.starling.node.cli.running;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;
import picocli.CommandLine.Command;

/** Lists the other members as the running node sees them. */
@Command(
        name = "peers",
        description = "List the other members as the running node sees them.",
        footerHeading = "%nExample:%n",
        footer = "  starling peers --dir north")
final class Peers extends Asking {
    private static final long MOST_MILLIS = 10_000;
    private static final long MOST_SECONDS = 600;

    Peers(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException {
        JsonNode status = node.get("/v1/status");
        return Answer.of(Answer.fields().with("peers", status.path("peers")), text(status));
    }

    static String text(JsonNode status) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(String.format(
                Locale.ROOT,
                "%-24s %-16s %-8s %6s %6s %12s %10s",
                "peer",
                "fingerprint",
                "state",
                "slot",
                "lag",
                "contact",
                "round trip"));
        for (JsonNode peer : status.path("peers")) {
            long contact = peer.path("lastContactMillis").asLong();
            long trip = peer.path("roundTripMicros").asLong();
            String state = peer.path("quarantined").asBoolean()
                    ? "quarantined"
                    : peer.path("paused").asBoolean()
                            ? "paused"
                            : peer.path("unreachable").isTextual()
                                    ? "no link"
                                    : peer.path("state").asText();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-24s %-16s %-8s %6d %6d %12s %10s",
                    peer.path("organisation").asText(),
                    peer.path("id").asText().substring(0, 16),
                    state,
                    peer.path("slot").asInt(),
                    peer.path("lag").asInt(),
                    contact(contact),
                    trip == 0 ? "-" : String.format(Locale.ROOT, "%.1f ms", trip / 1000.0)));
            if (peer.path("unreachable").isTextual()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%24s cannot be reached: %s",
                        "",
                        peer.path("unreachable").asText()));
            }
            if (peer.path("heldBy").isTextual()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%24s %s since %.1f s: %s says that %s",
                        "",
                        peer.path("state").asText(),
                        peer.path("sinceMillis").asLong() / 1000.0,
                        name(status, peer.path("heldBy").asText()),
                        peer.path("reason").asText()));
            }
        }
        return lines.toString();
    }

    private static String contact(long millis) {
        if (millis < 0) {
            return "never";
        } else if (millis < MOST_MILLIS) {
            return millis + " ms ago";
        }
        long seconds = millis / 1000;
        return seconds < MOST_SECONDS ? seconds + " s ago" : seconds / 60 + " min ago";
    }

    /** What people call the member of this id. */
    static String name(JsonNode status, String id) {
        if (id.equals(status.path("peer").asText())) {
            return "this member";
        }
        for (JsonNode peer : status.path("peers")) {
            if (id.equals(peer.path("id").asText())) {
                return peer.path("organisation").asText();
            }
        }
        return id.substring(0, Math.min(16, id.length()));
    }
}
