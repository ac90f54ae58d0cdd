package dev.starling.node.runtime;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.sums.FederatedMetrics;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Metric;
import dev.starling.node.learning.Evaluation;
import dev.starling.node.learning.TrainingResult;
import dev.starling.node.model.ModelCard.Score;
import dev.starling.node.observe.OperatorLog;
import dev.starling.node.observe.Scoreboard;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.model.BestModel;
import dev.starling.node.site.model.KeptScores;
import java.io.IOException;
import java.util.List;

/** Puts what the training thread finds out where it belongs: status, log and shelf. Confined to that thread. */
final class Scoring implements TrainingDesk.Scores {
    private final Scoreboard scores;
    private final OperatorLog log;
    private final BestModel best;
    private final KeptScores kept;

    Scoring(Scoreboard scores, OperatorLog log, BestModel best, KeptScores kept) {
        this.scores = scores;
        this.log = log;
        this.best = best;
        this.kept = kept;
    }

    @Override
    public void judged(Charter charter, int slot, Evaluation evaluation) {
        scores.federatedScore(evaluation.score(charter.schema().metric()));
    }

    @Override
    public void trained(int slot, TrainingResult result) {
        if (!result.finite()) {
            log.warn("training of slot " + slot + " diverged: its displacement is dropped; lower the charter's rate");
        }
        scores.trained(slot, result.meanLoss());
    }

    @Override
    public void held(Charter charter, int slot, float[] parameters, BestModel.Judge validation) {
        try {
            best.offer(charter, slot, parameters, validation);
        } catch (NodeFailure e) {
            log.warn("no best model is kept from now on: " + e.message());
        }
    }

    @Override
    public void validated(Charter charter, Digest model, Evaluation validation) {
        keep(model, BestModel.scores(charter.schema().metric(), validation));
    }

    @Override
    public void judgedTogether(Charter charter, FederatedMetrics metrics) {
        Metric metric = charter.schema().metric();
        double value = charter.schema().target() instanceof Quantity quantity
                ? quantity.deviation() * Math.sqrt(2 * metrics.meanLoss())
                : metrics.accuracy();
        keep(
                metrics.of().model(),
                List.of(new Score(Score.HOLDOUTS, metrics.members(), metrics.rows(), metric.word(), value)));
    }

    private void keep(Digest model, List<Score> found) {
        try {
            kept.add(model, found);
        } catch (IOException e) {
            log.warn("the scores of consolidated models are not kept: "
                    + NodeFailure.of(e).message());
        }
    }
}
