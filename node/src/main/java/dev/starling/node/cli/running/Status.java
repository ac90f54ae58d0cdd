package dev.starling.node.cli.running;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.observe.ScoreText;
import dev.starling.node.observe.StatusReport;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how the running node does, on one screen. */
@Command(
        name = "status",
        description = "Show how the running node does: phase, slot, scores, peers, bytes, alarms, and what comes next.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling status --dir north --json",
            "",
            "What --json prints is described by the JSON Schema that --schema prints.",
        })
final class Status extends Asking {
    @Option(names = "--schema", description = "Print the JSON Schema of this verb's --json, and ask no node.")
    boolean schema;

    Status(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException {
        JsonNode status = node.get("/v1/status");
        return answer(status, text(status));
    }

    @Override
    protected Optional<Answer> unasked() {
        return schema
                ? Optional.of(
                        answer(StatusReport.schema(), StatusReport.schema().toPrettyString()))
                : Optional.empty();
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
        s.path("accusations").forEach(a -> lines.add(accusation(s, a)));
        s.path("verdicts")
                .properties()
                .forEach(v -> lines.add(
                        "refused       " + v.getKey() + " " + v.getValue().asLong()));
        lines.add(Peers.text(s));
        s.path("alarms")
                .forEach(
                        alarm -> lines.add("ALARM         " + alarm.path("text").asText() + "; "
                                + alarm.path("remedy").asText()));
        lines.add("next          " + s.path("nextAction").asText());
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
