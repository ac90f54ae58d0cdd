package dev.starling.node.data;

import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.statistics.Scale;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Numbers;
import dev.starling.node.table.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the rows of an array into features. One reader reads one table. */
final class NumberReader {
    private final ArrayTable table;
    private final List<Segment> segments;
    private final Optional<List<String>> groups;
    private final ExampleBuffer buffer;

    /** Numbers of a row that a charter scales alike. */
    private record Segment(String name, int from, int to, Scale scale) {}

    NumberReader(ArrayTable table, Schema schema) throws DataException {
        this.table = table;
        this.segments = new ArrayList<>();
        for (Column column : schema.columns()) {
            segments.add(segment(schema, column));
        }
        this.groups = table.groups();
        this.buffer = new ExampleBuffer(table.name(), schema, table.rows(), groups.isPresent());
    }

    private Segment segment(Schema schema, Column column) throws DataException {
        if (column instanceof Vector block && schema.columns().size() == 1) {
            if (block.width() != table.width()) {
                String what = "has " + table.features().words() + ", the charter wants " + block.width();
                String remedy = "bring the rows to " + block.width() + " values, or found a federation for these";
                throw new DataException(table.name(), 0, null, what, remedy);
            }
            return new Segment(block.name(), 0, block.width(), new Scale(block.mean(), block.deviation()));
        }
        if (column instanceof Numeric numeric) {
            for (int c = 0; c < table.width(); c++) {
                if (numeric.name().equals(ArrayTable.column(c))) {
                    return new Segment(numeric.name(), c, c + 1, new Scale(numeric.mean(), numeric.deviation()));
                }
            }
        }
        String remedy = "an array has the columns " + ArrayTable.column(0) + " to "
                + ArrayTable.column(table.width() - 1) + "; name a CSV table with the columns of the charter";
        throw new DataException(table.name(), 0, column.name(), "of the charter is not in the array", remedy);
    }

    ExampleBuffer read() throws DataException {
        table.forEachRow(this::add);
        return buffer;
    }

    private void add(int row, double[] numbers, double label) throws DataException {
        String group = groups.map(all -> all.get(row)).orElse("");
        int at = buffer.begin(Numbers.cell(label), group, Place.ofRow(table.labelsName(), row));
        if (at == ExampleBuffer.SKIPPED) {
            return;
        }
        for (Segment segment : segments) {
            for (int i = segment.from(); i < segment.to(); i++) {
                if (Double.isNaN(numbers[i])) {
                    buffer.features().missingCell();
                } else if (!buffer.features().set(at, numbers[i], segment.scale())) {
                    String remedy = "check the numbers and the deviation in the charter";
                    throw Place.ofRow(table.name(), row).wrong(segment.name(), "is out of range once scaled", remedy);
                }
                at++;
            }
        }
    }
}
