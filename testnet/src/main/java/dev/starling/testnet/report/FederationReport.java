package dev.starling.testnet.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one federation. All scores are of the task's kind and on the same test rows; <em>alone</em> and
 * <em>pooled</em> mean the same learner with the same total steps on a member's own rows and on all members' rows. Mean,
 * worst and spread are over all members, each with the model it holds at the end or held when it left.
 *
 * @param task what was learnt and what it is judged by
 * @param members everyone who took part, at least one
 * @param references what the federation is measured against
 * @param run how it went
 * @param provenance how to repeat it
 */
public record FederationReport(Task task, List<Member> members, References references, Run run, Provenance provenance) {

    /**
     * @throws IllegalArgumentException if nobody took part, a score is not one of the task's kind, or a member's class
     *     counts do not go with the classes
     */
    public FederationReport {
        members = List.copyOf(members);
        require(!members.isEmpty(), "members", members);
        Score score = task.score();
        for (Member member : members) {
            require(
                    member.classRows().size() == task.classes().size(),
                    member.name() + ": classRows",
                    member.classRows());
            require(score.allows(member.alone()), member.name() + ": alone", member.alone());
            require(score.allows(member.federated()), member.name() + ": federated", member.federated());
            requireScores(score, member.name() + ": curve", member.curve());
        }
        require(score.allows(references.pooled()), "pooled", references.pooled());
        requireScores(score, "pooledCurve", references.pooledCurve());
        requireScores(score, "aloneCurve", references.aloneCurve());
    }

    /**
     * What was learnt and how it is judged.
     *
     * @param score what every score of the report is
     * @param classes the label's values, or ranges of its values in regression, in the order of {@link Member#classRows}
     * @param testRows how many rows every score is measured on, at least one
     */
    public record Task(Score score, List<String> classes, int testRows) {
        public Task {
            classes = List.copyOf(classes);
            require(testRows > 0, "testRows", testRows);
        }
    }

    /**
     * One member of the federation.
     *
     * @param name who it is
     * @param rows the rows it trained on
     * @param classRows those rows by class, in the order of {@link Task#classes}
     * @param alone the score of the model it could train by itself
     * @param federated the score of the model it got from the federation
     * @param bytesSent socket bytes, TLS included
     * @param slots the slots it took part in
     * @param late whether it joined a federation already running
     * @param left whether it left before the end; it is scored as it left
     * @param curve its federated score over the slots, ascending
     */
    public record Member(
            String name,
            int rows,
            List<Integer> classRows,
            double alone,
            double federated,
            long bytesSent,
            int slots,
            boolean late,
            boolean left,
            List<Point> curve) {
        public Member {
            classRows = List.copyOf(classRows);
            curve = List.copyOf(curve);
            require(bytesSent >= 0, name + ": bytesSent", bytesSent);
            require(slots >= 0, name + ": slots", slots);
            require(
                    classRows.stream().allMatch(count -> count >= 0)
                            && classRows.stream().mapToInt(Integer::intValue).sum() == rows,
                    name + ": classRows of " + rows + " rows",
                    classRows);
            requireAscending(name + ": curve", curve);
        }
    }

    /** One measurement: a score after a slot. */
    public record Point(int slot, double score) {}

    /**
     * What the federation is measured against.
     *
     * @param pooled the score of one model trained on everybody's rows in one place, which a federation avoids
     * @param pooledCurve that model's score over the slots, ascending; may be empty
     * @param aloneCurve the mean score of the members training alone over the slots, ascending; may be empty
     */
    public record References(double pooled, List<Point> pooledCurve, List<Point> aloneCurve) {
        public References {
            pooledCurve = List.copyOf(pooledCurve);
            aloneCurve = List.copyOf(aloneCurve);
            requireAscending("pooledCurve", pooledCurve);
            requireAscending("aloneCurve", aloneCurve);
        }
    }

    /**
     * How the federation went.
     *
     * @param slots the slots it ran
     * @param seconds wall time from the first node's start to the last one's stop
     * @param seed what the run was drawn from
     * @param consensusDistance at the end: root mean square over the present members of |x_i - mean| / |mean|
     * @param report where the page of this report is, as the reader can open it
     * @param holdOuts what the rows say that members keep from training; null when they keep none
     */
    public record Run(
            int slots,
            double seconds,
            long seed,
            double consensusDistance,
            String report,
            @Nullable HoldOuts holdOuts) {
        public Run {
            require(slots >= 0, "slots", slots);
            require(Double.isFinite(seconds) && seconds >= 0, "seconds", seconds);
            require(
                    Double.isFinite(consensusDistance) && consensusDistance >= 0,
                    "consensusDistance",
                    consensusDistance);
        }
    }

    /** The members' hold-outs in one line. */
    public String holdOutLine() {
        HoldOuts holdOuts = run.holdOuts();
        return holdOuts == null ? "none: no row is held out" : holdOuts.line(task.score());
    }

    /** The members' mean federated score. */
    public double mean() {
        return average(Member::federated);
    }

    /** The members' mean score alone. */
    public double meanAlone() {
        return average(Member::alone);
    }

    /** The federated score of the member that does worst: the lowest accuracy, the largest error. */
    public double worst() {
        return members.stream()
                .mapToDouble(Member::federated)
                .reduce(task.score()::worse)
                .orElseThrow();
    }

    /** The distance between the best member's federated score and the worst one's, at least 0. */
    public double spread() {
        return members.stream()
                .mapToDouble(member -> task.score().gain(worst(), member.federated()))
                .max()
                .orElseThrow();
    }

    /** Socket bytes sent, averaged over the members. */
    public long bytesPerMember() {
        return Math.round(average(member -> member.bytesSent()));
    }

    /** What the numbers say, in words. */
    public Verdict verdict() {
        return Verdict.on(this);
    }

    /** This report as one JSON object, names as documented, more fields possible in future. */
    public String toJson() {
        return JsonReport.of(this).toPrettyString();
    }

    /** This report as the object behind {@link #toJson}, for who adds to it. */
    public ObjectNode toJsonObject() {
        return JsonReport.of(this);
    }

    /** How much better than alone a member is with the federation. */
    double gain(Member member) {
        return task.score().gain(member.alone(), member.federated());
    }

    private double average(ToDoubleFunction<Member> figure) {
        return members.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static void requireScores(Score score, String what, List<Point> curve) {
        curve.forEach(point -> require(score.allows(point.score()), what, point.score()));
    }

    private static void requireAscending(String what, List<Point> curve) {
        for (int next = 1; next < curve.size(); next++) {
            require(curve.get(next - 1).slot() < curve.get(next).slot(), what, curve);
        }
    }

    private static void require(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " cannot be " + value);
        }
    }
}
