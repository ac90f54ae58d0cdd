package dev.starling.node.site;

import dev.starling.node.charter.Charter;
import dev.starling.node.config.DataConfig;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.data.SchemaReader.Reading;
import dev.starling.node.data.split.Shares;
import dev.starling.node.data.split.Split;
import dev.starling.node.statistics.FederatedScaling;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The site's own rows under a charter, split the same way by every command.
 *
 * @param split what is trained on, and what never is
 * @param remarks sentences about what was skipped or filled in; no values
 */
public record SiteData(Split split, List<String> remarks) {
    /** A class is rare below one row in so many. */
    private static final int RARE = 20;

    public SiteData {
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads and splits the table that the configuration names.
     *
     * @throws NodeFailure when the table does not fit the charter: file, line, column and remedy
     */
    public static SiteData read(DataConfig data, Charter charter) throws NodeFailure {
        try {
            Reading reading = SchemaReader.read(Table.open(data), charter.schema());
            Split split = Split.of(reading.examples(), Shares.of(data), data.seed());
            return new SiteData(split, remarks(data.file().toString(), reading, split, charter.schema()));
        } catch (DataException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * The same for who trains on the rows.
     *
     * @throws NodeFailure also when fewer rows are left to train on than the site wants
     */
    public static SiteData forTraining(DataConfig data, Charter charter) throws NodeFailure {
        SiteData own = read(data, charter);
        int rows = own.split().training().rows();
        if (rows < data.minimumRows()) {
            throw new NodeFailure(
                    ExitCode.DATA,
                    data.file() + ": " + rows
                            + " rows are left to train on, and data.minimum_rows in starling.toml asks for "
                            + data.minimumRows()
                            + "; add rows, keep fewer from training (data.holdout, data.validation), or"
                            + " lower data.minimum_rows if a model of so few may leave this site");
        }
        return own;
    }

    /**
     * What a site brings along while the scaling is not known yet.
     *
     * @param term its term of the sums
     * @param rows reads its rows once the scaling is known
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Unscaled(long[] term, Rows rows) {}

    /** Rows under a charter whose scaling is known. */
    @FunctionalInterface
    public interface Rows {
        Split under(Charter scaled) throws NodeFailure;
    }

    /**
     * What the founders' sums need of this site.
     *
     * @return empty when the scaling is known
     * @throws NodeFailure when the table does not fit the charter
     */
    public static Optional<Unscaled> unscaled(DataConfig data, Charter charter) throws NodeFailure {
        if (!charter.schema().federatedScaling()) {
            return Optional.empty();
        }
        try {
            long[] term = FederatedScaling.term(Table.open(data), charter.schema());
            return Optional.of(new Unscaled(term, scaled -> read(data, scaled).split()));
        } catch (DataException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * Rows that this site trains on, counted before there is a charter; rows without a label count, too. This is what a
     * member attests: a function of the number of rows and of the shares alone, also where whole groups are kept together.
     *
     * @throws NodeFailure when the table cannot be read or has no row
     */
    public static int trainingRows(DataConfig data) throws NodeFailure {
        int rows;
        try {
            rows = Table.open(data).rows();
        } catch (DataException e) {
            throw NodeFailure.of(e);
        }
        if (rows == 0) {
            throw new NodeFailure(
                    ExitCode.DATA, data.file() + ": the table has a header but no row; add the rows below it");
        }
        return Shares.of(data).trainingRows(rows);
    }

    private static List<String> remarks(String table, Reading reading, Split split, Charter.Schema schema) {
        List<String> remarks = new ArrayList<>();
        if (reading.withoutLabel() > 0) {
            remarks.add(table + ": " + reading.withoutLabel() + " rows have no label and are skipped");
        }
        if (reading.withoutGroup() > 0) {
            remarks.add(table + ": " + reading.withoutGroup()
                    + " rows have no group (data.group); each counts as a group of its own");
        }
        if (reading.missingCells() > 0) {
            remarks.add(table + ": " + reading.missingCells()
                    + " cells are missing; numbers count as the charter's mean, words as none of the categories");
        }
        if (reading.unlistedCategories() > 0) {
            remarks.add(table + ": " + reading.unlistedCategories()
                    + " cells hold a category that the charter does not list; they count as none of the categories");
        }
        if (split.training().labels() instanceof ClassLabels labels) {
            balance(labels, schema.classes()).ifPresent(rare -> remarks.add(table + ": " + rare));
        }
        return remarks;
    }

    /** What is to be said of the rarest class. */
    private static Optional<String> balance(ClassLabels labels, List<String> words) {
        int[] counts = labels.counts();
        int rarest = IntStream.range(0, counts.length)
                .boxed()
                .min(Comparator.comparingInt(c -> counts[c]))
                .orElseThrow();
        return (long) RARE * counts[rarest] >= labels.rows()
                ? Optional.empty()
                : Optional.of(
                        "class \"" + words.get(rarest) + "\" has " + counts[rarest] + " of the " + labels.rows()
                                + " rows to train on; accuracy alone says little of it, look at the classes in `starling eval`");
    }
}
