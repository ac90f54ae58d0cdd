package dev.starling.node.data;

import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Numbers;
import dev.starling.node.table.Place;
import dev.starling.node.toml.Nearest;
import java.util.Arrays;
import java.util.Map;

/** Labels in the making, as the target of a charter has them. Confined to one thread. */
final class LabelCollector {
    private final Schema schema;
    private final Map<String, Integer> classNumbers;
    private int[] numbers = new int[0];
    private float[] values = new float[0];
    private int rows;

    LabelCollector(Schema schema, Map<String, Integer> classNumbers) {
        this.schema = schema;
        this.classNumbers = classNumbers;
    }

    /**
     * Takes the label of the next row.
     *
     * @throws DataException when it is not what the charter says
     */
    void add(String cell, Place place) throws DataException {
        if (schema.target() instanceof Quantity quantity) {
            float scaled = scaled(quantity, cell, place);
            values = rows < values.length ? values : Arrays.copyOf(values, longer());
            values[rows] = scaled;
        } else {
            int number = number(cell, place);
            numbers = rows < numbers.length ? numbers : Arrays.copyOf(numbers, longer());
            numbers[rows] = number;
        }
        rows++;
    }

    private int longer() {
        return Math.max(256, 2 * rows);
    }

    private int number(String cell, Place place) throws DataException {
        Integer number = classNumbers.get(cell);
        if (number == null) {
            String known = String.join(", ", schema.classes());
            String remedy = Nearest.to(cell, schema.classes())
                    .map(near -> "did you mean \"" + near + "\"? The classes are: " + known)
                    .orElse("the classes are: " + known);
            throw place.wrong(schema.label(), "holds no class of the charter", remedy);
        }
        return number;
    }

    private float scaled(Quantity quantity, String cell, Place place) throws DataException {
        double value = Numbers.parse(cell);
        if (Double.isNaN(value)) {
            String remedy = "write a decimal number, or leave the cell empty to skip the row";
            throw place.wrong(schema.label(), "does not hold a number", remedy);
        }
        float scaled = (float) ((value - quantity.mean()) / quantity.deviation());
        if (!Float.isFinite(scaled)) {
            String remedy = "check the cell and the target in the charter";
            throw place.wrong(schema.label(), "is out of range once scaled", remedy);
        }
        return scaled;
    }

    Labels labels() {
        return schema.target() instanceof Quantity
                ? new Quantities(Arrays.copyOf(values, rows))
                : new ClassLabels(schema.outputs(), Arrays.copyOf(numbers, rows));
    }
}
