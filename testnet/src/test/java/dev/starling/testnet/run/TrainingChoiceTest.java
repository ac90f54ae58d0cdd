package dev.starling.testnet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Mixing.Encoding;
import dev.starling.node.charter.Charter.Model.Kind;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.array.Elements;
import dev.starling.testnet.array.IdxFile;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.Requests;
import dev.starling.testnet.federation.Founding.Agreement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a charter says when nobody has said it. */
class TrainingChoiceTest {
    static final TrainingChoice NOTHING =
            new TrainingChoice(null, null, null, null, null, null, null, null, null, null);

    @TempDir
    Path directory;

    private static TrainingChoice hidden(Integer... units) {
        return new TrainingChoice(List.of(units), null, null, null, null, null, null, null, null, null);
    }

    private DataSet images(int rows, int members) throws IOException, NodeFailure {
        byte[] pixels = new byte[rows * 4];
        byte[] labels = new byte[rows];
        new SplittableRandom(1).nextBytes(pixels);
        for (int row = 0; row < rows; row++) {
            labels[row] = (byte) (row % 2);
        }
        Path images = directory.resolve("images");
        Path classes = directory.resolve("labels");
        IdxFile.write(images, Elements.unsigned(pixels), rows, 2, 2);
        IdxFile.write(classes, Elements.unsigned(labels), rows);
        return DataSet.open(Requests.labels(Requests.of(images), classes).withMembers(OptionalInt.of(members)), 1);
    }

    @Test
    void aTableOfMeasurementsGetsALinearModelAndSmallSteps() throws Exception {
        DataSet data = DataSet.open(Requests.of("breast-cancer"), 1);
        Agreement agreement = NOTHING.agreement("Test", data, 7);
        assertThat(agreement.model()).isEqualTo(new Charter.Model(Kind.SOFTMAX, List.of(), 7));
        assertThat(agreement.training()).isEqualTo(new Charter.Training(20, 16, 0.05, 0.1, 0.8, 0.5, 0));
        assertThat(agreement.plan()).isEqualTo(new Charter.Plan(100, 0, 5));
        assertThat(agreement.mixing()).isEqualTo(new Charter.Mixing(0, Encoding.INT8));
        assertThat(agreement.schema()).isEqualTo(data.schema());
    }

    @Test
    void pixelsInColumnsGetALinearModelAndTenTimesTheStep() throws Exception {
        Agreement agreement = NOTHING.agreement("Test", DataSet.open(Requests.of("digits"), 1), 7);
        assertThat(agreement.model().kind()).isEqualTo(Kind.SOFTMAX);
        assertThat(agreement.training().rate()).isEqualTo(0.5);
    }

    @Test
    void imagesGetAHiddenLayerAndASlotIsOnePassOverAMembersRows() throws Exception {
        Agreement agreement = NOTHING.agreement("Test", images(6000, 2), 7);
        assertThat(agreement.model()).isEqualTo(new Charter.Model(Kind.MLP, List.of(128), 7));
        assertThat(agreement.training()).isEqualTo(new Charter.Training(75, 32, 0.1, 0.2, 0.8, 0.5, 0));
        assertThat(agreement.plan().slots()).as("5,640 batches in all").isEqualTo(75);
    }

    @ParameterizedTest
    @CsvSource({"16000, 30", "100, 100"})
    void manyImagesGetThirtySlotsAndFewAHundred(int rows, int slots) throws Exception {
        assertThat(NOTHING.agreement("Test", images(rows, 2), 7).plan().slots()).isEqualTo(slots);
    }

    @Test
    void aSlotOfAHiddenLayerIsNeverShorterThanTwentyBatches() throws Exception {
        assertThat(NOTHING.agreement("Test", images(60, 2), 7).training().steps())
                .isEqualTo(20);
    }

    @Test
    void imagesGetALinearModelWhenToldSoAndTablesLayers() throws Exception {
        assertThat(hidden().agreement("Test", images(60, 2), 7).model().kind()).isEqualTo(Kind.SOFTMAX);
        DataSet table = DataSet.open(Requests.of("breast-cancer"), 1);
        assertThat(hidden(8, 4).agreement("Test", table, 7).model())
                .isEqualTo(new Charter.Model(Kind.MLP, List.of(8, 4), 7));
    }

    @Test
    void whatSomebodySaysIsInTheCharterAsItWasSaid() throws Exception {
        TrainingChoice choice = new TrainingChoice(List.of(8), 11, 12, 13, 0.14, 0.15, 0.16, 4, Encoding.FLOAT32, 18L);
        Agreement agreement = choice.agreement("Test", DataSet.open(Requests.of("breast-cancer"), 1), 7);
        assertThat(agreement.training()).isEqualTo(new Charter.Training(12, 13, 0.14, 0.15, 0.8, 0.16, 0));
        assertThat(agreement.plan()).isEqualTo(new Charter.Plan(11, 18, 5));
        assertThat(agreement.mixing()).isEqualTo(new Charter.Mixing(4, Encoding.FLOAT32));
    }

    @Test
    void whatNoCharterTakesIsRefusedAtOnce() throws Exception {
        DataSet data = DataSet.open(Requests.of("breast-cancer"), 1);
        assertThatThrownBy(() -> hidden(0).agreement("Test", data, 7))
                .isInstanceOf(NodeFailure.class)
                .hasMessageContaining("model.hidden");
    }
}
