package dev.starling.node.cli.learning;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Labels;
import dev.starling.node.data.Quantities;
import dev.starling.node.data.UnlabelledRows;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a model tells of the rows of a table, written as another table: some rows at a time, none held longer. */
final class Prediction implements AutoCloseable {
    private final CsvTable table;
    private final Schema schema;
    private final float[] parameters;
    private final Learner learner;
    private final UnlabelledRows reader;
    private long rows;

    Prediction(Charter charter, float[] parameters, CsvTable table) throws DataException {
        this.table = table;
        this.schema = charter.schema();
        this.parameters = parameters;
        this.reader = new UnlabelledRows(table, schema);
        refuseTakenNames();
        this.learner = Nd4jLearner.open(LearnerSettings.of(charter), none(schema));
    }

    private static Examples none(Schema schema) {
        Labels labels = schema.target() instanceof Quantity
                ? new Quantities(new float[0])
                : new ClassLabels(schema.outputs(), new int[0]);
        return new Examples(schema.features(), new float[0], labels);
    }

    private void refuseTakenNames() throws DataException {
        for (String column : added()) {
            if (table.ownHeader().contains(column)) {
                throw new DataException(
                        table.name(),
                        1,
                        column,
                        "is in the header, and the answer has a column of that name",
                        "rename or remove it");
            }
        }
    }

    private List<String> added() {
        List<String> names = new ArrayList<>(List.of("predicted_" + schema.label()));
        schema.classes().forEach(word -> names.add("probability_" + word));
        return names;
    }

    /**
     * Writes the table; once.
     *
     * @throws NodeFailure when a row cannot be read or written
     */
    void write(Writer out) throws NodeFailure {
        try {
            CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
            List<String> header = new ArrayList<>(table.ownHeader());
            header.addAll(added());
            csv.writeRecord(header);
            reader.<NodeFailure>forEach((own, examples) -> tell(own, examples, csv));
            csv.flush();
        } catch (DataException | IOException e) {
            throw NodeFailure.of(e);
        } catch (UncheckedIOException e) {
            throw NodeFailure.of(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /** Whoever reads the table must not take a failure to write for one of its own. */
    private void tell(List<List<String>> own, Examples examples, CsvWriter csv) throws NodeFailure {
        float[] outputs = learner.outputs(parameters, examples);
        for (int row = 0; row < own.size(); row++) {
            List<String> record = new ArrayList<>(own.get(row));
            addTo(record, outputs, row * schema.outputs());
            try {
                csv.writeRecord(record);
            } catch (UncheckedIOException e) {
                throw NodeFailure.of(Objects.requireNonNullElse(e.getCause(), e));
            }
        }
        rows += own.size();
    }

    private void addTo(List<String> record, float[] outputs, int from) {
        if (schema.target() instanceof Quantity quantity) {
            record.add(Numbers.cell(quantity.mean() + quantity.deviation() * outputs[from]));
            return;
        }
        int best = 0;
        for (int k = 1; k < schema.outputs(); k++) {
            best = outputs[from + k] > outputs[from + best] ? k : best;
        }
        record.add(schema.classes().get(best));
        for (int k = 0; k < schema.outputs(); k++) {
            record.add(Float.toString(outputs[from + k]));
        }
    }

    long rows() {
        return rows;
    }

    long missingCells() {
        return reader.missingCells();
    }

    long unlistedCategories() {
        return reader.unlistedCategories();
    }

    /** What was filled in; no values. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (missingCells() > 0) {
            remarks.add(table.name() + ": " + missingCells()
                    + " cells are missing; numbers count as the charter's mean, words as none of the categories");
        }
        if (unlistedCategories() > 0) {
            remarks.add(table.name() + ": " + unlistedCategories()
                    + " cells hold a category that the charter does not list; they count as none of the categories");
        }
        return remarks;
    }

    @Override
    public void close() {
        learner.close();
    }
}
