package dev.starling.node.config;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a site's own table says what its charter says otherwise. Who reads a table by these rules sees the names and words of
 * the charter only. Immutable.
 *
 * @param columns own name of a column by the charter's name, where the two differ
 * @param missing cells that say that nobody knows, beside the empty one
 * @param categories by the charter's name of a column: the charter's word by the own word, where the two differ
 * @param group own name of the column whose rows must stay together, such as the patient; null when each row stands for itself
 * @param arrays names in an archive of arrays
 */
public record TableRules(
        Map<String, String> columns,
        Set<String> missing,
        Map<String, Map<String, String>> categories,
        @Nullable String group,
        Arrays arrays) {
    /** A table that speaks like its charter: an empty cell and {@code ?} are missing. */
    public static final TableRules NONE = new TableRules(Map.of(), Set.of("?"), Map.of(), null, new Arrays(null, null));

    /**
     * Names in an archive of arrays; null for the usual one.
     *
     * @param rows the array of the rows
     * @param labels the array with one label a row
     */
    public record Arrays(@Nullable String rows, @Nullable String labels) {}

    public TableRules {
        columns = Map.copyOf(columns);
        missing = Set.copyOf(missing);
        categories = categories.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
    }
}
