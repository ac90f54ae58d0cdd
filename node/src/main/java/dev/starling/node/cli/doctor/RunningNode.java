package dev.starling.node.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.finding.Finding;
import java.util.ArrayList;
import java.util.List;

/** What a running node says of itself and of the others. */
final class RunningNode {
    private static final String FIREWALL =
            "does that node run, and does a firewall between the two let one of them dial the other?";

    private RunningNode() {}

    static List<Finding> findings(JsonNode status) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.pass(
                "node",
                "runs: " + status.path("phase").asText() + ", slot "
                        + status.path("slot").asInt()));
        int alive = 0;
        for (JsonNode peer : status.path("peers")) {
            alive += peer.path("state").asText().equals("alive") ? 1 : 0;
            findings.add(member(peer));
        }
        if (alive == 0 && !status.path("peers").isEmpty()) {
            findings.add(Finding.fail("members", "none of the others is reached", FIREWALL));
        }
        for (JsonNode alarm : status.path("alarms")) {
            // Of the others each has a line already.
            if (!alarm.path("code").asText().startsWith("peer_")) {
                findings.add(Finding.warn(
                        "alarm",
                        alarm.path("text").asText(),
                        alarm.path("remedy").asText()));
            }
        }
        return findings;
    }

    private static Finding member(JsonNode peer) {
        String who =
                peer.path("organisation").asText() + " is " + peer.path("state").asText();
        if (peer.path("quarantined").asBoolean()) {
            return Finding.warn("member", who + " and quarantined", "see the log for why; ask there");
        }
        return switch (peer.path("state").asText()) {
            case "alive" ->
                Finding.pass("member", who + ", slot " + peer.path("slot").asInt());
            case "left" -> Finding.pass("member", who);
            default -> Finding.warn("member", who, FIREWALL);
        };
    }
}
