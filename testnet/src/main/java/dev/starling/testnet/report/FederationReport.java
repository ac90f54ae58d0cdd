package dev.starling.testnet.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The outcome of one federation. Scores are accuracies on the same test rows, as fractions from 0 to 1; <em>alone</em>
 * and <em>pooled</em> mean the same learner with the same total steps on a member's own rows and on all members' rows.
 * Mean, worst and spread are over all members, each with the model it holds at the end or held when it left.
 *
 * @param members everyone who took part, at least one
 * @param classes the label's values, in the order of {@link Member#classRows}
 * @param pooled the score of one model trained on everybody's rows in one place, which a federation avoids
 * @param testRows how many rows every score is measured on
 * @param consensusDistance root mean square over the present members of |x_i - mean| / |mean|
 * @param slots the slots the federation ran
 * @param seconds wall time from the first node's start to the last one's stop
 * @param seed what the run was drawn from
 * @param report where the page of this report is, as the reader can open it
 */
@JsonPropertyOrder({
    "members",
    "pooled",
    "mean",
    "worst",
    "spread",
    "consensusDistance",
    "bytesPerMember",
    "slots",
    "seconds",
    "seed",
    "report",
    "verdict"
})
public record FederationReport(
        List<Member> members,
        List<String> classes,
        double pooled,
        int testRows,
        double consensusDistance,
        int slots,
        double seconds,
        long seed,
        String report) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * @throws IllegalArgumentException if nobody took part, a score is not within 0 to 1, a member's class counts do
     *     not go with the classes, or another number is negative or not finite
     */
    public FederationReport {
        members = List.copyOf(members);
        classes = List.copyOf(classes);
        require(!members.isEmpty(), "members", members);
        require(isShare(pooled), "pooled", pooled);
        require(testRows > 0, "testRows", testRows);
        require(Double.isFinite(consensusDistance) && consensusDistance >= 0, "consensusDistance", consensusDistance);
        require(slots >= 0, "slots", slots);
        require(Double.isFinite(seconds) && seconds >= 0, "seconds", seconds);
        for (Member member : members) {
            require(member.classRows().size() == classes.size(), member.name() + ": classRows", member.classRows());
        }
    }

    /**
     * One member of the federation.
     *
     * @param name who it is
     * @param rows the rows it trained on
     * @param classRows those rows by class, in the order of {@link FederationReport#classes}
     * @param alone the score of the model it could train by itself
     * @param federated the score of the model it got from the federation
     * @param bytesSent socket bytes, TLS included
     * @param slots the slots it took part in
     * @param late whether it joined a federation already running
     * @param left whether it left before the end; it is scored as it left
     * @param curve its federated score over the slots, ascending
     */
    @JsonPropertyOrder({"name", "rows", "alone", "federated", "bytesSent", "slots", "late", "left"})
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
            require(isShare(alone), name + ": alone", alone);
            require(isShare(federated), name + ": federated", federated);
            require(bytesSent >= 0, name + ": bytesSent", bytesSent);
            require(slots >= 0, name + ": slots", slots);
            require(
                    classRows.stream().allMatch(count -> count >= 0)
                            && classRows.stream().mapToInt(Integer::intValue).sum() == rows,
                    name + ": classRows of " + rows + " rows",
                    classRows);
            for (int next = 1; next < curve.size(); next++) {
                require(curve.get(next - 1).slot() < curve.get(next).slot(), name + ": curve", curve);
            }
        }
    }

    /** One measurement of a member's model: its score after a slot. */
    public record Point(int slot, double score) {
        public Point {
            require(isShare(score), "score", score);
        }
    }

    /** The members' mean federated score. */
    @JsonProperty("mean")
    public double mean() {
        return average(Member::federated);
    }

    /** The members' mean score alone. */
    @JsonProperty("meanAlone")
    public double meanAlone() {
        return average(Member::alone);
    }

    /** The federated score of the member that does worst. */
    @JsonProperty("worst")
    public double worst() {
        return members.stream().mapToDouble(Member::federated).min().orElseThrow();
    }

    /** How far the best member's federated score is above the worst one's. */
    @JsonProperty("spread")
    public double spread() {
        return members.stream().mapToDouble(Member::federated).max().orElseThrow() - worst();
    }

    /** Socket bytes sent, averaged over the members. */
    @JsonProperty("bytesPerMember")
    public long bytesPerMember() {
        return Math.round(average(member -> member.bytesSent()));
    }

    /** What the numbers say, in words. */
    @JsonIgnore
    public Verdict verdict() {
        return Verdict.on(this);
    }

    @JsonProperty("verdict")
    String sentence() {
        return verdict().sentence();
    }

    /** This report as one JSON object, names as documented, more fields possible in future. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private double average(ToDoubleFunction<Member> figure) {
        return members.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static boolean isShare(double score) {
        return score >= 0 && score <= 1;
    }

    private static void require(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " cannot be " + value);
        }
    }
}
