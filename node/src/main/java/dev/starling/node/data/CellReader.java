package dev.starling.node.data;

import dev.starling.node.config.Charter.Categorical;
import dev.starling.node.config.Charter.Column;
import dev.starling.node.config.Charter.Numeric;
import dev.starling.node.config.Charter.Schema;
import dev.starling.node.config.Charter.Vector;
import dev.starling.node.statistics.Scale;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Numbers;
import dev.starling.node.table.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Turns the cells of a CSV table into features. One reader reads one table. */
final class CellReader {
    private static final int FIRST_ROWS = 16;

    private final CsvTable table;
    private final List<Cell> cells;
    private final int labelPosition;
    private final OptionalInt groupPosition;
    private final ExampleBuffer buffer;

    /** A column of the charter: where it stands in a row, and the numbers of its categories. */
    private record Cell(Column column, int position, Map<String, Integer> categories) {}

    CellReader(CsvTable table, Schema schema) throws DataException {
        this.table = table;
        this.labelPosition = table.column(schema.label());
        this.groupPosition = table.groupColumn();
        this.cells = new ArrayList<>();
        refuseLabelAsGroup(schema.label());
        for (Column column : schema.columns()) {
            if (column instanceof Vector block) {
                String what = "is CSV, and the charter wants rows of " + block.width() + " values as an array";
                String remedy = "name an IDX or NPY array as data.file, and its labels as data.labels";
                throw new DataException(table.name(), 0, null, what, remedy);
            }
            List<String> words = column instanceof Categorical categorical ? categorical.categories() : List.of();
            int position = table.column(column.name());
            if (groupPosition.isPresent() && groupPosition.getAsInt() == position) {
                String what = "is data.group here and a feature in the charter, which would learn whom a row is about";
                String remedy = "choose another group, or found a federation with --leave-out for that column";
                throw new DataException(table.name(), 1, column.name(), what, remedy);
            }
            cells.add(new Cell(column, position, ExampleBuffer.numbered(words)));
        }
        this.buffer = new ExampleBuffer(table.name(), schema, FIRST_ROWS, groupPosition.isPresent());
    }

    private void refuseLabelAsGroup(String label) throws DataException {
        if (groupPosition.isPresent() && groupPosition.getAsInt() == labelPosition) {
            String remedy = "name the column of whom a row is about";
            throw new DataException(table.name(), 1, label, "is the label and cannot be data.group", remedy);
        }
    }

    ExampleBuffer read() throws DataException {
        table.forEachRow(this::add);
        return buffer;
    }

    private void add(int line, List<String> row) throws DataException {
        String group = groupPosition.isPresent() ? row.get(groupPosition.getAsInt()) : "";
        int at = buffer.begin(row.get(labelPosition), group, Place.ofLine(table.name(), line));
        if (at == ExampleBuffer.SKIPPED) {
            return;
        }
        for (Cell cell : cells) {
            encode(cell, row.get(cell.position()), at, line);
            at += cell.column().width();
        }
    }

    private void encode(Cell cell, String text, int at, int line) throws DataException {
        if (CsvTable.missing(text)) {
            buffer.missingCell();
        } else if (cell.column() instanceof Numeric numeric) {
            number(numeric, text, at, line);
        } else {
            Integer category = cell.categories().get(text);
            if (category == null) {
                buffer.unlistedCategory();
            } else {
                buffer.set(at + category, 1);
            }
        }
    }

    private void number(Numeric column, String text, int at, int line) throws DataException {
        double value = Numbers.parse(text);
        if (Double.isNaN(value)) {
            String remedy = "write a decimal number, or leave the cell empty when it is missing";
            throw new DataException(table.name(), line, column.name(), "does not hold a number", remedy);
        }
        if (!buffer.set(at, value, new Scale(column.mean(), column.deviation()))) {
            String remedy = "check the cell and the deviation in the charter";
            throw new DataException(table.name(), line, column.name(), "is out of range once scaled", remedy);
        }
    }
}
