package dev.starling.node.data;

import dev.starling.node.config.Charter;
import dev.starling.node.config.Charter.Categorical;
import dev.starling.node.config.Charter.Column;
import dev.starling.node.config.Charter.Numeric;
import dev.starling.node.config.Charter.Schema;
import dev.starling.node.config.Nearest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a table into examples as a charter says. One reader reads one table. */
public final class SchemaReader {
    /** Largest array a JVM allocates without complaint. */
    private static final int MAX_FLOATS = Integer.MAX_VALUE - 8;

    private final CsvTable table;
    private final Schema schema;
    private final int width;
    private final int[] positions;
    private final int labelPosition;
    private final Map<String, Integer> classNumbers;
    private final List<Map<String, Integer>> categoryNumbers;
    private float[] features;
    private int[] labels = new int[256];
    private int rows;
    private int withoutLabel;
    private int missingCells;
    private int unlistedCategories;

    /**
     * What a table became.
     *
     * @param examples the rows that have a label
     * @param withoutLabel rows skipped because their label is missing
     * @param missingCells missing feature cells in the rows that were read
     * @param unlistedCategories cells whose category the charter does not list, read as all zeros
     */
    public record Reading(Examples examples, int withoutLabel, int missingCells, int unlistedCategories) {}

    private SchemaReader(CsvTable table, Schema schema) throws DataException {
        this.table = table;
        this.schema = schema;
        this.width = schema.features();
        this.labelPosition = table.column(schema.label());
        this.positions = new int[schema.columns().size()];
        for (int c = 0; c < positions.length; c++) {
            positions[c] = table.column(schema.columns().get(c).name());
        }
        this.classNumbers = numbered(schema.classes());
        this.categoryNumbers = schema.columns().stream()
                .map(column -> column instanceof Categorical words ? numbered(words.categories()) : numbered(List.of()))
                .toList();
        this.features = new float[256 * width];
    }

    /** The examples of a table, in its order. */
    public static Examples read(CsvTable table, Charter charter) throws DataException {
        return read(table, charter.schema()).examples();
    }

    /**
     * The examples of a table with what was noticed on the way. A missing number counts as the mean (0 once scaled), a
     * missing word as all zeros; a row without a label is skipped and counted.
     *
     * @throws DataException at the first column, cell or row that does not fit
     */
    public static Reading read(CsvTable table, Schema schema) throws DataException {
        SchemaReader reader = new SchemaReader(table, schema);
        table.forEachRow(reader::add);
        if (reader.rows == 0) {
            throw new DataException(
                    table.name(), 0, null, "no row has a label", "fill column \"" + schema.label() + "\"");
        }
        Examples examples = new Examples(
                reader.width,
                schema.classes().size(),
                Arrays.copyOf(reader.features, reader.rows * reader.width),
                Arrays.copyOf(reader.labels, reader.rows));
        return new Reading(examples, reader.withoutLabel, reader.missingCells, reader.unlistedCategories);
    }

    private void add(int line, List<String> cells) throws DataException {
        String label = cells.get(labelPosition);
        if (CsvTable.missing(label)) {
            withoutLabel++;
            return;
        }
        Integer number = classNumbers.get(label);
        if (number == null) {
            String known = String.join(", ", schema.classes());
            String remedy = Nearest.to(label, schema.classes())
                    .map(near -> "did you mean \"" + near + "\"? The classes are: " + known)
                    .orElse("the classes are: " + known);
            throw new DataException(table.name(), line, schema.label(), "holds no class of the charter", remedy);
        }
        reserve(line);
        labels[rows] = number;
        int offset = rows * width;
        for (int c = 0; c < positions.length; c++) {
            Column column = schema.columns().get(c);
            encode(column, categoryNumbers.get(c), cells.get(positions[c]), new Place(line, offset));
            offset += column.width();
        }
        rows++;
    }

    private record Place(int line, int offset) {}

    private void encode(Column column, Map<String, Integer> categories, String cell, Place place) throws DataException {
        if (CsvTable.missing(cell)) {
            missingCells++;
        } else if (column instanceof Numeric numeric) {
            features[place.offset()] = scaled(numeric, cell, place.line());
        } else {
            Integer category = categories.get(cell);
            if (category == null) {
                unlistedCategories++;
            } else {
                features[place.offset() + category] = 1;
            }
        }
    }

    private float scaled(Numeric column, String cell, int line) throws DataException {
        double value = Numbers.parse(cell);
        if (Double.isNaN(value)) {
            String remedy = "write a decimal number, or leave the cell empty when it is missing";
            throw new DataException(table.name(), line, column.name(), "does not hold a number", remedy);
        }
        float scaled = (float) ((value - column.mean()) / column.deviation());
        if (!Float.isFinite(scaled)) {
            String remedy = "check the cell and the deviation in the charter";
            throw new DataException(table.name(), line, column.name(), "is out of range once scaled", remedy);
        }
        return scaled;
    }

    private void reserve(int line) throws DataException {
        if (rows == labels.length) {
            labels = Arrays.copyOf(labels, 2 * labels.length);
        }
        long needed = (rows + 1L) * width;
        if (needed > MAX_FLOATS) {
            String what = "the table has more than " + MAX_FLOATS + " features in all";
            throw new DataException(table.name(), line, null, what, "split the table");
        }
        if (needed > features.length) {
            features = Arrays.copyOf(features, (int) Math.min(MAX_FLOATS, Math.max(needed, 2L * features.length)));
        }
    }

    private static Map<String, Integer> numbered(List<String> words) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String word : words) {
            numbers.put(word, numbers.size());
        }
        return Map.copyOf(numbers);
    }
}
