package dev.starling.testnet.report;

import dev.starling.testnet.report.FederationReport.Member;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether federating was worth it, in a few plain sentences. A member counts as worse off when its federated model is
 * wrong on at least two test rows more than its own, as one row is within the luck of the draw; in regression, when its
 * error is more than 1 % larger.
 *
 * @param worthIt whether the members gained on average and none is worse off
 * @param sentence for a reader who sees no other number
 */
public record Verdict(boolean worthIt, String sentence) {

    private static final double ROUNDING = 1e-9;
    private static final int MOST_NAMES = 5;

    static Verdict on(FederationReport report) {
        Words words = new Words(report);
        List<Member> worseOff = report.members().stream()
                .filter(member -> words.beyondSlack(-report.gain(member), member.alone()))
                .sorted(Comparator.comparingDouble(report::gain))
                .toList();
        double gain = report.task().score().gain(report.meanAlone(), report.mean());
        boolean noticed = Math.abs(gain) > ROUNDING * Math.max(report.meanAlone(), report.mean());
        return new Verdict(
                noticed && gain > 0 && worseOff.isEmpty(),
                words.average(noticed, gain) + " " + words.each(worseOff) + " " + words.pooled());
    }

    private record Words(FederationReport report) {

        private Score score() {
            return report.task().score();
        }

        private boolean beyondSlack(double loss, double reference) {
            double slack = score().slack(reference, report.task().testRows());
            return loss > slack + ROUNDING * Math.max(slack, reference);
        }

        private String average(boolean noticed, double gain) {
            String alone = score().figure(report.meanAlone());
            String federated = score().figure(report.mean());
            String where = "on the same " + report.task().testRows() + " test rows).";
            String mean = " the members' mean " + score().noun();
            String both = " (" + alone + " alone, " + federated + " federated, " + where;
            if (!noticed) {
                return "Federating left" + mean + " as it was" + both;
            }
            String moved = "Federating " + (gain > 0 == score().higherIsBetter() ? "raised" : "lowered") + mean;
            if (score() == Score.RMSE) {
                return moved + " from " + alone + " to " + federated + " (root mean square error, " + where;
            }
            return moved + " by " + score().difference(Math.abs(gain)) + both;
        }

        private String each(List<Member> worseOff) {
            if (worseOff.isEmpty()) {
                return "Nobody is worse off than alone.";
            }
            String names = worseOff.stream()
                    .limit(MOST_NAMES)
                    .map(member -> member.name() + " (" + score().figure(member.alone()) + " alone, "
                            + score().figure(member.federated()) + " federated)")
                    .collect(Collectors.joining(", "));
            int unnamed = Math.max(0, worseOff.size() - MOST_NAMES);
            return worseOff.size() + " of " + report.members().size() + " would do better alone: " + names
                    + (unnamed > 0 ? " and " + unnamed + " more" : "") + ".";
        }

        private String pooled() {
            double pooled = report.references().pooled();
            double behind = score().gain(report.worst(), pooled);
            String all = "one model trained on everybody's rows in one place (" + score().figure(pooled) + ").";
            if (behind <= ROUNDING * pooled) {
                return "Even the worst member is as good as " + all;
            }
            if (!beyondSlack(behind, pooled)) {
                return "Even the worst member is within " + score().slackWords() + " of " + all;
            }
            return "The worst member is " + score().difference(behind) + " behind " + all;
        }
    }
}
