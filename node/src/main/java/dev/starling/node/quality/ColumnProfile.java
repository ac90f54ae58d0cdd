package dev.starling.node.quality;

import dev.starling.node.quality.TableScan.Field;
import dev.starling.node.quality.TableScan.Row;
import dev.starling.node.table.Place;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one column holds, in counts. Words are kept to be counted and compared, never to be shown. Confined to one thread. */
public final class ColumnProfile {
    /** More different cells than that are not counted. */
    static final int MOST_WORDS = 1000;

    private static final int FEW_VALUES = 10;
    private static final double OUTLIER = 3.5;
    private static final double EXTREME = 10;

    private final Field field;
    private final double[] least;
    private final double[] greatest;
    private final Map<String, Integer> counts = new HashMap<>();
    private final RobustScale robust = new RobustScale();
    private RobustScale.Scale scale = new RobustScale.Scale(Double.NaN, 0);
    private boolean tooManyWords;
    private boolean ascending = true;
    private double before = Double.NEGATIVE_INFINITY;
    private double sum;
    private long missing;
    private long filled;
    private long notNumbers;
    private long outliers;
    private long extremes;
    private @Nullable Place firstWord;

    ColumnProfile(Field field) {
        this.field = field;
        this.least = new double[field.width()];
        this.greatest = new double[field.width()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    }

    /** Counts a row in. */
    void add(Row row) {
        for (int i = 0; i < field.width(); i++) {
            double value = row.numbers()[field.at() + i];
            if (!Double.isNaN(value)) {
                least[i] = Math.min(least[i], value);
                greatest[i] = Math.max(greatest[i], value);
                robust.add(value);
                sum += value;
                filled++;
                ascending &= value > before && value == Math.rint(value);
                before = value;
            } else if (row.missing(field)) {
                missing++;
            } else {
                filled++;
                notNumbers++;
                firstWord = firstWord == null ? row.place() : firstWord;
            }
        }
        if (field.width() == 1 && !row.missing(field) && !tooManyWords) {
            counts.merge(row.text(field), 1, Integer::sum);
            tooManyWords = counts.size() > MOST_WORDS;
        }
    }

    /** All rows are in: what lies far out is counted in a second pass. */
    void close() {
        scale = robust.scale();
    }

    /** The second pass. */
    void measure(Row row) {
        boolean few = field.width() == 1 && !tooManyWords && counts.size() <= FEW_VALUES;
        for (int i = 0; i < field.width() && !few && field.width() == 1; i++) {
            double distance = scale.distance(row.numbers()[field.at() + i]);
            outliers += distance > OUTLIER ? 1 : 0;
            extremes += distance > EXTREME ? 1 : 0;
        }
    }

    Field field() {
        return field;
    }

    /** How reports name it. */
    public String name() {
        return field.shown();
    }

    /** Cells that nobody knows. */
    public long missing() {
        return missing;
    }

    /** Cells that somebody knows. */
    public long filled() {
        return filled;
    }

    /** Cells that hold something that is no number. */
    public long notNumbers() {
        return notNumbers;
    }

    /** Where the first of them stands. */
    Optional<Place> firstWord() {
        return Optional.ofNullable(firstWord);
    }

    /** Different cells; -1 when they are more than are counted, or numbers of a block. */
    public int distinct() {
        return tooManyWords || field.width() > 1 ? -1 : counts.size();
    }

    /** Cells by what they hold; not to be shown. */
    Map<String, Integer> counts() {
        return counts;
    }

    /** Numbers that lie more than 3.5 robust deviations from the median. */
    public long outliers() {
        return outliers;
    }

    /** Numbers that lie more than 10 robust deviations from the median. */
    public long extremes() {
        return extremes;
    }

    /** Positions that hold the same in every row: of a block many, otherwise none or one. */
    public int constant() {
        if (filled == 0) {
            return 0;
        }
        if (notNumbers > 0) {
            return distinct() == 1 ? 1 : 0;
        }
        int constant = 0;
        for (int i = 0; i < least.length; i++) {
            constant += least[i] >= greatest[i] ? 1 : 0;
        }
        return constant;
    }

    /** Whether whole numbers only rise, as row numbers do. */
    boolean countsRows() {
        return ascending && notNumbers == 0 && field.width() == 1 && filled > 2;
    }

    /** Median and deviation of the numbers. */
    RobustScale.Scale scale() {
        return scale;
    }

    /** Mean of the numbers; NaN when there is none. */
    double mean() {
        return sum / (filled - notNumbers);
    }

    /** Whether every cell that somebody knows is a number. */
    boolean numeric() {
        return notNumbers == 0;
    }
}
