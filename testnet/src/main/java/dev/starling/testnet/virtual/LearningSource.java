package dev.starling.testnet.virtual;

import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.Request;
import dev.starling.testnet.dataset.ShareFiles;
import dev.starling.testnet.federation.Directories;
import dev.starling.testnet.sim.training.Clusters;
import dev.starling.testnet.sim.training.LabelledRows;
import dev.starling.testnet.sim.training.RandomSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Where what is learnt comes from: tables, made-up rows, or nothing at all. */
public final class LearningSource {
    private static final int MADE_UP_ROWS = 20;
    private static final int MADE_UP_TESTS = 500;
    private static final int CLASSES_A_MEMBER = 3;
    private static final float SPREAD = 0.5f;
    private static final int EQUAL_ROWS = 100;

    private final int batch;
    private final float rate;
    private final long seed;

    /**
     * @param batch rows of a step
     * @param rate learning rate
     * @param seed chooses rows and batches
     */
    public LearningSource(int batch, float rate, long seed) {
        this.batch = batch;
        this.rate = rate;
        this.seed = seed;
    }

    /** Rows of tables, dealt as the request says; the files that this takes are temporary. */
    public Learning tables(Request request) throws NodeFailure {
        DataSet data = DataSet.open(request, seed);
        int members = data.members().size();
        Path directory = temporary();
        try {
            List<Path> shares = new ArrayList<>();
            for (int m = 0; m < members; m++) {
                shares.add(Files.createDirectory(directory.resolve(Integer.toString(m))));
            }
            ShareFiles files = data.writeShares(shares);
            List<LabelledRows> rows = new ArrayList<>();
            for (Path share : shares) {
                Path labels = files.labels().map(share::resolve).orElse(null);
                rows.add(read(Table.open(share.resolve(files.table()), labels), data.schema()));
            }
            LabelledRows tests = read(data.tests(directory), data.schema());
            int classes = data.schema().outputs();
            String sentence = data.rows() + " rows of " + data.source() + " (" + data.split() + ")";
            return Learning.softmax(rows, tests, new SoftmaxChoice(classes, batch, rate, seed), sentence);
        } catch (DataException | IOException e) {
            throw NodeFailure.of(e);
        } finally {
            Directories.remove(directory);
        }
    }

    private static Path temporary() throws NodeFailure {
        try {
            return Files.createTempDirectory("starling-sim-");
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static LabelledRows read(Table table, Schema schema) throws NodeFailure, DataException {
        Examples examples = SchemaReader.read(table, schema).examples();
        if (examples.labels() instanceof ClassLabels labels) {
            return new LabelledRows(examples.width(), examples.features(), labels.numbers());
        }
        throw new NodeFailure(
                ExitCode.USAGE,
                "the label is a number, and the simulator's learner tells classes; add --task classification");
    }

    /** Made-up rows around the centres of classes, a few classes for each member. */
    public Learning madeUp(int members, int width, int classes) {
        Clusters clusters = new Clusters(width, classes, seed, SPREAD);
        List<LabelledRows> rows = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            rows.add(clusters.rows(MADE_UP_ROWS, m % classes, Math.min(classes, CLASSES_A_MEMBER), seed + 1 + m));
        }
        LabelledRows tests = clusters.rows(MADE_UP_TESTS, 0, classes, seed - 1);
        String sentence = "made-up rows of " + width + " features, " + classes + " classes";
        return Learning.softmax(rows, tests, new SoftmaxChoice(classes, batch, rate, seed), sentence);
    }

    /** Nothing: members are moved apart at random in the first slot, and from then on only mix. */
    public Learning none(int members, int dimension) {
        return new Learning(
                RandomSteps.once(seed, 1),
                new float[dimension],
                Collections.nCopies(members, EQUAL_ROWS),
                Optional.empty(),
                "no rows: parameters that are random after the first slot, and then only mixed");
    }
}
