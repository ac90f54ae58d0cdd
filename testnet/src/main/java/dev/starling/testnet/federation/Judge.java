package dev.starling.testnet.federation;

import dev.starling.node.charter.Metric;
import dev.starling.node.data.Examples;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.model.SharedModel;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.util.Optional;

/** Scores models on the test rows, which no member holds. Confined to one thread. */
public final class Judge implements AutoCloseable {
    private final CharterDocument document;
    private final Examples tests;
    private final Learner learner;

    private Judge(CharterDocument document, Examples tests, Learner learner) {
        this.document = document;
        this.tests = tests;
        this.learner = learner;
    }

    /**
     * Reads the test rows and starts the native arithmetic of this process.
     *
     * @throws NodeFailure when the table does not fit the charter, or the arithmetic does not run here
     */
    public static Judge open(CharterDocument document, Table testRows) throws NodeFailure {
        try {
            Examples tests = SchemaReader.read(testRows, document.charter());
            Examples none = tests.subset(new int[0]);
            return new Judge(document, tests, Nd4jLearner.open(LearnerSettings.of(document.charter()), none));
        } catch (DataException | RuntimeException e) {
            throw NodeFailure.of(e);
        }
    }

    /** The rows that everybody is scored on. */
    public Examples tests() {
        return tests;
    }

    /** What a score is. */
    public Metric metric() {
        return document.charter().schema().metric();
    }

    /** Score of these parameters on the test rows. */
    public double score(float[] parameters) {
        return learner.evaluate(parameters, tests).score(metric());
    }

    /** A member's model as its disk has it, also while it runs; empty before it first ran. */
    public Optional<SharedModel> model(Site site) throws NodeFailure {
        return SharedModel.read(site.directory(), document.federation(), document.charter());
    }

    @Override
    public void close() {
        learner.close();
    }
}
