package dev.starling.node.runtime;

import dev.starling.node.config.Charter;
import dev.starling.node.config.DataConfig;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.data.SchemaReader.Reading;
import dev.starling.node.data.Split;
import dev.starling.node.statistics.FederatedScaling;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The site's own rows under a charter, split the same way by every command.
 *
 * @param split what is trained on, and what never is
 * @param remarks sentences about what was skipped or filled in; no values
 */
public record SiteData(Split split, List<String> remarks) {
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
            Reading reading = SchemaReader.read(Table.open(data.file(), data.labels()), charter.schema());
            return new SiteData(
                    Split.holdout(reading.examples(), data.holdout(), data.seed()),
                    remarks(data.file().toString(), reading));
        } catch (DataException e) {
            throw NodeFailure.of(e);
        }
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
            long[] term = FederatedScaling.term(Table.open(data.file(), data.labels()), charter.schema());
            return Optional.of(new Unscaled(term, scaled -> read(data, scaled).split()));
        } catch (DataException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * Rows that this site trains on, counted before there is a charter; rows without a label count, too.
     *
     * @param labels of an array; null with a CSV table
     * @param holdout share of the rows that is never trained on
     * @throws NodeFailure when the table cannot be read or has no row
     */
    public static int trainingRows(Path table, @Nullable Path labels, double holdout) throws NodeFailure {
        int rows;
        try {
            rows = Table.open(table, labels).rows();
        } catch (DataException e) {
            throw NodeFailure.of(e);
        }
        if (rows == 0) {
            throw new NodeFailure(ExitCode.DATA, table + ": the table has a header but no row; add the rows below it");
        }
        return Split.trainingRows(rows, holdout);
    }

    static List<String> remarks(String table, Reading reading) {
        List<String> remarks = new ArrayList<>();
        if (reading.withoutLabel() > 0) {
            remarks.add(table + ": " + reading.withoutLabel() + " rows have no label and are skipped");
        }
        if (reading.missingCells() > 0) {
            remarks.add(table + ": " + reading.missingCells()
                    + " cells are missing; numbers count as the charter's mean, words as none of the categories");
        }
        if (reading.unlistedCategories() > 0) {
            remarks.add(table + ": " + reading.unlistedCategories()
                    + " cells hold a category that the charter does not list; they count as none of the categories");
        }
        return remarks;
    }
}
