package dev.starling.node.data;

import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a CSV table for a model that is to tell their labels, some at a time. Missing cells and categories that are
 * not listed count as in training. Confined to one thread.
 */
public final class UnlabelledRows {
    private static final int MOST_ROWS = 1024;
    private static final int MOST_FEATURES = 1 << 22;

    private final CsvTable table;
    private final Schema schema;
    private final CellEncoder cells;
    private final int most;
    private final List<List<String>> held = new ArrayList<>();
    private final FeatureRows features = new FeatureRows();

    /** Takes some rows. */
    @FunctionalInterface
    public interface Reader<X extends Exception> {
        /**
         * Takes some rows.
         *
         * @param own their cells as they stand in the file, one list a row
         * @param examples their features, until this returns; the labels mean nothing
         */
        void rows(List<List<String>> own, Examples examples) throws X;
    }

    public UnlabelledRows(CsvTable table, Schema schema) throws DataException {
        this.table = table;
        this.schema = schema;
        this.cells = new CellEncoder(table, schema);
        this.most = Math.max(1, Math.min(MOST_ROWS, MOST_FEATURES / schema.features()));
        features.reserve(most * schema.features());
    }

    /** Reads the table from its first row to its last; once. */
    public <X extends Exception> void forEach(Reader<X> reader) throws DataException, X {
        table.<X>forEachOwnRow((line, own) -> {
            cells.encode(line, table.charterWords(own), held.size() * schema.features(), features);
            held.add(own);
            if (held.size() == most) {
                handOver(reader);
            }
        });
        if (!held.isEmpty()) {
            handOver(reader);
        }
    }

    private <X extends Exception> void handOver(Reader<X> reader) throws X {
        Labels none = schema.target() instanceof Quantity
                ? new Quantities(new float[held.size()])
                : new ClassLabels(schema.outputs(), new int[held.size()]);
        reader.rows(
                List.copyOf(held),
                new Examples(schema.features(), features.first(held.size() * schema.features()), none));
        held.clear();
        features.clear();
    }

    /** Cells that were missing so far. */
    public int missingCells() {
        return features.missingCells();
    }

    /** Cells so far whose category the charter does not list. */
    public int unlistedCategories() {
        return features.unlistedCategories();
    }
}
