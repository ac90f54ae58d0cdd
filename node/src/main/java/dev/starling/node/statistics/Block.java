package dev.starling.node.statistics;

import dev.starling.node.array.ElementType;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.DataException;

/** What the numbers of one unit have in common that make up a row. */
final class Block {
    private static final double BRIGHTEST = 255;

    private final ArrayTable table;
    private final boolean bytes;
    private final Moments moments = new Moments();
    private final double[] greatest;

    Block(ArrayTable table) {
        this.table = table;
        this.bytes = table.features().element().type() == ElementType.UINT8;
        this.greatest = new double[bytes ? 0 : table.width()];
    }

    void add(double[] row) {
        moments.addAll(row);
        for (int i = 0; i < greatest.length; i++) {
            greatest[i] = row[i] > greatest[i] ? row[i] : greatest[i];
        }
    }

    boolean ofOneUnit() {
        return bytes || OneUnit.holds(greatest, moments.natural());
    }

    Vector vector(Scaling scaling) throws DataException {
        if (!moments.sound()) {
            throw new DataException(table.name(), 0, null, "holds numbers out of range", "write them in a larger unit");
        }
        Scale scale = Scale.of(scaling, moments, bytes ? BRIGHTEST : moments.magnitude());
        String name = table.features().element().format().block();
        return new Vector(name, table.width(), scale.mean(), scale.deviation());
    }
}
