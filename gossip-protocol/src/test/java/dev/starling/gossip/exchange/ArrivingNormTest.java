package dev.starling.gossip.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.gossip.averaging.SumOfSquares;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.encoding.Float32Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The norm of a body that comes piece by piece. */
final class ArrivingNormTest {
    private static final int D = 70_001;

    private final SplittableRandom random = new SplittableRandom(3);

    private float[] vector() {
        float[] x = new float[D];
        for (int k = 0; k < D; k++) {
            x[k] = (float) (random.nextDouble() - 0.5);
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "int8", "bfloat16", "int4"})
    void aBodyInPiecesHasTheNormOfTheWholeBodyToTheBit(String name) {
        DeltaEncoding encoding = DeltaEncoding.ofName(name).orElseThrow();
        float[] base = vector();
        byte[] whole = encoding.encode(vector(), base, 1);
        float[] decoded = new float[D];
        assertThat(encoding.decode(whole, base, decoded)).isTrue();

        double expected = new ArrivingNorm(encoding, whole, base).finish();
        assertThat(expected).isCloseTo(Math.sqrt(SumOfSquares.of(decoded)), within(1e-5 * expected));

        byte[] body = new byte[whole.length];
        ArrivingNorm norm = new ArrivingNorm(encoding, body, base);
        int there = 0;
        while (there < whole.length) {
            int more = Math.min(whole.length - there, 1 + random.nextInt(9000));
            System.arraycopy(whole, there, body, there, more);
            there += more;
            norm.arrived(there);
        }
        assertThat(norm.finish()).isEqualTo(expected);
    }

    @Test
    void whatNoEncoderWritesHasNoNormAndWhatIsTooLargeToBeSquaredAnInfiniteOne() {
        assertThat(normWith(Float.NaN)).isNaN();
        assertThat(normWith(Float.POSITIVE_INFINITY)).isNaN();
        assertThat(normWith(Float.MAX_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    private static double normWith(float value) {
        byte[] body = new byte[Float.BYTES * D];
        ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).putFloat(Float.BYTES * 12_345, value);
        return new ArrivingNorm(Float32Encoding.INSTANCE, body, new float[D]).finish();
    }
}
