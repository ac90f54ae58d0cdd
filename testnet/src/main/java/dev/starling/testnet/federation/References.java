package dev.starling.testnet.federation;

import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Metric;
import dev.starling.node.config.DataConfig;
import dev.starling.node.data.Examples;
import dev.starling.node.data.split.Split;
import dev.starling.node.learning.Baseline;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.LocalTraining;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.SiteData;
import dev.starling.testnet.report.FederationReport;
import dev.starling.testnet.report.FederationReport.Point;
import dev.starling.testnet.report.HoldOuts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the federation is measured against. Each has the same learner, genesis, schedule, outer momentum and total steps as
 * a member that is in the federation from the first slot to the last, so that coming late or going early is never held
 * against training alone.
 *
 * @param alone for each member, in order, what it reaches on its own training rows
 * @param pooled one model trained on everybody's training rows in one place, scored as it learns; the last point is its score
 * @param holdings who holds how much of what
 * @param testRows rows that these are measured on
 * @param heldOut the rows that the members keep from training; null when they keep none
 */
public record References(
        List<Alone> alone,
        List<Point> pooled,
        Holdings holdings,
        int testRows,
        @Nullable HeldOut heldOut) {
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

    /**
     * All members' hold-outs.
     *
     * @param rows of all of them
     * @param pooled score of the pooled model on them
     */
    public record HeldOut(int rows, double pooled) {}

    /** A training's scores on the test rows, and its last model's on rows held out, NaN without any. */
    private record Learnt(List<Point> curve, double onHeldOut) {}

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
        List<Examples> holdOuts = new ArrayList<>();
        List<Callable<Learnt>> trainings = new ArrayList<>();
        Examples none = tests.subset(new int[0]);
        for (Site site : sites) {
            DataConfig data = site.directory().readConfig().data();
            Split split = SiteData.read(data, charter).split();
            parts.add(split.training());
            holdOuts.add(split.holdout());
            trainings.add(() -> learn(charter, split.training(), tests, none, data.seed()));
        }
        long seed = sites.get(0).directory().readConfig().data().seed();
        Examples together = Examples.together(parts);
        Examples heldOut = Examples.together(holdOuts);
        trainings.add(0, () -> learn(charter, together, tests, heldOut, seed));
        List<Learnt> learnt = all(trainings, progress);
        Holdings holdings = Holdings.of(charter.schema(), parts);
        List<Alone> alone = IntStream.range(0, sites.size())
                .mapToObj(
                        i -> new Alone(holdings.rows().get(i), learnt.get(i + 1).curve()))
                .toList();
        Learnt pooled = learnt.get(0);
        return new References(
                alone,
                pooled.curve(),
                holdings,
                tests.rows(),
                heldOut.rows() == 0 ? null : new HeldOut(heldOut.rows(), pooled.onHeldOut()));
    }

    private static Learnt learn(Charter charter, Examples training, Examples tests, Examples heldOut, long seed)
            throws NodeFailure {
        Metric metric = charter.schema().metric();
        int slots = charter.plan().slots();
        int every = Math.max(1, slots / POINTS);
        List<Point> points = new ArrayList<>();
        double onHeldOut;
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(charter), training)) {
            Baseline last = new LocalTraining(charter, learner)
                    .run(
                            slots,
                            seed,
                            heldOut,
                            (slot, of, loss, parameters) -> {
                                if (slot % every == 0 || slot == of) {
                                    double score =
                                            learner.evaluate(parameters, tests).score(metric);
                                    points.add(new Point(slot, score));
                                }
                            },
                            () -> false);
            onHeldOut = heldOut.rows() == 0 ? Double.NaN : last.holdout().score(metric);
        }
        if (!points.stream().allMatch(point -> Double.isFinite(point.score()))) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "training runs away at a rate of " + charter.training().rate() + "; choose a lower --rate");
        }
        return new Learnt(points, onHeldOut);
    }

    private static List<Learnt> all(List<Callable<Learnt>> trainings, Progress progress)
            throws NodeFailure, InterruptedException {
        ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<Learnt>> futures =
                    trainings.stream().map(processors::submit).toList();
            List<Learnt> done = new ArrayList<>();
            for (Future<Learnt> future : futures) {
                done.add(future.get());
                progress.trained(done.size(), futures.size());
            }
            return done;
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

    /**
     * What the hold-outs say in the report.
     *
     * @param members as they were last looked at
     * @return null when nothing is held out
     */
    public @Nullable HoldOuts holdOuts(List<Attendance> members) {
        HeldOut all = heldOut;
        return all == null ? null : new HoldOuts(all.rows(), all.pooled(), Attendance.newestMetrics(members));
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
