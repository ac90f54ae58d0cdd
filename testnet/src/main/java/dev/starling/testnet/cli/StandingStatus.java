package dev.starling.testnet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.starling.testnet.cli.Verb.Answer;
import dev.starling.testnet.report.TextTable;
import dev.starling.testnet.up.Containers;
import dev.starling.testnet.up.StandingFederation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the members of a federation that stays up are, for people and for programs. */
final class StandingStatus {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayNode members = JSON.createArrayNode();
    private final TextTable table =
            new TextTable("member", "state", "phase", "slot", "score", "peers", "consensus", "sent");

    private JsonNode metrics = NullNode.instance;
    private boolean errors;

    private StandingStatus() {}

    static Answer ofProcesses(List<StandingFederation.State> states) {
        StandingStatus status = new StandingStatus();
        for (StandingFederation.State state : states) {
            ObjectNode member = status.add(state.entry().name(), state.running(), state.status());
            member.put("address", state.entry().address())
                    .put("pid", state.entry().pid());
        }
        return status.answer();
    }

    static Answer ofContainers(List<Containers.State> states) {
        StandingStatus status = new StandingStatus();
        for (Containers.State state : states) {
            status.add(state.name(), state.running(), state.status()).put("container", state.container());
        }
        return status.answer();
    }

    private ObjectNode add(String name, boolean running, Optional<JsonNode> status) {
        ObjectNode member = members.addObject().put("name", name).put("running", running);
        member.set("status", status.orElse(null));
        JsonNode known = status.orElseGet(JSON::createObjectNode);
        metricsOf(known);
        table.row(
                name,
                running ? (status.isPresent() ? "up" : "starting") : "down",
                known.path("phase").asText("-"),
                slot(known),
                score(known),
                status.isPresent() ? Long.toString(peers(known)) : "-",
                figure("%.4f", known.path("consensusDistance")),
                known.has("bytesSent") ? known.path("bytesSent").asLong() / 1000 + " kB" : "-");
        return member;
    }

    /** Members show the same figures of a model; one of them may not have heard of the newest yet. */
    private void metricsOf(JsonNode status) {
        JsonNode shown = status.path("federatedMetrics");
        if (shown.path("index").asInt() > metrics.path("index").asInt()) {
            metrics = shown;
            errors = status.path("metric").asText().equals("rmse");
        }
    }

    /** Slots after the last planned one only settle the models. */
    private static String slot(JsonNode status) {
        if (!status.has("slot")) {
            return "-";
        }
        int slot = status.path("slot").asInt();
        int planned = status.path("plannedSlots").asInt();
        return planned == 0 ? Integer.toString(slot) : Math.min(slot, planned) + "/" + planned;
    }

    private static String score(JsonNode status) {
        boolean share = !status.path("metric").asText("accuracy").equals("rmse");
        JsonNode score = status.path("federatedScore");
        return share && score.isNumber()
                ? String.format(Locale.ROOT, "%.1f %%", 100 * score.asDouble())
                : figure("%.4g", score);
    }

    private static String figure(String format, JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, format, number.asDouble()) : "-";
    }

    private static long peers(JsonNode status) {
        long alive = 0;
        for (JsonNode peer : status.path("peers")) {
            alive += peer.path("state").asText().equals("alive") ? 1 : 0;
        }
        return alive;
    }

    private Answer answer() {
        ObjectNode json = JSON.createObjectNode();
        json.set("members", members);
        json.set("federatedMetrics", metrics);
        return new Answer(json.toString(), metrics.isNull() ? table.toString() : table + "\n\n" + together());
    }

    private String together() {
        return String.format(
                Locale.ROOT,
                "consolidated model %d on the %d hold-out rows of %d members: %s",
                metrics.path("index").asInt(),
                metrics.path("rows").asLong(),
                metrics.path("members").asInt(),
                errors
                        ? "error " + figure("%.4g", metrics.path("rmse"))
                        : String.format(
                                Locale.ROOT,
                                "accuracy %.1f %%",
                                100 * metrics.path("accuracy").asDouble()));
    }
}
