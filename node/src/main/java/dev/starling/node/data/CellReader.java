package dev.starling.node.data;

import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Place;
import java.util.List;
import java.util.OptionalInt;

/** Turns the rows of a CSV table into examples. One reader reads one table. */
final class CellReader {
    private static final int FIRST_ROWS = 16;

    private final CsvTable table;
    private final CellEncoder cells;
    private final int labelPosition;
    private final OptionalInt groupPosition;
    private final ExampleBuffer buffer;

    CellReader(CsvTable table, Schema schema) throws DataException {
        this.table = table;
        this.labelPosition = table.column(schema.label());
        this.groupPosition = table.groupColumn();
        this.cells = new CellEncoder(table, schema);
        if (groupPosition.isPresent()) {
            refuseAsGroup(groupPosition.getAsInt(), schema);
        }
        this.buffer = new ExampleBuffer(table.name(), schema, FIRST_ROWS, groupPosition.isPresent());
    }

    private void refuseAsGroup(int group, Schema schema) throws DataException {
        if (group == labelPosition) {
            String remedy = "name the column of whom a row is about";
            throw new DataException(table.name(), 1, schema.label(), "is the label and cannot be data.group", remedy);
        }
        for (Column column : schema.columns()) {
            if (group == table.column(column.name())) {
                String what = "is data.group here and a feature in the charter, which would learn whom a row is about";
                String remedy = "choose another group, or found a federation with --leave-out for that column";
                throw new DataException(table.name(), 1, column.name(), what, remedy);
            }
        }
    }

    ExampleBuffer read() throws DataException {
        table.forEachRow(this::add);
        return buffer;
    }

    private void add(int line, List<String> row) throws DataException {
        String group = groupPosition.isPresent() ? row.get(groupPosition.getAsInt()) : "";
        int at = buffer.begin(row.get(labelPosition), group, Place.ofLine(table.name(), line));
        if (at != ExampleBuffer.SKIPPED) {
            cells.encode(line, row, at, buffer.features());
        }
    }
}
