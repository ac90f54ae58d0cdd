package dev.starling.node.quality;

import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Numbers;
import dev.starling.node.table.Place;
import dev.starling.node.table.Table;
import java.util.ArrayList;
import java.util.List;

/** Rows of whichever table as numbers side by side. An array has its labels as the last column. */
final class TableScan {
    private final Table table;
    private final List<Field> fields;

    /**
     * A column.
     *
     * @param name as the charter has it
     * @param shown how reports name it
     * @param at position of its first number in a row
     * @param width numbers it takes; above 1 for a block
     */
    record Field(String name, String shown, int at, int width) {}

    /** Takes rows one after the other. */
    @FunctionalInterface
    interface Visitor {
        void row(Row row) throws DataException;
    }

    /**
     * A row, valid until the next one.
     *
     * @param number from 0
     * @param place where it stands
     * @param numbers of all columns; NaN where there is none
     * @param cells the same as text; empty for an array
     */
    @SuppressWarnings("ArrayRecordComponent") // a view, never compared
    record Row(int number, Place place, double[] numbers, List<String> cells) {
        /** Whether nobody knows what stands there. */
        boolean missing(Field field) {
            return cells.isEmpty()
                    ? Double.isNaN(numbers[field.at()])
                    : cells.get(field.at()).isEmpty();
        }

        /** What stands there, as a cell has it; never to be shown. */
        String text(Field field) {
            return cells.isEmpty() ? Numbers.cell(numbers[field.at()]) : cells.get(field.at());
        }
    }

    private TableScan(Table table, List<Field> fields) {
        this.table = table;
        this.fields = fields;
    }

    /**
     * A scan of a table.
     *
     * @param label what an array's labels are called
     */
    static TableScan of(Table table, String label) {
        List<Field> fields = new ArrayList<>();
        if (table instanceof CsvTable csv) {
            for (int c = 0; c < csv.header().size(); c++) {
                String name = csv.header().get(c);
                fields.add(new Field(name, csv.looksLikeARow() ? "no. " + (c + 1) : name, c, 1));
            }
            return new TableScan(table, fields);
        }
        ArrayTable array = (ArrayTable) table;
        if (array.isBlock()) {
            String name = array.features().element().format().block();
            fields.add(new Field(name, name, 0, array.width()));
        } else {
            for (int c = 0; c < array.width(); c++) {
                fields.add(new Field(ArrayTable.column(c), ArrayTable.column(c), c, 1));
            }
        }
        fields.add(new Field(label, label, array.width(), 1));
        return new TableScan(table, fields);
    }

    List<Field> fields() {
        return fields;
    }

    /** Reads the table from its first row to its last. */
    void forEach(Visitor visitor) throws DataException {
        int[] count = new int[1];
        if (table instanceof CsvTable csv) {
            double[] numbers = new double[fields.size()];
            csv.forEachRow((line, cells) -> {
                for (int c = 0; c < numbers.length; c++) {
                    numbers[c] = Numbers.parse(cells.get(c));
                }
                visitor.row(new Row(count[0]++, Place.ofLine(table.name(), line), numbers, cells));
            });
        } else {
            ArrayTable array = (ArrayTable) table;
            double[] numbers = new double[array.width() + 1];
            array.forEachRow((row, features, label) -> {
                System.arraycopy(features, 0, numbers, 0, features.length);
                numbers[features.length] = label;
                visitor.row(new Row(count[0]++, Place.ofRow(table.name(), row), numbers, List.of()));
            });
        }
    }
}
