package dev.starling.node.parquet;

import blue.strategic.parquet.Hydrator;
import dev.starling.node.table.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the cells of a row from its values, in the order of the header. */
final class Cells implements Hydrator<List<String>, List<String>, String[]> {
    private final Map<String, Integer> places = new HashMap<>();

    Cells(List<String> header) {
        header.forEach(name -> places.put(name, places.size()));
    }

    @Override
    public List<String> start() {
        return new ArrayList<>(Collections.nCopies(places.size(), ""));
    }

    @Override
    public List<String> add(List<String> row, String[] column, @Nullable Object value) {
        Integer place = places.get(column[0]);
        if (place != null) {
            row.set(place, text(value));
        }
        return row;
    }

    @Override
    public List<String> finish(List<String> row) {
        return row;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            return Numbers.cell(number);
        }
        if (value instanceof Float number) {
            return number == Math.rint(number) ? Numbers.cell(number) : Float.isNaN(number) ? "" : number.toString();
        }
        return value.toString().strip();
    }
}
