package dev.starling.node.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** As much of JSON Schema as the published ones use; whatever else stands in a schema is a problem, too. */
final class JsonSchema {
    private static final List<String> KNOWN = List.of(
            "$schema",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "enum",
            "pattern",
            "anyOf",
            "items",
            "required",
            "properties",
            "additionalProperties");

    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();

    private JsonSchema(JsonNode root) {
        this.root = root;
    }

    /** What is wrong with a value; empty when it is as the schema says. */
    static List<String> problems(JsonNode schema, JsonNode value) {
        JsonSchema check = new JsonSchema(schema);
        check.look("$", schema, value);
        return check.problems;
    }

    private void look(String at, JsonNode schema, JsonNode value) {
        schema.fieldNames().forEachRemaining(word -> require(KNOWN.contains(word), at, "the schema says " + word));
        if (schema.has("$ref")) {
            look(at, root.at(schema.get("$ref").asText().substring(1)), value);
        }
        if (schema.has("anyOf")) {
            boolean any = false;
            for (JsonNode one : schema.get("anyOf")) {
                JsonSchema attempt = new JsonSchema(root);
                attempt.look(at, one, value);
                any |= attempt.problems.isEmpty();
            }
            require(any, at, "fits none of anyOf: " + value);
        }
        if (schema.has("type")) {
            List<String> types = new ArrayList<>();
            JsonNode type = schema.get("type");
            if (type.isArray()) {
                type.forEach(one -> types.add(one.asText()));
            } else {
                types.add(type.asText());
            }
            require(types.stream().anyMatch(one -> is(one, value)), at, "is no " + types + ": " + value);
        }
        if (schema.has("enum")) {
            boolean listed = false;
            for (JsonNode one : schema.get("enum")) {
                listed |= one.equals(value);
            }
            require(listed, at, "is none of " + schema.get("enum") + ": " + value);
        }
        if (schema.has("pattern") && value.isTextual()) {
            require(value.asText().matches(schema.get("pattern").asText()), at, "does not match: " + value);
        }
        if (value.isArray() && schema.has("items")) {
            for (int k = 0; k < value.size(); k++) {
                look(at + "[" + k + "]", schema.get("items"), value.get(k));
            }
        }
        if (value.isObject()) {
            object(at, schema, value);
        }
    }

    private void object(String at, JsonNode schema, JsonNode value) {
        schema.path("required").forEach(name -> require(value.has(name.asText()), at, "has no " + name));
        value.properties().forEach(field -> {
            String inside = at + "." + field.getKey();
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode others = schema.path("additionalProperties");
            if (known.isObject()) {
                look(inside, known, field.getValue());
            } else if (others.isObject()) {
                look(inside, others, field.getValue());
            } else {
                require(!others.isBoolean() || others.asBoolean(), inside, "is not in the schema");
            }
        });
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException(type);
        };
    }

    private void require(boolean met, String at, String what) {
        if (!met) {
            problems.add(at + " " + what);
        }
    }
}
