package dev.starling.node.cli.running;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.observe.ScoreText;
import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;
import picocli.CommandLine.Command;

/** Shows how the running node does, on one screen. */
@Command(
        name = "status",
        description = "Show how the running node does: phase, slot, scores, peers, bytes, verdicts.",
        footerHeading = "%nExample:%n",
        footer = "  starling status --dir north --json")
final class Status extends Asking {
    Status(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException {
        JsonNode status = node.get("/v1/status");
        return answer(status, text(status));
    }

    static String text(JsonNode s) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add("member        " + s.path("organisation").asText() + "  "
                + s.path("peer").asText());
        lines.add("federation    " + s.path("federation").asText());
        int planned = s.path("plannedSlots").asInt();
        lines.add("phase         " + s.path("phase").asText() + " ("
                + s.path("detail").asText() + "), slot " + s.path("slot").asInt()
                + (planned > 0 ? " of " + planned : ""));
        if (!s.path("pausedBy").isEmpty()) {
            lines.add("paused        " + paused(s));
        }
        JsonNode scaling = s.path("scaling");
        if (scaling.isObject()) {
            lines.add("scaling       not known yet (" + scaling.path("stage").asText() + "): "
                    + scaling.path("ready").asInt() + " members are ready, "
                    + scaling.path("needed").asInt() + " are needed"
                    + (scaling.path("awaited").isEmpty() ? "" : "; waits for " + names(scaling.path("awaited"))));
        }
        String metric = s.path("metric").asText();
        lines.add("hold-out      " + (metric.equals("rmse") ? "RMSE " : "") + "alone "
                + score(metric, s.path("localScore")) + ", federated " + score(metric, s.path("federatedScore")));
        JsonNode metrics = s.path("federatedMetrics");
        if (metrics.isObject()) {
            lines.add("hold-outs     " + together(metric, metrics));
        }
        JsonNode judging = s.path("judging");
        if (!judging.path("awaited").isEmpty()) {
            lines.add("              of the newest consolidated model not known: waits for "
                    + names(judging.path("awaited")));
        }
        lines.add("consensus     " + distance(s.path("consensusDistance")));
        lines.add("bytes         sent " + s.path("bytesSent").asLong() + ", received "
                + s.path("bytesReceived").asLong());
        lines.add("transactions  open " + s.path("openTransactions").asInt() + ", voided "
                + s.path("voids").asLong());
        if (s.path("privateSlots").asInt() > 0 && s.path("detail").asText().equals("alone")) {
            lines.add("alone         " + s.path("privateSlots").asInt()
                    + " slots on a private copy: no peer is reachable; check the addresses and the firewall");
        }
        if (s.path("doubt").asInt() > 0) {
            lines.add("doubt         " + s.path("doubt").asInt()
                    + " of 8: answers came late or not at all; this member waits longer before it blames others");
        }
        s.path("accusations").forEach(a -> lines.add(accusation(s, a)));
        s.path("verdicts")
                .properties()
                .forEach(v -> lines.add(
                        "refused       " + v.getKey() + " " + v.getValue().asLong()));
        JsonNode removed = s.path("removed");
        if (removed.isObject()) {
            lines.add("removed       by " + names(removed.path("by")) + ": "
                    + removed.path("reason").asText());
        }
        s.path("proposedRemovals")
                .forEach(p ->
                        lines.add("removal       of " + p.path("organisation").asText() + ", signed by "
                                + names(p.path("by")) + " (" + p.path("by").size() + " of "
                                + p.path("quorum").asInt() + "): "
                                + p.path("reason").asText() + "; to agree run `starling revoke "
                                + p.path("peer").asText().substring(0, 16) + "`"));
        s.path("waitingForApproval")
                .forEach(id -> lines.add("waiting       " + id.asText() + ": run `starling approve "
                        + id.asText().substring(0, 16) + "`"));
        lines.add(Peers.text(s));
        return lines.toString();
    }

    private static String paused(JsonNode s) {
        if (s.path("pausedUntil").isTextual()) {
            return "by the times of training until " + s.path("pausedUntil").asText();
        }
        boolean byPerson = s.path("pausedBy").get(0).asText().equals("operator");
        return byPerson ? "by an operator until `starling resume`" : "by the times of training";
    }

    private static String together(String metric, JsonNode metrics) {
        return String.format(
                Locale.ROOT,
                "%s, loss %.4f of consolidated model %d on %d rows of %d members",
                ScoreText.named(metric, metrics.path(metric).asDouble(Double.NaN)),
                metrics.path("loss").asDouble(),
                metrics.path("index").asInt(),
                metrics.path("rows").asLong(),
                metrics.path("members").asInt());
    }

    private static String names(JsonNode list) {
        StringJoiner names = new StringJoiner(", ");
        list.forEach(name -> names.add(name.asText()));
        return names.toString();
    }

    private static String accusation(JsonNode status, JsonNode accusation) {
        return String.format(
                Locale.ROOT,
                "accused       %s by %s %.1f s ago: %s%s",
                accusation.path("kind").asText(),
                Peers.name(status, accusation.path("by").asText()),
                accusation.path("sinceMillis").asLong() / 1000.0,
                accusation.path("reason").asText(),
                accusation.path("kind").asText().equals("quarantined")
                        ? ""
                        : ", nothing heard for "
                                + accusation.path("silentMillis").asLong() + " ms; refuted");
    }

    private static String score(String metric, JsonNode score) {
        return score.isNumber() ? ScoreText.of(metric, score.asDouble()) : "not known";
    }

    private static String distance(JsonNode figure) {
        return figure.isNumber()
                ? String.format(Locale.ROOT, "%.4f from the mean, relative", figure.asDouble())
                : "not known";
    }
}
