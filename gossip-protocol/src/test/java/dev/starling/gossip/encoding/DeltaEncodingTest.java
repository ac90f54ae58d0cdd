package dev.starling.gossip.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors to bytes and back. */
final class DeltaEncodingTest {
    private static final DeltaEncoding INT8 = Int8BlockEncoding.INSTANCE;
    private static final DeltaEncoding FLOAT32 = Float32Encoding.INSTANCE;

    private static float[] random(int d, long seed, double spread) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[d];
        for (int k = 0; k < d; k++) {
            x[k] = (float) (spread * (2 * random.nextDouble() - 1));
        }
        return x;
    }

    private static float[] decoded(DeltaEncoding encoding, byte[] body, float[] base) {
        float[] into = new float[base.length];
        assertThat(encoding.decode(body, base, into)).isTrue();
        return into;
    }

    private static boolean sound(DeltaEncoding encoding, byte[] body, int d) {
        return encoding.decode(body, new float[d], new float[d]);
    }

    private static float scale(byte[] body, int block) {
        return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getFloat(4 * block);
    }

    @Test
    void everyEncodingIsFoundByItsCodeAndItsNameAndNoOtherIs() {
        for (DeltaEncoding encoding : DeltaEncoding.all()) {
            assertThat(DeltaEncoding.ofCode(encoding.code())).containsSame(encoding);
            assertThat(DeltaEncoding.ofName(encoding.name())).containsSame(encoding);
        }
        assertThat(DeltaEncoding.all()).extracting(DeltaEncoding::code).containsExactly(1, 2);
        assertThat(DeltaEncoding.all()).extracting(DeltaEncoding::name).containsExactly("float32", "int8");
        assertThat(DeltaEncoding.ofCode(0)).isEmpty();
        assertThat(DeltaEncoding.ofName("INT8")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 5", "255, 1020, 259", "256, 1024, 260", "257, 1028, 265", "1000, 4000, 1016"})
    void theLengthFollowsFromTheDimension(int d, int asFloats, int asBytes) {
        assertThat(FLOAT32.encodedLength(d)).isEqualTo(asFloats);
        assertThat(INT8.encodedLength(d)).isEqualTo(asBytes);
        float[] x = random(d, d, 1);
        assertThat(FLOAT32.encode(x, new float[d], 1)).hasSize(asFloats);
        assertThat(INT8.encode(x, new float[d], 1)).hasSize(asBytes);
    }

    @Test
    void aDimensionWhoseBytesDoNotFitAnIntIsAnErrorAndNoSmallNumber() {
        assertThatThrownBy(() -> FLOAT32.encodedLength(1 << 30)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> INT8.encodedLength(Integer.MAX_VALUE - 255)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 256, 1000})
    void float32GivesBackTheDifferenceToTheBit(int d) {
        float[] zero = new float[d];
        float[] x = random(d, d, 10);
        assertThat(decoded(FLOAT32, FLOAT32.encode(x, zero, 1), zero)).isEqualTo(x);
        float[] base = random(d, d + 1, 10);
        float[] back = decoded(FLOAT32, FLOAT32.encode(x, base, 1), base);
        for (int k = 0; k < d; k++) {
            assertThat(back[k]).isEqualTo(base[k] + (x[k] - base[k]));
        }
    }

    @Test
    void float32IsLittleEndian() {
        assertThat(FLOAT32.encode(new float[] {1f, -2f}, new float[2], 0))
                .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0);
    }

    @Test
    void float32RefusesWhatIsNotFinite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            byte[] body = FLOAT32.encode(new float[] {1, bad, 2}, new float[3], 0);
            assertThat(sound(FLOAT32, body, 3)).isFalse();
        }
        byte[] huge = FLOAT32.encode(new float[] {3e38f}, new float[1], 0);
        assertThat(FLOAT32.decode(huge, new float[] {3e38f}, new float[1])).isFalse();
    }

    @Test
    void int8IsUnbiased() {
        int d = 300;
        float[] base = random(d, 1, 0.1);
        float[] x = random(d, 2, 1);
        double[] sum = new double[d];
        int seeds = 4000;
        float[] scales = new float[2];
        for (int seed = 0; seed < seeds; seed++) {
            byte[] body = INT8.encode(x, base, seed);
            scales[0] = scale(body, 0);
            scales[1] = scale(body, 1);
            float[] back = decoded(INT8, body, base);
            for (int k = 0; k < d; k++) {
                sum[k] += back[k];
            }
        }
        for (int k = 0; k < d; k++) {
            double fiveSigma = 5 * 0.5 * scales[k / 256] / Math.sqrt(seeds);
            assertThat(sum[k] / seeds - x[k]).as("bias of value %d", k).isBetween(-fiveSigma, fiveSigma);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1e-30", "7, 1e-6", "256, 1", "257, 1e6", "1000, 1e30"})
    void int8IsOffByLessThanOneScaleAndUsesTheWholeRange(int d, double spread) {
        float[] zero = new float[d];
        for (int seed = 0; seed < 20; seed++) {
            float[] x = random(d, seed, spread);
            byte[] body = INT8.encode(x, zero, seed);
            float[] back = decoded(INT8, body, zero);
            int values = body.length - d;
            for (int from = 0; from < d; from += 256) {
                float scale = scale(body, from / 256);
                int largest = 0;
                for (int k = from; k < Math.min(d, from + 256); k++) {
                    assertThat((double) Math.abs(back[k] - x[k])).isLessThan(scale * 1.0001);
                    largest = Math.max(largest, Math.abs(body[values + k]));
                }
                assertThat(largest).isBetween(126, 127);
            }
        }
    }

    @Test
    void int8NeverWritesMinus128EvenWhereRoundingWouldGoBeyondTheRange() {
        float[] x = {1f, -1f, 0.9999999f, -0.9999999f};
        for (int seed = 0; seed < 2000; seed++) {
            byte[] body = INT8.encode(x, new float[4], seed);
            for (int k = 4; k < 8; k++) {
                assertThat(body[k]).isGreaterThanOrEqualTo((byte) -127);
            }
        }
    }

    @Test
    void aBlockOfZerosOrOfSubnormalsIsAsGoodAsZero() {
        float[] x = new float[512];
        x[3] = Float.MIN_VALUE;
        x[4] = -Float.MIN_NORMAL;
        x[300] = 2f;
        byte[] body = INT8.encode(x, new float[512], 9);
        assertThat(scale(body, 0)).isZero();
        assertThat(scale(body, 1)).isEqualTo(2f / 127);
        float[] back = decoded(INT8, body, new float[512]);
        for (int k = 0; k < 256; k++) {
            assertThat(back[k]).isZero();
        }
        assertThat(back[300]).isCloseTo(2f, org.assertj.core.data.Offset.offset(0.02f));
        byte[] nothing = INT8.encode(new float[10], new float[10], 9);
        assertThat(nothing).containsOnly(0);
    }

    @Test
    void theSmallestNormalScaleStillRoundsWithinTheRange() {
        float largest = Float.MIN_NORMAL * 127;
        float[] x = {largest, -largest, largest / 3, 0};
        byte[] body = INT8.encode(x, new float[4], 3);
        assertThat(scale(body, 0)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
        float[] back = decoded(INT8, body, new float[4]);
        for (int k = 0; k < 4; k++) {
            assertThat(Math.abs(back[k] - x[k])).isLessThanOrEqualTo(scale(body, 0));
        }
    }

    @Test
    void int8RefusesWhatNoEncoderWrites() {
        byte[] good = INT8.encode(random(4, 5, 1), new float[4], 1);
        assertThat(sound(INT8, good, 4)).isTrue();
        byte[] minus128 = good.clone();
        minus128[5] = -128;
        assertThat(sound(INT8, minus128, 4)).isFalse();
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -1f}) {
            byte[] scaled = good.clone();
            ByteBuffer.wrap(scaled).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, bad);
            assertThat(sound(INT8, scaled, 4)).as("scale " + bad).isFalse();
        }
        byte[] overflowing = good.clone();
        ByteBuffer.wrap(overflowing).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 1e38f);
        overflowing[4] = 127;
        assertThat(sound(INT8, overflowing, 4)).isFalse();
    }

    @Test
    void whatAnEncoderMakesOfAVectorThatIsNotFiniteIsRefused() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] x = random(300, 1, 1);
            x[270] = bad;
            for (DeltaEncoding encoding : DeltaEncoding.all()) {
                assertThat(sound(encoding, encoding.encode(x, new float[300], 1), 300))
                        .as(encoding.name() + " " + bad)
                        .isFalse();
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherOthers() {
        float[] x = random(1000, 1, 1);
        float[] base = random(1000, 2, 1);
        assertThat(INT8.encode(x, base, 77)).isEqualTo(INT8.encode(x, base, 77)).isNotEqualTo(INT8.encode(x, base, 78));
        assertThat(FLOAT32.encode(x, base, 77)).isEqualTo(FLOAT32.encode(x, base, 78));
    }

    @Test
    void theBytesOfInt8NeverChange() {
        float[] x = {1f, -0.5f, 0.25f, 0.1f, -1.27f, 0f};
        assertThat(INT8.encode(x, new float[6], 1)).containsExactly(10, -41, 35, 60, 100, -50, 25, 10, -127, 0);
    }

    @Test
    void roundingIsIndependentOfTheNeighbours() {
        float[] x = random(1000, 1, 1);
        float[] changed = x.clone();
        changed[500] = 0;
        byte[] one = INT8.encode(x, new float[1000], 5);
        byte[] other = INT8.encode(changed, new float[1000], 5);
        int differing = 0;
        for (int k = 0; k < one.length; k++) {
            differing += one[k] == other[k] ? 0 : 1;
        }
        assertThat(differing).isEqualTo(1);
    }
}
