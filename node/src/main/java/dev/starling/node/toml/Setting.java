package dev.starling.node.toml;

import org.jspecify.annotations.Nullable;

/**
 * One key of a configuration as it took effect.
 *
 * @param key with its section, {@code net.bind} say
 * @param value as TOML text; null for a key that may be absent and is
 * @param origin where the value comes from
 */
public record Setting(String key, @Nullable String value, Origin origin) {

    /** Where a value comes from. */
    public sealed interface Origin {
        /** The same in words. */
        String words();
    }

    /** Nobody said otherwise. */
    public record ByDefault() implements Origin {
        @Override
        public String words() {
            return "default";
        }
    }

    /**
     * The file.
     *
     * @param file its name
     * @param line counted from 1
     */
    public record OfLine(String file, int line) implements Origin {
        @Override
        public String words() {
            return file + ":" + line;
        }
    }

    /** An environment variable of this name. */
    public record OfVariable(String name) implements Origin {
        @Override
        public String words() {
            return "environment variable " + name;
        }
    }
}
