package dev.starling.node.statistics;

import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Numbers;
import dev.starling.node.table.Place;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the cells of one column have in common. It is a number when every cell that is not missing is one. */
final class CellColumn {
    private static final int MAX_WORDS = 1000;
    private static final int MANY_VALUES = 20;

    private final String table;
    private final String name;
    private final Set<String> words = new HashSet<>();
    private final Moments moments = new Moments();
    private boolean tooManyWords;
    private int cells;
    private @Nullable Place firstWord;

    /**
     * An empty column.
     *
     * @param table what problems of the whole column name
     */
    CellColumn(String table, String name) {
        this.table = table;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Counts a cell in; the place is where it stands. */
    void add(String cell, Place place) {
        if (CsvTable.missing(cell)) {
            return;
        }
        cells++;
        if (!tooManyWords) {
            words.add(cell);
            tooManyWords = words.size() > MAX_WORDS;
        }
        double value = Numbers.parse(cell);
        if (Double.isNaN(value) && firstWord == null) {
            firstWord = place;
        }
        moments.add(value);
    }

    /** Counts a number in that is no cell of a text. */
    void add(double value) {
        moments.add(value);
    }

    boolean numeric() {
        return firstWord == null;
    }

    Moments moments() {
        return moments;
    }

    /** Whether it holds numbers of which some are not whole, or more different ones than classes usually are. */
    boolean looksLikeQuantity() {
        return numeric() && moments.count() > 0 && (!moments.whole() || words.size() > MANY_VALUES);
    }

    /**
     * The column as a charter has it.
     *
     * @param magnitude what {@link Scaling#MAX} divides by
     */
    Column column(Scaling scaling, double magnitude) throws DataException {
        if (!numeric()) {
            refuseTooMany("leave the column out, or group its words");
            refuseIdentifier();
            return new Categorical(name, words.stream().sorted().toList());
        }
        refuseOverflow("leave the column out");
        Scale scale = Scale.of(scaling, moments, magnitude);
        return new Numeric(name, scale.mean(), scale.deviation());
    }

    /** The words of a label, numbers in the order of numbers. */
    List<String> classes() throws DataException {
        refuseTooMany("name a column that holds a class as the label; a number is estimated with --regression");
        if (words.size() < 2) {
            String what = "holds " + words.size() + " classes, and a model needs two";
            throw new DataException(table, 0, name, what, "name another label, or add rows");
        }
        Comparator<String> byText = Comparator.naturalOrder();
        return words.stream()
                .sorted(numeric() ? Comparator.comparingDouble(Numbers::parse).thenComparing(byText) : byText)
                .toList();
    }

    /** A label that is to be estimated. */
    Quantity quantity() throws DataException {
        if (firstWord != null) {
            String remedy = "correct or empty the cell, or leave out --regression when the label is a class";
            throw firstWord.wrong(name, "does not hold a number", remedy);
        }
        refuseOverflow("correct them, or write them in a larger unit");
        if (moments.deviation() == 0) {
            String what = moments.count() == 0 ? "holds no number" : "holds the same number in every row";
            throw new DataException(table, 0, name, what, "name another label, or add rows");
        }
        return new Quantity(moments.mean(), moments.deviation());
    }

    private void refuseOverflow(String remedy) throws DataException {
        if (!moments.sound()) {
            throw new DataException(table, 0, name, "holds numbers out of range", remedy);
        }
    }

    /** Words that hardly ever come twice name rows, not kinds, and a charter would show them to every member. */
    private void refuseIdentifier() throws DataException {
        if (words.size() > MANY_VALUES && 2 * words.size() > cells) {
            String what = "holds words that hardly ever come twice, as names and identifiers do";
            throw new DataException(
                    table, 0, name, what, "leave it out with --leave-out; a charter shows words to all");
        }
    }

    private void refuseTooMany(String remedy) throws DataException {
        if (tooManyWords) {
            String what = "holds more than " + MAX_WORDS + " different words";
            throw new DataException(table, 0, name, what, remedy);
        }
    }
}
