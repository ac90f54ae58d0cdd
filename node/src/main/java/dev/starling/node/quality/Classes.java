package dev.starling.node.quality;

import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.quality.TableScan.Row;
import dev.starling.node.table.Numbers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The class of each row as a training would number it: in the order of the charter, or, while there is none, in the order in
 * which a charter would have them. A label that is a number to estimate is one class. Confined to one thread.
 */
final class Classes {
    /** More different labels are no classes. */
    private static final int MOST = 20;

    private final @Nullable ColumnProfile label;
    private final Map<String, Integer> numbers = new HashMap<>();
    private int[] ofRows = new int[64];
    private int rows;

    Classes(@Nullable ColumnProfile label, @Nullable Schema schema) {
        this.label = label;
        List<String> words = schema != null ? schema.classes() : label == null ? List.of() : words(label);
        words.forEach(word -> numbers.put(word, numbers.size()));
    }

    private static List<String> words(ColumnProfile label) {
        if (label.distinct() < 0 || (label.numeric() && label.distinct() > MOST)) {
            return List.of();
        }
        Comparator<String> byText = Comparator.naturalOrder();
        return label.counts().keySet().stream()
                .sorted(
                        label.numeric()
                                ? Comparator.comparingDouble(Numbers::parse).thenComparing(byText)
                                : byText)
                .toList();
    }

    /** A word that is no class, which is a finding of its own, counts as the first one. */
    void add(Row row) {
        if (rows == ofRows.length) {
            ofRows = Arrays.copyOf(ofRows, 2 * rows);
        }
        ofRows[rows++] = label == null ? 0 : numbers.getOrDefault(row.text(label.field()), 0);
    }

    /** Whether the label holds classes. */
    boolean known() {
        return !numbers.isEmpty();
    }

    ClassLabels labels() {
        return new ClassLabels(Math.max(1, numbers.size()), Arrays.copyOf(ofRows, rows));
    }
}
