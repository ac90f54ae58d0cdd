package dev.starling.node.statistics;

import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Classes;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Target;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Numbers;
import dev.starling.node.table.Table;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Scaling by the mean and the deviation of all members' rows, of which each member tells sums only, and these under masks. The
 * words of a term, in this order:
 *
 * <pre>
 *  rows 1 | for each column of numbers: how many 1, sum 3, sum of squares 3
 *         | of a quantity to estimate the same seven; else the rows of each class, one word each
 * </pre>
 *
 * All rows of a site's table count, as they do for {@code charter new --scale-from}; missing numbers are passed over. A column
 * without variance has the deviation 1. Means and deviations are rounded to six digits. Sums of squares lose nothing to
 * cancellation, because they are summed exactly: the variance of the union is that of Chan, Golub and LeVeque (1982).
 */
public final class FederatedScaling {
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final MathContext EXACT = MathContext.DECIMAL128;
    /** Rounding to the grid leaves a constant column with a variance of this size, relative to 1 + |mean|. */
    private static final BigDecimal NOISE = BigDecimal.valueOf(Math.scalb(1.0, -44));

    private final Schema schema;
    private final List<Moments> numbers = new ArrayList<>();
    private final @Nullable Moments quantity;
    private final Map<String, Integer> classNumbers = new TreeMap<>();
    private final long[] classRows;
    private long rows;

    private FederatedScaling(Schema schema) {
        this.schema = schema;
        this.classRows = new long[schema.outputs()];
        this.quantity = schema.target() instanceof Quantity ? new Moments() : null;
        schema.columns().stream()
                .filter(column -> !(column instanceof Categorical))
                .forEach(column -> numbers.add(new Moments()));
        schema.classes().forEach(word -> classNumbers.put(word, classNumbers.size()));
    }

    /**
     * This site's term.
     *
     * @param table with the columns of the schema
     * @throws DataException when a column is missing, or a column's numbers are too large to be summed
     */
    public static long[] term(Table table, Schema schema) throws DataException {
        FederatedScaling scaling = new FederatedScaling(schema);
        if (table instanceof CsvTable csv) {
            scaling.addCells(csv);
        } else {
            scaling.addNumbers((ArrayTable) table);
        }
        return scaling.words(table.name());
    }

    private void addCells(CsvTable table) throws DataException {
        List<Integer> places = new ArrayList<>();
        for (Column column : schema.columns()) {
            if (!(column instanceof Categorical)) {
                places.add(table.column(column.name()));
            }
        }
        int label = table.column(schema.label());
        table.forEachRow((line, cells) -> {
            rows++;
            for (int c = 0; c < places.size(); c++) {
                numbers.get(c).add(number(cells.get(places.get(c))));
            }
            label(cells.get(label));
        });
    }

    private void addNumbers(ArrayTable table) throws DataException {
        boolean block = schema.columns().size() == 1 && schema.columns().get(0) instanceof Vector;
        int[] places = schema.columns().stream()
                .mapToInt(column -> place(table, column.name()))
                .toArray();
        table.forEachRow((row, values, labelNumber) -> {
            rows++;
            if (block) {
                numbers.get(0).addAll(values);
            } else {
                for (int c = 0; c < places.length; c++) {
                    numbers.get(c).add(values[places[c]]);
                }
            }
            label(Numbers.cell(labelNumber));
        });
    }

    private static int place(ArrayTable table, String column) {
        for (int c = 0; c < table.width(); c++) {
            if (ArrayTable.column(c).equals(column)) {
                return c;
            }
        }
        return 0;
    }

    private static double number(String cell) {
        return CsvTable.missing(cell) ? Double.NaN : Numbers.parse(cell);
    }

    private void label(String cell) {
        Moments figures = quantity;
        if (figures != null) {
            figures.add(number(cell));
        } else {
            Integer known = classNumbers.get(cell);
            if (known != null) {
                classRows[known]++;
            }
        }
    }

    private long[] words(String table) throws DataException {
        long[] words = new long[schema.statisticsWords()];
        words[0] = rows;
        int at = 1;
        for (Moments moments : numbers) {
            at = write(moments, words, at, table);
        }
        if (quantity != null) {
            write(quantity, words, at, table);
        } else {
            System.arraycopy(classRows, 0, words, at, classRows.length);
        }
        return words;
    }

    private static int write(Moments moments, long[] words, int at, String table) throws DataException {
        if (!moments.sound() || !WideNumber.fits(moments.sum()) || !WideNumber.fits(moments.sumOfSquares())) {
            throw new DataException(table, 0, null, "holds numbers out of range", "write them in a larger unit");
        }
        words[at] = moments.count();
        WideNumber.write(moments.sum(), words, at + 1);
        WideNumber.write(moments.sumOfSquares(), words, at + 1 + WideNumber.WORDS);
        return at + Schema.WORDS_A_NUMBER;
    }

    /** Rows behind totals. */
    public static long rows(long[] totals) {
        return totals[0];
    }

    /**
     * The schema with means and deviations in the place of 0 and 1.
     *
     * @param totals sums of the terms of all participants, {@link Schema#statisticsWords} words
     */
    public static Schema scaled(Schema schema, long[] totals) {
        if (totals.length != schema.statisticsWords()) {
            throw new IllegalArgumentException(totals.length + " words instead of " + schema.statisticsWords());
        }
        List<Column> columns = new ArrayList<>();
        int at = 1;
        for (Column column : schema.columns()) {
            if (column instanceof Numeric) {
                Scale scale = scale(totals, at);
                columns.add(new Numeric(column.name(), scale.mean(), scale.deviation()));
                at += Schema.WORDS_A_NUMBER;
            } else if (column instanceof Vector) {
                Scale scale = scale(totals, at);
                columns.add(new Vector(column.name(), column.width(), scale.mean(), scale.deviation()));
                at += Schema.WORDS_A_NUMBER;
            } else {
                columns.add(column);
            }
        }
        Target target = schema.target();
        if (target instanceof Classes) {
            return new Schema(schema.label(), target, columns, false);
        }
        Scale scale = scale(totals, at);
        return new Schema(schema.label(), new Quantity(scale.mean(), scale.deviation()), columns, false);
    }

    private static Scale scale(long[] totals, int at) {
        if (totals[at] == 0) {
            return new Scale(0, 1);
        }
        BigDecimal count = BigDecimal.valueOf(totals[at]);
        BigDecimal mean = WideNumber.read(totals, at + 1).divide(count, EXACT);
        BigDecimal variance = WideNumber.read(totals, at + 1 + WideNumber.WORDS)
                .divide(count, EXACT)
                .subtract(mean.multiply(mean));
        boolean constant = variance.compareTo(NOISE.multiply(BigDecimal.ONE.add(mean.abs()))) <= 0;
        double deviation = constant ? 1 : variance.sqrt(EXACT).round(SIX_DIGITS).doubleValue();
        return new Scale(mean.round(SIX_DIGITS).doubleValue(), deviation);
    }
}
