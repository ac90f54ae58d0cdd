package dev.starling.node.cli.learning;

import dev.starling.node.charter.Charter;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.model.WholeFile;
import dev.starling.node.site.Agreed;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.model.MemberModels;
import dev.starling.node.site.model.MemberModels.Item;
import dev.starling.node.site.model.MemberModels.Loaded;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a shared model tell the label of rows that have none. */
@Command(
        name = "predict",
        description = "Let a shared model tell the label of every row of a table. Works beside a running node.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling predict --dir north --data new-cases.csv --out told.csv",
            "",
            "The table needs the columns of the charter, not the label. The answer has all of its columns, and behind them",
            "predicted_LABEL, and for classes probability_CLASS for each.",
        })
final class Predict extends Verb {
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "CSV table with a header.")
    Path data = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to; never in the place of another file (default: standard output).")
    @Nullable
    Path out;

    @Option(
            names = "--which",
            paramLabel = "MODEL",
            description =
                    "current (default), best, consolidated, a slot, or the first digits of a digest; see `starling model"
                            + " list`.")
    String which = MemberModels.CURRENT;

    Predict(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, DataException, IOException {
        if (json() && out == null) {
            throw new NodeFailure(ExitCode.USAGE, "--json needs --out: the table would stand on standard output, too");
        }
        DataDirectory directory = directory();
        Agreed agreed = Agreed.read(directory);
        Loaded model = MemberModels.of(directory, agreed).load(which);
        CsvTable table = table(directory, agreed.charter());
        try (Prediction prediction = new Prediction(agreed.charter(), model.parameters(), table)) {
            write(prediction);
            prediction.remarks().forEach(this::note);
            return answer(model.item(), prediction);
        }
    }

    private CsvTable table(DataDirectory directory, Charter charter) throws NodeFailure, DataException {
        if (Table.open(data, null, directory.readConfig().data().rules()) instanceof CsvTable table) {
            return table;
        }
        throw new NodeFailure(
                ExitCode.DATA,
                data + ": is no CSV table with the "
                        + charter.schema().columns().size()
                        + " columns of the charter; write it as CSV, or export the model and use it where the arrays are");
    }

    private void write(Prediction prediction) throws NodeFailure, IOException {
        if (out == null) {
            prediction.write(terminal().out());
            return;
        }
        try {
            WholeFile.<NodeFailure>write(out, false, bytes -> {
                OutputStreamWriter text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
                prediction.write(text);
                text.flush();
            });
        } catch (FileAlreadyExistsException e) {
            throw new NodeFailure(ExitCode.REFUSED, out + ": exists already; choose another name with --out", e);
        }
    }

    private Answer answer(Item model, Prediction prediction) {
        Answer.Fields fields = Answer.fields()
                .with("file", out == null ? null : out.toString())
                .with("model", model.kind())
                .with("slot", model.slot())
                .with("parameters", model.digest().hex())
                .with("rows", prediction.rows())
                .with("missing_cells", prediction.missingCells())
                .with("unlisted_categories", prediction.unlistedCategories());
        if (out == null) {
            return Answer.of(fields, "");
        }
        return Answer.of(
                fields,
                "Wrote " + prediction.rows() + " rows to " + out + ", told by the " + model.kind() + " model, slot "
                        + model.slot() + ".");
    }
}
