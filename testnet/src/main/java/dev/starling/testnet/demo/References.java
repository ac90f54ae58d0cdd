package dev.starling.testnet.demo;

import dev.starling.node.config.Charter;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.LocalTraining;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.runtime.NodeFailure;
import dev.starling.node.runtime.SiteData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the federation is measured against. Each has the same learner, genesis, schedule, outer momentum and total steps as
 * a hospital that is in the federation from the first slot to the last, so that coming late or going early is never held
 * against training alone.
 *
 * @param alone for each hospital, in order, what it reaches on its own training rows
 * @param pooled accuracy of one model trained on everybody's training rows in one place
 * @param testRows rows that these are measured on
 */
record References(List<Alone> alone, double pooled, int testRows) {
    References {
        alone = List.copyOf(alone);
    }

    /**
     * A hospital by itself.
     *
     * @param classRows its training rows by class
     * @param accuracy on the test rows
     */
    record Alone(List<Integer> classRows, double accuracy) {
        Alone {
            classRows = List.copyOf(classRows);
        }

        int rows() {
            return classRows.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Trains them all, one after the other, on the rows that the nodes train on. */
    static References train(Charter charter, List<Site> sites, Examples tests) throws NodeFailure {
        List<Alone> alone = new ArrayList<>();
        List<Examples> parts = new ArrayList<>();
        long seed = 0;
        for (Site site : sites) {
            var data = site.directory().readConfig().data();
            seed = data.seed();
            Examples own = SiteData.read(data, charter).split().training();
            parts.add(own);
            List<Integer> classRows =
                    IntStream.of(((ClassLabels) own.labels()).counts()).boxed().toList();
            alone.add(new Alone(classRows, accuracy(charter, own, tests, seed)));
        }
        return new References(alone, accuracy(charter, Examples.together(parts), tests, seed), tests.rows());
    }

    private static double accuracy(Charter charter, Examples training, Examples tests, long seed) throws NodeFailure {
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(charter), training)) {
            return new LocalTraining(charter, learner)
                    .run(charter.plan().slots(), seed, tests, (slot, slots, loss, x) -> {}, () -> false)
                    .holdout()
                    .accuracy();
        } catch (RuntimeException e) {
            throw NodeFailure.of(e);
        }
    }
}
