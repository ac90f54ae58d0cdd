package dev.starling.testnet.demo;

import dev.starling.node.data.CsvTable;
import dev.starling.node.data.DataException;
import dev.starling.node.data.Examples;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.runtime.CharterDocument;
import dev.starling.node.runtime.NodeFailure;
import dev.starling.node.runtime.SharedModel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Scores models on the test rows, which no hospital holds. Confined to one thread. */
final class Judge implements AutoCloseable {
    private final CharterDocument document;
    private final Examples tests;
    private final Learner learner;

    private Judge(CharterDocument document, Examples tests, Learner learner) {
        this.document = document;
        this.tests = tests;
        this.learner = learner;
    }

    /**
     * Starts the native arithmetic of this process.
     *
     * @throws NodeFailure when it does not run here
     */
    static Judge open(CharterDocument document, String testCsv) throws NodeFailure {
        try {
            CsvTable table = CsvTable.of("test rows", testCsv.getBytes(StandardCharsets.UTF_8));
            Examples tests = SchemaReader.read(table, document.charter());
            Examples none = tests.subset(new int[0]);
            return new Judge(document, tests, Nd4jLearner.open(LearnerSettings.of(document.charter()), none));
        } catch (DataException | RuntimeException e) {
            throw NodeFailure.of(e);
        }
    }

    Examples tests() {
        return tests;
    }

    /** Share of the test rows that these parameters tell right. */
    double accuracy(float[] parameters) {
        return learner.evaluate(parameters, tests).accuracy();
    }

    /** A member's model as its disk has it, also while it runs; empty before it first ran. */
    Optional<SharedModel> model(Site site) throws NodeFailure {
        return SharedModel.read(site.directory(), document.federation(), document.charter());
    }

    @Override
    public void close() {
        learner.close();
    }
}
