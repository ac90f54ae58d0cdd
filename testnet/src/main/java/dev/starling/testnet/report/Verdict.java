package dev.starling.testnet.report;

import dev.starling.testnet.report.FederationReport.Member;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether federating was worth it, in one or two plain sentences. A member counts as worse off when its federated model
 * is wrong on at least two test rows more than its own; one row is within the luck of the draw.
 *
 * @param worthIt whether the members gained on average and none is worse off
 * @param sentence for a reader who sees no other number
 */
public record Verdict(boolean worthIt, String sentence) {

    private static final double ROUNDING = 1e-9;

    static Verdict on(FederationReport report) {
        double oneRow = 1.0 / report.testRows() + ROUNDING;
        List<Member> worseOff = report.members().stream()
                .filter(member -> member.federated() < member.alone() - oneRow)
                .toList();
        double gain = report.mean() - report.meanAlone();
        boolean worthIt = gain > ROUNDING && worseOff.isEmpty();
        return new Verdict(worthIt, average(report, gain) + " " + each(report, worseOff) + " " + pooled(report));
    }

    private static String average(FederationReport report, double gain) {
        String numbers = "(" + Figures.percent(report.meanAlone()) + " alone, " + Figures.percent(report.mean())
                + " federated, on the same " + report.testRows() + " test rows).";
        if (Math.abs(gain) <= ROUNDING) {
            return "Federating left the members' mean accuracy as it was " + numbers;
        }
        return "Federating " + (gain > 0 ? "raised" : "lowered") + " the members' mean accuracy by "
                + Figures.points(Math.abs(gain)) + " " + numbers;
    }

    private static String each(FederationReport report, List<Member> worseOff) {
        if (worseOff.isEmpty()) {
            return "Nobody is worse off than alone.";
        }
        String names = worseOff.stream()
                .map(member -> member.name() + " (" + Figures.percent(member.alone()) + " alone, "
                        + Figures.percent(member.federated()) + " federated)")
                .collect(Collectors.joining(", "));
        return worseOff.size() + " of " + report.members().size() + " would do better alone: " + names + ".";
    }

    private static String pooled(FederationReport report) {
        double behind = report.pooled() - report.worst();
        String all = "one model trained on everybody's rows in one place (" + Figures.percent(report.pooled()) + ").";
        if (behind <= ROUNDING) {
            return "Even the worst member is as good as " + all;
        }
        if (behind <= 1.0 / report.testRows() + ROUNDING) {
            return "Even the worst member is within one test row of " + all;
        }
        return "The worst member is " + Figures.points(behind) + " behind " + all;
    }
}
