package dev.starling.testnet.federation;

import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Metric;
import dev.starling.node.config.DataConfig;
import dev.starling.node.data.Examples;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.LocalTraining;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.SiteData;
import dev.starling.testnet.report.FederationReport;
import dev.starling.testnet.report.FederationReport.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What the federation is measured against. Each has the same learner, genesis, schedule, outer momentum and total steps as
 * a member that is in the federation from the first slot to the last, so that coming late or going early is never held
 * against training alone.
 *
 * @param alone for each member, in order, what it reaches on its own training rows
 * @param pooled one model trained on everybody's training rows in one place, scored as it learns; the last point is its score
 * @param holdings who holds how much of what
 * @param testRows rows that these are measured on
 */
public record References(List<Alone> alone, List<Point> pooled, Holdings holdings, int testRows) {
    private static final int POINTS = 20;

    public References {
        alone = List.copyOf(alone);
        pooled = List.copyOf(pooled);
    }

    /**
     * A member by itself.
     *
     * @param classRows its training rows by class, or by range of the label
     * @param curve its score as it learns; the last point is what it reaches
     */
    public record Alone(List<Integer> classRows, List<Point> curve) {
        public Alone {
            classRows = List.copyOf(classRows);
            curve = List.copyOf(curve);
        }

        /** Rows it trains on. */
        public int rows() {
            return classRows.stream().mapToInt(Integer::intValue).sum();
        }

        /** What it reaches. */
        public double score() {
            return curve.get(curve.size() - 1).score();
        }
    }

    /** Told after each finished training. */
    @FunctionalInterface
    public interface Progress {
        /**
         * One more is done.
         *
         * @param done trainings done
         * @param all trainings in all: one a member, and the pooled one
         */
        void trained(int done, int all);
    }

    /**
     * Trains them all on the rows that the nodes train on, one a processor at a time.
     *
     * @throws NodeFailure when a member's table cannot be read
     */
    public static References train(Charter charter, List<Site> sites, Examples tests, Progress progress)
            throws NodeFailure, InterruptedException {
        List<Examples> parts = new ArrayList<>();
        List<Callable<List<Point>>> trainings = new ArrayList<>();
        for (Site site : sites) {
            DataConfig data = site.directory().readConfig().data();
            Examples own = SiteData.read(data, charter).split().training();
            parts.add(own);
            trainings.add(() -> curve(charter, own, tests, data.seed()));
        }
        long seed = sites.get(0).directory().readConfig().data().seed();
        Examples together = Examples.together(parts);
        trainings.add(0, () -> curve(charter, together, tests, seed));
        List<List<Point>> curves = all(trainings, progress);
        Holdings holdings = Holdings.of(charter.schema(), parts);
        List<Alone> alone = IntStream.range(0, sites.size())
                .mapToObj(i -> new Alone(holdings.rows().get(i), curves.get(i + 1)))
                .toList();
        return new References(alone, curves.get(0), holdings, tests.rows());
    }

    private static List<Point> curve(Charter charter, Examples training, Examples tests, long seed) throws NodeFailure {
        Metric metric = charter.schema().metric();
        int slots = charter.plan().slots();
        int every = Math.max(1, slots / POINTS);
        List<Point> points = new ArrayList<>();
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(charter), training)) {
            new LocalTraining(charter, learner)
                    .run(
                            slots,
                            seed,
                            tests.subset(new int[0]),
                            (slot, of, loss, parameters) -> {
                                if (slot % every == 0 || slot == of) {
                                    double score =
                                            learner.evaluate(parameters, tests).score(metric);
                                    points.add(new Point(slot, score));
                                }
                            },
                            () -> false);
        }
        if (!points.stream().allMatch(point -> Double.isFinite(point.score()))) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "training runs away at a rate of " + charter.training().rate() + "; choose a lower --rate");
        }
        return points;
    }

    private static List<List<Point>> all(List<Callable<List<Point>>> trainings, Progress progress)
            throws NodeFailure, InterruptedException {
        ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<List<Point>>> futures =
                    trainings.stream().map(processors::submit).toList();
            List<List<Point>> curves = new ArrayList<>();
            for (Future<List<Point>> future : futures) {
                curves.add(future.get());
                progress.trained(curves.size(), futures.size());
            }
            return curves;
        } catch (ExecutionException e) {
            throw NodeFailure.of(e.getCause() == null ? e : e.getCause());
        } finally {
            processors.shutdownNow();
        }
    }

    /** What becomes of them in the report. */
    public FederationReport.References inReport() {
        return new FederationReport.References(pooled.get(pooled.size() - 1).score(), pooled, meanAlone());
    }

    /** The members' mean score as each of them trains alone. */
    private List<Point> meanAlone() {
        List<Point> first = alone.get(0).curve();
        return IntStream.range(0, first.size())
                .mapToObj(i -> new Point(
                        first.get(i).slot(),
                        alone.stream()
                                .mapToDouble(member -> member.curve().get(i).score())
                                .average()
                                .orElseThrow()))
                .toList();
    }
}
