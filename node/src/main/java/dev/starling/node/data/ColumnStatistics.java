package dev.starling.node.data;

import dev.starling.node.config.Charter.Categorical;
import dev.starling.node.config.Charter.Column;
import dev.starling.node.config.Charter.Numeric;
import dev.starling.node.config.Charter.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Derives the data section of a charter from one table: kinds, categories, classes, and the mean and population standard
 * deviation of each number (Welford's update), both rounded to six digits, because they are published with the charter.
 * A column is a number when every cell that is not missing is one.
 */
public final class ColumnStatistics {
    private static final int MAX_WORDS = 1000;
    private static final MathContext SIX_DIGITS = new MathContext(6);

    private final String name;
    private final Set<String> words = new TreeSet<>();
    private boolean numeric = true;
    private boolean tooManyWords;
    private long count;
    private double mean;
    private double squares;

    private ColumnStatistics(String name) {
        this.name = name;
    }

    /**
     * The schema of a table.
     *
     * @param label column that holds the class
     * @param leftOut columns that are no features: identifiers, dates, free text
     * @throws DataException when a column is missing, has more than 1000 different words, or the label has fewer than two
     */
    public static Schema schema(CsvTable table, String label, Set<String> leftOut) throws DataException {
        int labelPosition = table.column(label);
        for (String column : leftOut) {
            table.column(column);
        }
        List<ColumnStatistics> columns =
                table.header().stream().map(ColumnStatistics::new).toList();
        table.forEachRow((line, cells) -> {
            for (int c = 0; c < cells.size(); c++) {
                columns.get(c).add(cells.get(c));
            }
        });
        List<Column> features = new ArrayList<>();
        for (ColumnStatistics column : columns) {
            if (!column.name.equals(label) && !leftOut.contains(column.name)) {
                features.add(column.column(table));
            }
        }
        if (features.isEmpty()) {
            throw new DataException(table.name(), 1, null, "no column is left as a feature", "leave fewer columns out");
        }
        return new Schema(label, columns.get(labelPosition).classes(table), features);
    }

    private void add(String cell) {
        if (CsvTable.missing(cell)) {
            return;
        }
        if (!tooManyWords) {
            words.add(cell);
            tooManyWords = words.size() > MAX_WORDS;
        }
        double value = Numbers.parse(cell);
        numeric &= !Double.isNaN(value);
        if (numeric) {
            count++;
            double delta = value - mean;
            mean += delta / count;
            squares += delta * (value - mean);
        }
    }

    private Column column(CsvTable table) throws DataException {
        if (!numeric) {
            refuseTooMany(table, "leave the column out, or group its words");
            return new Categorical(name, List.copyOf(words));
        }
        if (!Double.isFinite(mean) || !Double.isFinite(squares)) {
            throw new DataException(table.name(), 0, name, "holds numbers out of range", "leave the column out");
        }
        double deviation = count == 0 ? 0 : rounded(Math.sqrt(squares / count));
        return new Numeric(name, rounded(mean), deviation > 0 ? deviation : 1);
    }

    private List<String> classes(CsvTable table) throws DataException {
        refuseTooMany(table, "name a column that holds a class as the label");
        if (words.size() < 2) {
            String what = "holds " + words.size() + " classes, and a model needs two";
            throw new DataException(table.name(), 0, name, what, "name another label, or add rows");
        }
        Comparator<String> byText = Comparator.naturalOrder();
        return words.stream()
                .sorted(numeric ? Comparator.comparingDouble(Numbers::parse).thenComparing(byText) : byText)
                .toList();
    }

    private void refuseTooMany(CsvTable table, String remedy) throws DataException {
        if (tooManyWords) {
            String what = "holds more than " + MAX_WORDS + " different words";
            throw new DataException(table.name(), 0, name, what, remedy);
        }
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(SIX_DIGITS).doubleValue();
    }
}
