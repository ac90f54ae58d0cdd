package dev.starling.testnet.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.charter.Charter;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.Requests;
import dev.starling.testnet.local.NodeProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapTest {
    private static int megabytes(Integer... hidden) throws Exception {
        DataSet data = DataSet.open(Requests.of("breast-cancer"), 1);
        Charter base = Charter.withDefaults("Test", List.of(), data.schema());
        Charter.Model model = new Charter.Model(
                hidden.length == 0 ? Charter.Model.Kind.SOFTMAX : Charter.Model.Kind.MLP, List.of(hidden), 1);
        Charter charter = new Charter(
                base.name(),
                base.founders(),
                base.schema(),
                model,
                base.training(),
                base.plan(),
                base.mixing(),
                base.admission(),
                base.limits());
        return Heap.megabytes(charter, data);
    }

    @Test
    void aSmallModelNeedsNoMoreThanTheSmallHeap() throws Exception {
        assertThat(megabytes()).isEqualTo(NodeProgram.SMALL_HEAP_MEGABYTES);
    }

    @Test
    void aModelOfAMillionParametersNeedsRoomForTenVectorsAndTheBodiesOfFourNeighboursAndFiveParticipants()
            throws Exception {
        // 31 x 1000 + 1001 x 968 + 969 x 2 parameters: four bytes each in a vector, one in a body, and four a block of
        // 256
        int parameters = 31 * 1000 + 1001 * 968 + 969 * 2;
        int body = parameters + 4 * ((parameters + 255) / 256);
        assertThat(megabytes(1000, 968))
                .isEqualTo(NodeProgram.SMALL_HEAP_MEGABYTES
                        + (10 * 4 * parameters + (3 + 2 * 4 + 5) * body + 3 * 4 * 91 * 30) / (1 << 20));
    }
}
