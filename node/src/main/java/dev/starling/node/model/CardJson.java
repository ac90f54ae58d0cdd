package dev.starling.node.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.starling.crypto.digest.Digest;
import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Classes;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Target;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.model.ModelCard.Origin;
import dev.starling.node.model.ModelCard.Participant;
import dev.starling.node.model.ModelCard.Score;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The model card as JSON: the same text in every format. It says in words, too, how a row becomes the vector of inputs and
 * how the outputs are read, so that a file alone is enough to use the model.
 */
final class CardJson {
    static final String FORMAT = "starling-model-2";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CardJson() {}

    /** On one line. */
    static String text(ModelCard card) {
        return object(card).toString();
    }

    /** For people, UTF-8. */
    static byte[] page(ModelCard card) {
        return (object(card).toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode object(ModelCard card) {
        Origin origin = card.origin();
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("kind", origin.kind())
                .put("federation", origin.name())
                .put("charter_sha256", origin.federation().hex())
                .put("slot", origin.slot())
                .put("held_by", origin.heldBy());
        ArrayNode members = json.putArray("members");
        origin.members()
                .forEach(member -> members.addObject()
                        .put("peer", member.peer())
                        .put("organisation", member.organisation())
                        .put("rows", member.rows()));
        schema(json, card.schema());
        ArrayNode layers = json.putArray("layers");
        card.layerSizes().forEach(layers::add);
        json.put("hidden_activation", "relu");
        ArrayNode scores = json.putArray("scores");
        card.scores()
                .forEach(score -> scores.addObject()
                        .put("on", score.on())
                        .put("members", score.members())
                        .put("rows", score.rows())
                        .put("metric", score.metric())
                        .put("value", score.value()));
        ArrayNode predict = json.putArray("predict");
        instructions(card.schema().target()).forEach(predict::add);
        return json.put("parameters_sha256", card.parameters().hex())
                .put("licence", "none stated: the members decide what others may do with this model");
    }

    private static void schema(ObjectNode json, Schema schema) {
        json.put("label", schema.label());
        if (schema.target() instanceof Quantity quantity) {
            scaling(json.putObject("target"), quantity.mean(), quantity.deviation());
        } else {
            ArrayNode classes = json.putArray("classes");
            schema.classes().forEach(classes::add);
        }
        ArrayNode columns = json.putArray("columns");
        int from = 0;
        for (Column column : schema.columns()) {
            ObjectNode entry = columns.addObject().put("name", column.name());
            if (column instanceof Numeric numeric) {
                scaling(entry.put("kind", "numeric"), numeric.mean(), numeric.deviation());
            } else if (column instanceof Vector vector) {
                scaling(entry.put("kind", "vector"), vector.mean(), vector.deviation());
            } else if (column instanceof Categorical categorical) {
                ArrayNode categories = entry.put("kind", "categorical").putArray("categories");
                categorical.categories().forEach(categories::add);
            }
            entry.put("from", from).put("to", from + column.width());
            from += column.width();
        }
    }

    private static void scaling(ObjectNode json, double mean, double deviation) {
        json.put("mean", mean).put("deviation", deviation);
    }

    private static List<String> instructions(Target target) {
        return List.of(
                "A row is a vector x. Column by column, it fills the places from (included) to to (excluded).",
                "numeric, vector: (value - mean) / deviation; 0 when the value is missing.",
                "categorical: 1 at the place of its category, 0 elsewhere; all 0 when it is missing or not listed.",
                "Layer by layer: z = x @ layerN.weight + layerN.bias, and below the last layer x = max(z, 0).",
                target instanceof Quantity
                        ? "The estimate is z * deviation + mean of the target."
                        : "The probabilities of the classes are softmax(z).",
                "The ONNX graph takes the numbers before scaling, NaN for a missing one, and does all of this itself.");
    }

    /**
     * Reads a card.
     *
     * @throws IllegalArgumentException when it is not one that this version wrote; says what is wrong
     */
    static ModelCard parse(String text) {
        try {
            return parse(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its card is not JSON", e);
        }
    }

    private static ModelCard parse(JsonNode json) {
        if (!json.path("format").asText().equals(FORMAT)) {
            throw new IllegalArgumentException("its card is not of format " + FORMAT);
        }
        try {
            Origin origin = new Origin(
                    Digest.parseHex(text(json, "charter_sha256")),
                    text(json, "federation"),
                    text(json, "kind"),
                    json.path("slot").asInt(),
                    text(json, "held_by"),
                    each(json, "members")
                            .map(m -> new Participant(
                                    text(m, "peer"),
                                    text(m, "organisation"),
                                    m.path("rows").asInt()))
                            .toList());
            Schema schema = new Schema(
                    text(json, "label"),
                    target(json),
                    each(json, "columns").map(CardJson::column).toList());
            List<Integer> layers = each(json, "layers").map(JsonNode::asInt).toList();
            List<Score> scores = each(json, "scores")
                    .map(s -> new Score(
                            text(s, "on"),
                            s.path("members").asInt(),
                            s.path("rows").asLong(),
                            text(s, "metric"),
                            number(s, "value")))
                    .toList();
            return new ModelCard(origin, schema, layers, scores, Digest.parseHex(text(json, "parameters_sha256")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its card is damaged: " + e.getMessage(), e);
        }
    }

    private static Target target(JsonNode json) {
        return json.has("target")
                ? new Quantity(number(json.path("target"), "mean"), number(json.path("target"), "deviation"))
                : new Classes(each(json, "classes").map(JsonNode::asText).toList());
    }

    private static Column column(JsonNode json) {
        String name = text(json, "name");
        return switch (text(json, "kind")) {
            case "numeric" -> new Numeric(name, number(json, "mean"), number(json, "deviation"));
            case "vector" ->
                new Vector(
                        name,
                        json.path("to").asInt() - json.path("from").asInt(),
                        number(json, "mean"),
                        number(json, "deviation"));
            case "categorical" ->
                new Categorical(
                        name, each(json, "categories").map(JsonNode::asText).toList());
            default -> throw new IllegalArgumentException("a column is of no kind that is known");
        };
    }

    private static Stream<JsonNode> each(JsonNode json, String key) {
        List<JsonNode> all = new ArrayList<>();
        json.path(key).forEach(all::add);
        return all.stream();
    }

    private static String text(JsonNode json, String key) {
        if (!json.path(key).isTextual()) {
            throw new IllegalArgumentException("it has no text " + key);
        }
        return json.path(key).asText();
    }

    private static double number(JsonNode json, String key) {
        if (!json.path(key).isNumber()) {
            throw new IllegalArgumentException("it has no number " + key);
        }
        return json.path(key).asDouble();
    }
}
