package dev.starling.node.cli.learning;

import dev.starling.crypto.identity.Identity;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.data.Examples;
import dev.starling.node.learning.Learner;
import dev.starling.node.matrix.Cell;
import dev.starling.node.matrix.SiteShare;
import dev.starling.node.site.Agreed;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.DurableFile;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import dev.starling.node.site.model.LocalModel;
import dev.starling.node.site.model.MemberModels;
import dev.starling.node.verdict.Separation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes what this site tells the others of its models: aggregates only, signed.
 *
 * @param agreed what the members have agreed on
 * @param learner that judges
 * @param rows the hold-out
 */
record Sharing(Agreed agreed, Learner learner, Examples rows) {
    private static final String ALONE = "alone";

    /**
     * Whoever signs.
     *
     * @param directory of the member
     * @param passphrase of its key file; closed by who uses it
     */
    record Signer(DataDirectory directory, Passphrase passphrase) {}

    /** Asks for the passphrase, once there is something to sign. */
    @FunctionalInterface
    interface Asking {
        Signer signer() throws NodeFailure;
    }

    Answer share(MemberModels models, Optional<LocalModel> local, Asking asking, Path file)
            throws NodeFailure, IOException {
        List<Cell> cells = new ArrayList<>();
        for (MemberModels.Item item : models.list().items()) {
            if (item.kind().equals(MemberModels.CONSOLIDATED) || item.kind().equals(MemberModels.CURRENT)) {
                cells.add(cell(
                        new Cell.Model(item.kind(), item.slot(), item.digest().hex()),
                        models.load(item.kind()).parameters()));
            }
        }
        local.ifPresent(alone -> cells.add(cell(
                new Cell.Model(ALONE, alone.summary().slots(), alone.summary().parameters()), alone.parameters())));
        Signer signer = asking.signer();
        try (Passphrase passphrase = signer.passphrase();
                Identity identity = FederationFiles.openIdentity(signer.directory(), passphrase.chars())) {
            SiteShare share = new SiteShare(
                    agreed.federation().hex(),
                    identity.peerId().hex(),
                    agreed.charter().schema().metric().word(),
                    cells);
            DurableFile.create(file, share.sealed(identity, agreed.roster()));
        }
        boolean withheld = rows.rows() < Cell.LEAST_ROWS;
        return Answer.of(
                Answer.fields()
                        .with("file", file.toString())
                        .with("models", cells.stream().map(Cell::model).toList())
                        .with("withheld", withheld),
                "Wrote " + file + ": " + cells.size() + " models, aggregates only"
                        + (withheld
                                ? "; " + rows.rows() + " rows are held out here, and nothing is told of fewer than "
                                        + Cell.LEAST_ROWS
                                : " (nothing of a class of fewer than " + Cell.LEAST_OF_CLASS + " rows)")
                        + ".\nIt is text: read it before you send it. `starling eval --matrix` puts several together.");
    }

    private Cell cell(Cell.Model model, float[] parameters) {
        double auc = Separation.of(learner.outputs(parameters, rows), rows.labels());
        return Cell.of(model, learner.evaluate(parameters, rows), auc);
    }
}
