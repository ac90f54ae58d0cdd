package dev.starling.testnet.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.starling.testnet.report.TextTable;
import java.util.List;
import java.util.Locale;

/** The rows for people and for programs. */
public final class BenchTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BenchTable() {}

    /** One object: {@code rows}, and the Java that ran. */
    public static String json(List<Row> rows) {
        ObjectNode object = JSON.createObjectNode();
        object.put("java", Runtime.version().toString());
        ArrayNode array = object.putArray("rows");
        for (Row row : rows) {
            ObjectNode node = array.addObject();
            node.put("name", row.name());
            node.put("value", row.value());
            node.put("unit", row.unit());
            node.put("against", row.against());
            node.put("limit", row.limit());
            node.put("ratio", row.ratio());
            node.put("bar", row.bar().map(Row.Bar::text).orElse(null));
            node.put("holds", row.holds().orElse(null));
        }
        return object.toString();
    }

    /** A table with a line that says how many promises hold. */
    public static String text(List<Row> rows) {
        TextTable table = new TextTable("what", "value", "limit", "unit", "ratio", "bar", "holds", "against");
        for (Row row : rows) {
            table.row(
                    row.name(),
                    number(row.value()),
                    number(row.limit()),
                    row.unit(),
                    number(row.ratio()),
                    row.bar().map(Row.Bar::text).orElse(""),
                    row.holds().map(holds -> holds ? "yes" : "NO").orElse(""),
                    row.against());
        }
        long bars = rows.stream().filter(row -> row.bar().isPresent()).count();
        long held = rows.stream().filter(row -> row.holds().orElse(false)).count();
        return table + "\n\n" + held + " of " + bars + " bars hold, on Java " + Runtime.version();
    }

    private static String number(double value) {
        String format = Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
