package dev.starling.testnet.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the members' hold-outs say: rows of its own that each member keeps from training.
 *
 * @param rows held out by all members, at least one
 * @param pooled score of the pooled model on these rows, which a testnet can read in one place and a federation cannot
 * @param together what the federation itself says of its consolidated model; null when its members show no figure
 */
public record HoldOuts(int rows, double pooled, @Nullable Together together) {

    /**
     * The newest figures that the nodes agree on: sums of masked terms, of which nobody sees one.
     *
     * @param model number of the consolidated model that was judged
     * @param newestModel number of the newest one
     * @param members whose hold-outs are in it
     * @param rows of these
     * @param score of the model on them
     * @param loss mean over them
     */
    public record Together(int model, int newestModel, int members, long rows, double score, double loss) {}

    /** One line for a reader. */
    public String line(Score score) {
        String ofPooled = "the pooled model has " + score.figure(pooled) + " on all " + rows;
        Together shown = together;
        if (shown == null) {
            return "no figure: too few members hold five rows out, or they changed; " + ofPooled;
        }
        String of = shown.model() == shown.newestModel() ? "" : " of " + shown.newestModel();
        return String.format(
                Locale.ROOT,
                "%s, loss %s, on %d rows held out by %d members (consolidated model %d%s); %s",
                score.figure(shown.score()),
                Figures.number(shown.loss()),
                shown.rows(),
                shown.members(),
                shown.model(),
                of,
                ofPooled);
    }
}
