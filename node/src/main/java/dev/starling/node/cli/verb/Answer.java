package dev.starling.node.cli.verb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.site.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verb found out: once for programs, once for people.
 *
 * @param object the JSON object, in order
 * @param text the same in words, without a line end; may be empty
 * @param code how the command ends
 */
public record Answer(Map<String, @Nullable Object> object, String text, ExitCode code) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A success. */
    public static Answer of(Fields fields, String text) {
        return new Answer(fields.values, text, ExitCode.OK);
    }

    /** The fields of an object, in the order in which they are added. */
    public static final class Fields {
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        /** Adds a field; a number that is not finite becomes null, which JSON has a word for. */
        public Fields with(String name, @Nullable Object value) {
            boolean unspeakable = value instanceof Double number && !Double.isFinite(number);
            values.put(name, unspeakable ? null : value instanceof Fields inner ? inner.values : value);
            return this;
        }

        /** The object, to go into a list. */
        public Map<String, @Nullable Object> asMap() {
            return values;
        }
    }

    public static Fields fields() {
        return new Fields();
    }

    /** The object on one line. */
    public String json() {
        return json(object);
    }

    /**
     * The object that stands for an error.
     *
     * @param manual word of the chapter to read on in
     */
    public static String error(int code, String message, String manual) {
        return json(Map.of(
                "error", fields().with("code", code).with("message", message).with("manual", manual).values));
    }

    private static String json(Map<String, @Nullable Object> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("fields that JSON cannot say", e);
        }
    }
}
