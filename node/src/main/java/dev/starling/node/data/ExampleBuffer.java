package dev.starling.node.data;

import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.data.SchemaReader.Reading;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Examples in the making, and what was noticed on the way. Confined to one thread. */
final class ExampleBuffer {
    /** Largest array a JVM allocates without complaint. */
    private static final int MAX_FLOATS = Integer.MAX_VALUE - 8;

    /** A row is skipped because its label is missing. */
    static final int SKIPPED = -1;

    private final String table;
    private final Schema schema;
    private final int width;
    private final LabelCollector labels;
    private final @Nullable GroupNumbers groups;
    private final FeatureRows features = new FeatureRows();
    private int rows;
    private int withoutLabel;

    /**
     * An empty buffer.
     *
     * @param expectedRows room that is made beforehand
     * @param grouped whether each row comes with a group
     * @throws DataException when no array holds as many
     */
    ExampleBuffer(String table, Schema schema, int expectedRows, boolean grouped) throws DataException {
        this.table = table;
        this.schema = schema;
        this.width = schema.features();
        this.labels = new LabelCollector(schema, numbered(schema.classes()));
        this.groups = grouped ? new GroupNumbers() : null;
        reserve(expectedRows);
    }

    /**
     * Begins a row, all zeros.
     *
     * @param label cell of the label
     * @param group cell of the group; not looked at when rows have none
     * @return where the row begins in {@link #features}, or {@link #SKIPPED}
     */
    int begin(String label, String group, Place place) throws DataException {
        if (CsvTable.missing(label)) {
            withoutLabel++;
            return SKIPPED;
        }
        labels.add(label, place);
        if (groups != null) {
            groups.add(group);
        }
        reserve(rows + 1);
        return width * rows++;
    }

    /** Where the features of the rows go. */
    FeatureRows features() {
        return features;
    }

    /**
     * What the table became; the buffer is not used after it.
     *
     * @throws DataException when there is no row
     */
    Reading reading() throws DataException {
        if (rows == 0) {
            throw new DataException(table, 0, null, "no row has a label", "fill column \"" + schema.label() + "\"");
        }
        Examples examples = new Examples(width, features.first(rows * width), labels.labels());
        return groups == null
                ? new Reading(examples, withoutLabel, 0, features.missingCells(), features.unlistedCategories())
                : new Reading(
                        examples.withGroups(groups.numbers()),
                        withoutLabel,
                        groups.unknown(),
                        features.missingCells(),
                        features.unlistedCategories());
    }

    private void reserve(int wanted) throws DataException {
        long needed = (long) wanted * width;
        if (needed > MAX_FLOATS) {
            String what = "the table has more than " + MAX_FLOATS + " features in all";
            throw new DataException(table, 0, null, what, "split the table");
        }
        if (needed * Float.BYTES > Runtime.getRuntime().maxMemory()) {
            String what = "the table makes " + needed + " features, and they take more memory than Java may use";
            String remedy = "give Java a larger heap, with STARLING_JAVA_OPTS=-Xmx8g for example, or split the table";
            throw new DataException(table, 0, null, what, remedy);
        }
        if (needed > features.room()) {
            features.reserve((int) Math.min(MAX_FLOATS, Math.max(needed, 2L * features.room())));
        }
    }

    static Map<String, Integer> numbered(List<String> words) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String word : words) {
            numbers.put(word, numbers.size());
        }
        return Map.copyOf(numbers);
    }
}
