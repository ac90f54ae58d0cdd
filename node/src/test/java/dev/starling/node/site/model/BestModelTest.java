package dev.starling.node.site.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.Roster;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charters;
import dev.starling.node.learning.Evaluation;
import dev.starling.node.model.ModelCard.Score;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.NodeFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BestModelTest {
    private static final Digest FEDERATION = Digest.of(new byte[] {1});
    private static final Charter CHARTER =
            Charters.of(new Charter.Model(Charter.Model.Kind.SOFTMAX, List.of(), 1), new Charter.Numeric("x", 0, 1));
    private static final Charter REGRESSION = CHARTER.with(new Charter.Schema(
            "y", new Charter.Quantity(0, 1), List.of(new Charter.Numeric("x", 0, 1), new Charter.Numeric("z", 0, 1))));

    @TempDir
    Path root;

    private BestModel best(Digest federation) {
        return new BestModel(
                new DataDirectory(root),
                federation,
                "Hospital 1",
                () -> Roster.founding(federation, 1, CHARTER.founders()));
    }

    /** The first parameter is how many are told right, the second the loss, or the error. */
    private static Evaluation judged(float[] parameters) {
        return new Evaluation(40, parameters[0], parameters[1], parameters[1], new int[2], new int[2]);
    }

    private static float[] model(double accuracy, double loss) {
        return new float[] {(float) accuracy, (float) loss, 0, 0};
    }

    private ModelImport kept() throws NodeFailure {
        return BestModel.read(new DataDirectory(root), FEDERATION).orElseThrow();
    }

    private int keptSlot() throws NodeFailure {
        return kept().card().orElseThrow().origin().slot();
    }

    @Test
    void onlyAModelThatDoesBetterTakesThePlace() throws Exception {
        BestModel best = best(FEDERATION);
        best.offer(CHARTER, 1, model(0.75, 0.5), BestModelTest::judged);
        assertThat(keptSlot()).isEqualTo(1);
        best.offer(CHARTER, 2, model(0.5, 0.25), BestModelTest::judged);
        assertThat(keptSlot()).isEqualTo(1);
        best.offer(CHARTER, 3, model(0.75, 0.25), BestModelTest::judged);
        assertThat(keptSlot()).as("as many right, but surer").isEqualTo(3);
        best.offer(CHARTER, 4, model(0.75, 0.25), BestModelTest::judged);
        assertThat(keptSlot()).as("no better").isEqualTo(3);
        best.offer(CHARTER, 5, model(Double.NaN, 0), BestModelTest::judged);
        assertThat(keptSlot()).isEqualTo(3);
        best.offer(CHARTER, 6, model(0.875, 9), BestModelTest::judged);
        assertThat(kept().parameters()).isEqualTo(model(0.875, 9));
        assertThat(kept().card().orElseThrow().scores())
                .containsExactly(
                        new Score(Score.VALIDATION, 1, 40, "accuracy", 0.875),
                        new Score(Score.VALIDATION, 1, 40, Score.LOG_LOSS, 9));
    }

    @Test
    void ofTwoEstimatesTheSmallerErrorIsBetter() throws Exception {
        BestModel best = best(FEDERATION);
        best.offer(REGRESSION, 1, new float[] {0, 2, 0}, BestModelTest::judged);
        best.offer(REGRESSION, 2, new float[] {0, 3, 0}, BestModelTest::judged);
        assertThat(keptSlot()).isEqualTo(1);
        best.offer(REGRESSION, 3, new float[] {0, 1, 0}, BestModelTest::judged);
        assertThat(keptSlot()).isEqualTo(3);
        assertThat(kept().card().orElseThrow().scores()).containsExactly(new Score(Score.VALIDATION, 1, 40, "rmse", 1));
    }

    @Test
    void afterARestartTheKeptModelIsJudgedOnTheRowsOfToday() throws Exception {
        best(FEDERATION).offer(CHARTER, 1, model(0.75, 0.5), BestModelTest::judged);

        BestModel again = best(FEDERATION);
        again.offer(CHARTER, 2, model(0.5, 0.25), BestModelTest::judged);
        assertThat(keptSlot()).isEqualTo(1);

        BestModel otherRows = best(FEDERATION);
        otherRows.offer(
                CHARTER, 3, model(0.5, 0.25), parameters -> judged(model(parameters[0] > 0.6 ? 0.125 : 0.5, 1)));
        assertThat(keptSlot()).isEqualTo(3);
    }

    @Test
    void aFileThatIsNotOneToReplaceStaysAsItIs() throws Exception {
        Digest other = Digest.of(new byte[] {2});
        best(other).offer(CHARTER, 1, model(0.25, 1), BestModelTest::judged);
        byte[] before = Files.readAllBytes(root.resolve("models/best.safetensors"));

        BestModel blocked = best(FEDERATION);
        assertThatExceptionOfType(NodeFailure.class)
                .isThrownBy(() -> blocked.offer(CHARTER, 2, model(0.75, 0.5), BestModelTest::judged))
                .withMessageContaining("best.safetensors")
                .withMessageContaining("not of this federation")
                .withMessageContaining("move it away");
        blocked.offer(CHARTER, 3, model(0.75, 0.5), BestModelTest::judged);

        assertThat(root.resolve("models/best.safetensors")).hasBinaryContent(before);
        Files.write(root.resolve("models/best.safetensors"), new byte[] {1, 2, 3});
        assertThatExceptionOfType(NodeFailure.class)
                .isThrownBy(() -> best(FEDERATION).offer(CHARTER, 2, model(0.75, 0.5), BestModelTest::judged))
                .withMessageContaining("too short");
    }

    @Test
    void whatAKillLeftHalfWrittenIsRemoved() throws Exception {
        Files.createDirectories(root.resolve("models"));
        Path part = Files.write(root.resolve("models/.best.safetensors123.part"), new byte[9]);
        Path others = Files.write(root.resolve("models/.mine.part"), new byte[9]);

        best(FEDERATION).offer(CHARTER, 1, model(0.75, 0.5), BestModelTest::judged);

        assertThat(part).doesNotExist();
        assertThat(others).exists();
        assertThat(keptSlot()).isEqualTo(1);
    }

    @Test
    void scoresOutliveARestartAndTheOldestAreForgotten() throws Exception {
        Files.createDirectories(root.resolve("models"));
        KeptScores scores = KeptScores.read(new DataDirectory(root), 2);
        Score validation = new Score(Score.VALIDATION, 1, 40, "accuracy", 0.5);
        Score together = new Score(Score.HOLDOUTS, 3, 90, "accuracy", 0.625);
        for (byte k = 1; k <= 3; k++) {
            scores.add(Digest.of(new byte[] {k}), List.of(validation));
        }
        scores.add(Digest.of(new byte[] {2}), List.of(together));
        scores.add(Digest.of(new byte[] {2}), List.of(together));

        KeptScores read = KeptScores.read(new DataDirectory(root), 2);
        assertThat(read.of(Digest.of(new byte[] {1}))).isEmpty();
        assertThat(read.of(Digest.of(new byte[] {2}))).containsExactly(validation, together);
        assertThat(read.of(Digest.of(new byte[] {3}))).containsExactly(validation);
        Files.write(root.resolve("models/scores.json"), new byte[] {'{'});
        assertThat(KeptScores.read(new DataDirectory(root), 2).of(Digest.of(new byte[] {2})))
                .isEmpty();
    }
}
