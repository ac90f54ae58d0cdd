package dev.starling.node.statistics;

import dev.starling.node.charter.Charter.Classes;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Target;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Numbers;
import dev.starling.node.table.Place;
import dev.starling.node.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Derives the data section of a charter from tables, in one pass: kinds, categories, classes, and what numbers are scaled
 * by. The figures are rounded to six digits, because they are published with the charter.
 */
public final class ColumnStatistics {
    private final Selection selection;
    private final Table first;
    private final CellColumn label;
    private final List<CellColumn> columns;
    private final @Nullable Block block;

    /**
     * What to look at.
     *
     * @param label column that holds what the model is to tell; of an array, what to call it
     * @param leftOut columns that are no features: identifiers, dates, free text
     * @param rows which rows count, by their number from 0 in each table
     */
    public record Selection(String label, Set<String> leftOut, IntPredicate rows) {
        public Selection {
            leftOut = Set.copyOf(leftOut);
        }

        /** All rows. */
        public Selection(String label, Set<String> leftOut) {
            this(label, leftOut, row -> true);
        }

        boolean isFeature(String column) {
            return !column.equals(label) && !leftOut.contains(column);
        }
    }

    private ColumnStatistics(Table first, Selection selection) throws DataException {
        this.first = first;
        this.selection = selection;
        if (first instanceof CsvTable csv) {
            csv.column(selection.label());
            for (String column : selection.leftOut()) {
                csv.column(column);
            }
            this.columns = csv.header().stream()
                    .map(column -> new CellColumn(csv.name(), column))
                    .toList();
            this.label = columns.get(csv.column(selection.label()));
            this.block = null;
        } else {
            ArrayTable array = (ArrayTable) first;
            this.block = array.isBlock() ? new Block(array) : null;
            this.columns = IntStream.range(0, block == null ? array.width() : 0)
                    .mapToObj(c -> new CellColumn(array.name(), ArrayTable.column(c)))
                    .toList();
            this.label = new CellColumn(array.labelsName(), selection.label());
            refuseUnknown(array);
        }
    }

    private void refuseUnknown(ArrayTable array) throws DataException {
        for (String column : selection.leftOut()) {
            if (columns.stream().noneMatch(known -> known.name().equals(column))) {
                String remedy = columns.isEmpty()
                        ? "its rows are one block of numbers, of which none can be left out"
                        : "its columns are x0 to " + ArrayTable.column(columns.size() - 1);
                throw new DataException(array.name(), 0, column, "is not in the array", remedy);
            }
        }
    }

    /**
     * Reads tables.
     *
     * @param tables at least one, all with the header of the first
     * @throws DataException when a column is missing, the headers differ, or a table cannot be read
     */
    public static ColumnStatistics of(List<Table> tables, Selection selection) throws DataException {
        ColumnStatistics statistics = new ColumnStatistics(tables.get(0), selection);
        for (Table table : tables) {
            SameHeader.require(statistics.first, table);
            if (table instanceof CsvTable csv) {
                statistics.addCells(csv);
            } else {
                statistics.addNumbers((ArrayTable) table);
            }
        }
        return statistics;
    }

    private void addCells(CsvTable table) throws DataException {
        int[] row = new int[1];
        table.forEachRow((line, cells) -> {
            if (selection.rows().test(row[0]++)) {
                Place place = Place.ofLine(table.name(), line);
                for (int c = 0; c < cells.size(); c++) {
                    columns.get(c).add(cells.get(c), place);
                }
            }
        });
    }

    private void addNumbers(ArrayTable table) throws DataException {
        table.forEachRow((row, numbers, labelNumber) -> {
            if (selection.rows().test(row)) {
                label.add(Numbers.cell(labelNumber), Place.ofRow(table.labelsName(), row));
                if (block != null) {
                    block.add(numbers);
                }
                for (int c = 0; c < columns.size(); c++) {
                    columns.get(c).add(numbers[c]);
                }
            }
        });
    }

    /**
     * Whether the features look like measurements of one unit, as pixels are: always for a block of bytes; otherwise when
     * none is negative and more than half of at least two columns of numbers reach the same largest value.
     */
    public boolean ofOneUnit() {
        if (block != null) {
            return block.ofOneUnit();
        }
        List<Moments> numbers = numbers();
        return OneUnit.holds(
                numbers.stream().mapToDouble(Moments::magnitude).toArray(),
                numbers.stream().allMatch(Moments::natural));
    }

    /** Whether the label holds numbers only, and some are not whole or more than 20 are different. */
    public boolean labelLooksLikeQuantity() {
        return label.looksLikeQuantity();
    }

    /**
     * The data section of a charter.
     *
     * @param scaling of the features; that of a quantity to estimate is always its mean and deviation
     * @throws DataException when no feature is left, a column has more than 1000 different words, or the label does not fit
     *     the task
     */
    public Schema schema(Task task, Scaling scaling) throws DataException {
        List<Column> features = new ArrayList<>();
        if (block != null) {
            features.add(block.vector(scaling));
        }
        boolean oneUnit = ofOneUnit();
        double largest =
                numbers().stream().mapToDouble(Moments::magnitude).max().orElse(0);
        for (CellColumn column : columns) {
            if (selection.isFeature(column.name())) {
                features.add(column.column(
                        scaling, oneUnit ? largest : column.moments().magnitude()));
            }
        }
        if (features.isEmpty()) {
            throw new DataException(first.name(), 1, null, "no column is left as a feature", "leave fewer columns out");
        }
        return new Schema(selection.label(), target(task), features);
    }

    private Target target(Task task) throws DataException {
        if (task == Task.REGRESSION) {
            return label.quantity();
        }
        if (first instanceof ArrayTable array && !label.moments().whole()) {
            String remedy = "number the classes, or estimate the numbers with --regression";
            throw new DataException(array.labelsName(), 0, null, "holds numbers that are not whole", remedy);
        }
        return new Classes(label.classes());
    }

    private List<Moments> numbers() {
        return columns.stream()
                .filter(column -> selection.isFeature(column.name()) && column.numeric())
                .map(CellColumn::moments)
                .toList();
    }
}
