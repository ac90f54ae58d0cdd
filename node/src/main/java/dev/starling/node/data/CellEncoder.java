package dev.starling.node.data;

import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.statistics.Scale;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the cells of one row of a CSV table into features; the label is no concern of it. */
final class CellEncoder {
    private final CsvTable table;
    private final List<Cell> cells = new ArrayList<>();

    /** A column of the charter: where it stands in a row, and the numbers of its categories. */
    private record Cell(Column column, int position, Map<String, Integer> categories) {}

    private record At(int line, int feature) {}

    CellEncoder(CsvTable table, Schema schema) throws DataException {
        this.table = table;
        for (Column column : schema.columns()) {
            if (column instanceof Vector block) {
                String what = "is CSV, and the charter wants rows of " + block.width() + " values as an array";
                String remedy = "name an IDX or NPY array as data.file, and its labels as data.labels";
                throw new DataException(table.name(), 0, null, what, remedy);
            }
            List<String> words = column instanceof Categorical categorical ? categorical.categories() : List.of();
            cells.add(new Cell(column, table.column(column.name()), ExampleBuffer.numbered(words)));
        }
    }

    /**
     * Encodes a row.
     *
     * @param row its cells as the charter has them
     * @param from where the row begins among the features
     * @throws DataException at the first cell that does not fit
     */
    void encode(int line, List<String> row, int from, FeatureRows rows) throws DataException {
        int at = from;
        for (Cell cell : cells) {
            String text = row.get(cell.position());
            if (CsvTable.missing(text)) {
                rows.missingCell();
            } else if (cell.column() instanceof Numeric numeric) {
                number(numeric, text, new At(line, at), rows);
            } else {
                Integer category = cell.categories().get(text);
                if (category == null) {
                    rows.unlistedCategory();
                } else {
                    rows.set(at + category, 1);
                }
            }
            at += cell.column().width();
        }
    }

    private void number(Numeric column, String text, At where, FeatureRows rows) throws DataException {
        double value = Numbers.parse(text);
        if (Double.isNaN(value)) {
            String remedy = "write a decimal number, or leave the cell empty when it is missing";
            throw new DataException(table.name(), where.line(), column.name(), "does not hold a number", remedy);
        }
        if (!rows.set(where.feature(), value, new Scale(column.mean(), column.deviation()))) {
            String remedy = "check the cell and the deviation in the charter";
            throw new DataException(table.name(), where.line(), column.name(), "is out of range once scaled", remedy);
        }
    }
}
