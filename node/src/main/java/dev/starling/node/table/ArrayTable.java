package dev.starling.node.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers of one shape in one array, and a label for each in another; either is IDX or NPY, plain or gzip, or in an archive of
 * arrays, which may hold a third with the group of each row. An item of
 * several dimensions counts as one block of numbers, the last dimension fastest. NaN is a missing number or label. Rows are
 * streamed, never held.
 */
public final class ArrayTable implements Table {
    /** Columns of an NPY matrix that a charter still lists one by one. */
    private static final int MAX_COLUMNS = 256;

    private final ArrayFile features;
    private final ArrayFile labels;
    private final @Nullable ArrayFile groups;

    /** Takes rows one after the other. */
    @FunctionalInterface
    public interface RowReader {
        /**
         * Takes one row.
         *
         * @param row number of the row, from 0
         * @param features finite or NaN, overwritten by the next row
         * @param label finite or NaN
         * @throws DataException to stop
         */
        void row(int row, double[] features, double label) throws DataException;
    }

    /** Takes rows as they are stored, one after the other. */
    @FunctionalInterface
    public interface ItemReader {
        /**
         * Takes one row.
         *
         * @param row number of the row, from 0
         * @param features its bytes, overwritten by the next row
         * @param label likewise
         * @throws DataException to stop
         */
        void item(int row, byte[] features, byte[] label) throws DataException;
    }

    private ArrayTable(ArrayFile features, ArrayFile labels, @Nullable ArrayFile groups) {
        this.features = features;
        this.labels = labels;
        this.groups = groups;
    }

    /**
     * Opens two arrays and reads their headers.
     *
     * @throws DataException when one cannot be used, or they do not belong together
     */
    public static ArrayTable open(Path features, Path labels) throws DataException {
        return of(DataFile.of(features), DataFile.of(labels), null);
    }

    /** Arrays whose bytes are in memory. */
    public static ArrayTable of(String name, byte[] features, byte[] labels) throws DataException {
        return of(DataFile.of(name, features), DataFile.of(name + "-labels", labels), null);
    }

    static ArrayTable of(DataFile featureFile, DataFile labelFile, @Nullable DataFile groupFile) throws DataException {
        ArrayFile features = ArrayFile.open(featureFile);
        ArrayFile labels = ArrayFile.open(labelFile);
        if (features.layout().itemShape().isEmpty()) {
            String remedy = "name the array of the rows; is this the one of the labels?";
            throw new DataException(features.name(), 0, null, "has one dimension, so its rows hold nothing", remedy);
        }
        requireOneARow(labels, "label", features);
        ArrayFile groups = groupFile == null ? null : ArrayFile.open(groupFile);
        if (groups != null) {
            requireOneARow(groups, "group", features);
        }
        return new ArrayTable(features, labels, groups);
    }

    private static void requireOneARow(ArrayFile array, String word, ArrayFile features) throws DataException {
        if (array.layout().width() > 1) {
            String what = "holds " + array.layout().words() + ", which are no " + word + "s";
            throw new DataException(array.name(), 0, null, what, "name the array that holds one " + word + " a row");
        }
        int rows = features.layout().rows();
        int there = array.layout().rows();
        if (rows != there) {
            String what = "holds " + there + " " + word + "s for the " + rows + " rows of " + features.name();
            throw new DataException(array.name(), 0, null, what, "name two arrays that belong together");
        }
    }

    @Override
    public String name() {
        return features.name();
    }

    @Override
    public int rows() {
        return features.layout().rows();
    }

    /** Numbers in a row. */
    public int width() {
        return features.layout().width();
    }

    /** How the rows are stored. */
    public ArrayLayout features() {
        return features.layout();
    }

    /** How the labels are stored. */
    public ArrayLayout labels() {
        return labels.layout();
    }

    /** Name of the file of labels. */
    public String labelsName() {
        return labels.name();
    }

    /** Whether a row is one block of numbers of one unit, rather than columns that each have their own. */
    public boolean isBlock() {
        return features.layout().element().format() == ArrayLayout.Format.IDX
                || features.layout().itemShape().size() > 1
                || width() > MAX_COLUMNS;
    }

    /** What a charter calls the number at a position when it lists numbers one by one. */
    public static String column(int position) {
        return "x" + position;
    }

    /**
     * Reads the table from its first row to its last.
     *
     * @throws DataException when a file is not as long as its header promises, or holds an infinite number
     */
    public void forEachRow(RowReader reader) throws DataException {
        double[] row = new double[width()];
        double[] label = new double[1];
        try (ArrayItems featureItems = features.items();
                ArrayItems labelItems = labels.items()) {
            for (int r = 0; r < rows(); r++) {
                featureItems.next(row);
                labelItems.next(label);
                refuseInfinite(features, r, row);
                refuseInfinite(labels, r, label);
                reader.row(r, row, label[0]);
            }
            featureItems.end();
            labelItems.end();
        }
    }

    /** Reads the table as it is stored; {@link #features} and {@link #labels} tell how. */
    public void forEachItem(ItemReader reader) throws DataException {
        try (ArrayItems featureItems = features.items();
                ArrayItems labelItems = labels.items()) {
            for (int r = 0; r < rows(); r++) {
                reader.item(r, featureItems.next(), labelItems.next());
            }
            featureItems.end();
            labelItems.end();
        }
    }

    /**
     * The group of each row, as a cell has it; an empty cell where nobody knows.
     *
     * @return empty when each row stands for itself
     */
    public Optional<List<String>> groups() throws DataException {
        ArrayFile file = groups;
        if (file == null) {
            return Optional.empty();
        }
        List<String> ofRows = new ArrayList<>();
        double[] group = new double[1];
        try (ArrayItems items = file.items()) {
            for (int r = 0; r < rows(); r++) {
                items.next(group);
                refuseInfinite(file, r, group);
                ofRows.add(Numbers.cell(group[0]));
            }
            items.end();
        }
        return Optional.of(ofRows);
    }

    private static void refuseInfinite(ArrayFile file, int row, double[] numbers) throws DataException {
        for (double number : numbers) {
            if (Double.isInfinite(number)) {
                String remedy = "replace it, or write NaN when it is missing";
                throw Place.ofRow(file.name(), row).wrong(null, "holds an infinite number", remedy);
            }
        }
    }
}
