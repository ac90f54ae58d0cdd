package dev.starling.node.toml;

import dev.starling.node.toml.ConfigException.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Environment variables that stand in for keys of {@code starling.toml}, for containers. One rule: section and key in upper
 * case behind {@code STARLING_}, joined by an underscore: {@code STARLING_NET_BIND} for {@code net.bind}. The entries of a
 * list are separated by commas. An empty variable counts as not set. Immutable.
 *
 * @param variables by their full names; others than those of the prefix are left out
 */
public record Overrides(Map<String, String> variables) {
    private static final String PREFIX = "STARLING_";

    /** Variables that are no keys: see the command line and {@code scripts/starling}. */
    private static final Set<String> OTHERS = Set.of("DIR", "PASSPHRASE_FILE", "JAVA_OPTS");

    public Overrides {
        Map<String, String> kept = new TreeMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isEmpty()) {
                kept.put(name, value);
            }
        });
        variables = Collections.unmodifiableMap(kept);
    }

    /** Nothing is overridden. */
    public static Overrides none() {
        return new Overrides(Map.of());
    }

    /** The variable that stands in for a key. */
    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    Optional<String> of(String key) {
        return Optional.ofNullable(variables.get(variable(key)));
    }

    /**
     * Variables that were meant for a key that does not exist. Those that look like no key are left alone: a cluster sets
     * {@code STARLING_SERVICE_HOST} and the like by itself.
     *
     * @param keys all keys there are
     * @param sections the sections that hold them
     */
    List<Problem> unknown(Set<String> keys, Set<String> sections) {
        Set<String> known = new TreeSet<>(OTHERS);
        keys.forEach(key -> known.add(variable(key).substring(PREFIX.length())));
        List<Problem> problems = new ArrayList<>();
        for (String variable : variables.keySet()) {
            String name = variable.substring(PREFIX.length());
            if (!known.contains(name)) {
                problem(name, known, sections).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static Optional<Problem> problem(String name, Set<String> known, Set<String> sections) {
        Optional<String> near = Nearest.to(name, known);
        boolean ofSection = sections.stream()
                .map(section -> section.toUpperCase(Locale.ROOT))
                .anyMatch(section -> name.equals(section) || name.startsWith(section + "_"));
        if (name.startsWith("PASSPHRASE")) {
            near = Optional.of("PASSPHRASE_FILE");
        } else if (near.isEmpty() && !ofSection) {
            return Optional.empty();
        }
        String remedy = near.map(word -> "did you mean " + PREFIX + word + "?")
                .orElse("unset it; `starling config show --effective` lists the keys");
        return Optional.of(Problem.ofVariable(PREFIX + name, "stands for no key", remedy));
    }

    /** The names; the values are nobody's business. */
    @Override
    public String toString() {
        return variables.keySet().toString();
    }
}
