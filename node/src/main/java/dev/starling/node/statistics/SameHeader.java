package dev.starling.node.statistics;

import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.util.List;

/** Tables that are read as one must have the same columns in the same order. */
final class SameHeader {
    private SameHeader() {}

    /**
     * Compares two tables.
     *
     * @throws DataException that names the first difference
     */
    static void require(Table first, Table other) throws DataException {
        if (first instanceof CsvTable a && other instanceof CsvTable b) {
            require(a, b);
        } else if (!(first instanceof ArrayTable a) || !(other instanceof ArrayTable b)) {
            String what = "is of another format than " + first.name();
            throw new DataException(other.name(), 0, null, what, "give tables of one format");
        } else if (!a.features().itemShape().equals(b.features().itemShape())
                || a.features().element().type() != b.features().element().type()) {
            throw new DataException(
                    other.name(),
                    0,
                    null,
                    "has " + b.features().words() + ", and " + first.name() + " "
                            + a.features().words(),
                    "give arrays of one type and shape");
        }
    }

    private static void require(CsvTable first, CsvTable other) throws DataException {
        List<String> wanted = first.header();
        List<String> there = other.header();
        for (int c = 0; c < Math.min(wanted.size(), there.size()); c++) {
            if (!wanted.get(c).equals(there.get(c))) {
                String what = "is column " + (c + 1) + ", which in " + first.name() + " is \"" + wanted.get(c) + "\"";
                throw new DataException(other.name(), 1, there.get(c), what, "give tables with one header");
            }
        }
        if (wanted.size() != there.size()) {
            String what = "has " + there.size() + " columns, and " + first.name() + " " + wanted.size();
            throw new DataException(other.name(), 1, null, what, "give tables with one header");
        }
    }
}
