package dev.starling.gossip.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors to bytes and back. */
final class DeltaEncodingTest {
    private static final DeltaEncoding INT8 = Int8BlockEncoding.INSTANCE;
    private static final DeltaEncoding INT4 = Int4BlockEncoding.INSTANCE;
    private static final DeltaEncoding BFLOAT16 = Bfloat16Encoding.INSTANCE;
    private static final DeltaEncoding FLOAT32 = Float32Encoding.INSTANCE;

    private static DeltaEncoding named(String name) {
        return DeltaEncoding.ofName(name).orElseThrow();
    }

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
        assertThat(DeltaEncoding.all()).extracting(DeltaEncoding::code).containsExactly(1, 2, 3, 4);
        assertThat(DeltaEncoding.all())
                .extracting(DeltaEncoding::name)
                .containsExactly("float32", "int8", "bfloat16", "int4");
        assertThat(DeltaEncoding.ofCode(0)).isEmpty();
        assertThat(DeltaEncoding.ofName("INT8")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 4, 5, 2, 5",
        "255, 1020, 259, 510, 132",
        "256, 1024, 260, 512, 132",
        "257, 1028, 265, 514, 137",
        "1000, 4000, 1016, 2000, 516"
    })
    void theLengthFollowsFromTheDimension(int d, int asFloats, int asBytes, int asShorts, int asHalfBytes) {
        assertLength(FLOAT32, d, asFloats);
        assertLength(INT8, d, asBytes);
        assertLength(BFLOAT16, d, asShorts);
        assertLength(INT4, d, asHalfBytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "int8", "bfloat16", "int4"})
    void theFirstValuesAreReadFromTheBytesThatReachThemAlone(String name) {
        DeltaEncoding encoding = named(name);
        int d = 3001;
        byte[] body = encoding.encode(random(d, 5, 1), new float[d], 7);
        for (int values : new int[] {1024, 2048, d}) {
            int reach = encoding.reach(values, d);
            byte[] beginning = body.clone();
            Arrays.fill(beginning, reach, body.length, (byte) 0x55);
            assertThat(first(encoding, beginning, values, d)).isEqualTo(first(encoding, body, values, d));
            beginning[reach - 1] ^= 0x44;
            assertThat(first(encoding, beginning, values, d)).isNotEqualTo(first(encoding, body, values, d));
        }
        assertThat(encoding.reach(d, d)).isEqualTo(body.length);
    }

    private static Digest first(DeltaEncoding encoding, byte[] body, int values, int d) {
        DeltaReader reader = encoding.reader(body, d);
        float[] all = new float[values];
        float[] chunk = new float[DeltaReader.CHUNK];
        for (int from = 0; from < values; from += DeltaReader.CHUNK) {
            int count = Math.min(DeltaReader.CHUNK, values - from);
            reader.next(chunk, count);
            System.arraycopy(chunk, 0, all, from, count);
        }
        return new RunningDigest().add(all).finish();
    }

    private static void assertLength(DeltaEncoding encoding, int d, int expected) {
        assertThat(encoding.encodedLength(d)).isEqualTo(expected);
        assertThat(encoding.encode(random(d, d, 1), new float[d], 1)).hasSize(expected);
    }

    @Test
    void aDimensionWhoseBytesDoNotFitAnIntIsAnErrorAndNoSmallNumber() {
        assertThatThrownBy(() -> FLOAT32.encodedLength(1 << 30)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> BFLOAT16.encodedLength(1 << 30)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> INT8.encodedLength(Integer.MAX_VALUE - 255)).isInstanceOf(ArithmeticException.class);
        assertThat(INT4.encodedLength(Integer.MAX_VALUE)).isPositive();
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

    /** Five standard errors of a mean of roundings, and the largest bias that the grain of the rounding leaves. */
    @ParameterizedTest
    @ValueSource(strings = {"int8", "int4"})
    void theRoundingIsUnbiased(String name) {
        DeltaEncoding encoding = named(name);
        int d = 300;
        float[] base = random(d, 1, 0.1);
        float[] x = random(d, 2, 1);
        double[] mean = new double[d];
        double[] meanSquare = new double[d];
        int seeds = 4000;
        byte[] body = {};
        for (int seed = 0; seed < seeds; seed++) {
            body = encoding.encode(x, base, seed);
            float[] back = decoded(encoding, body, base);
            for (int k = 0; k < d; k++) {
                double error = (back[k] - (double) x[k]) / scale(body, k / 256);
                mean[k] += error / seeds;
                meanSquare[k] += error * error / seeds;
            }
        }
        double grain = 0x1p-15;
        double ofAll = 0;
        double varianceOfAll = 0;
        for (int k = 0; k < d; k++) {
            double error = 5 * Math.sqrt(meanSquare[k] / seeds);
            assertThat(mean[k]).as("bias of value %d in scales", k).isBetween(-grain - error, grain + error);
            ofAll += mean[k] / d;
            varianceOfAll += meanSquare[k] / seeds / d / d;
        }
        double error = 5 * Math.sqrt(varianceOfAll);
        assertThat(ofAll).as("bias of all values in scales").isBetween(-grain - error, grain + error);
    }

    @Test
    void bfloat16IsUnbiased() {
        int d = 300;
        float[] x = random(d, 2, 1);
        double[] sum = new double[d];
        int seeds = 4000;
        for (int seed = 0; seed < seeds; seed++) {
            float[] back = decoded(BFLOAT16, BFLOAT16.encode(x, new float[d], seed), new float[d]);
            for (int k = 0; k < d; k++) {
                sum[k] += back[k];
            }
        }
        for (int k = 0; k < d; k++) {
            double fiveSigma = 5 * 0.5 * 0x1p-7 * Math.abs(x[k]) / Math.sqrt(seeds);
            assertThat(sum[k] / seeds - x[k]).as("bias of value %d", k).isBetween(-fiveSigma, fiveSigma);
        }
    }

    @Test
    void theRoundingsOfTwoValuesHaveNothingToDoWithEachOther() {
        int d = 512;
        float[] x = new float[d];
        Arrays.fill(x, 0.5f);
        x[0] = 127;
        x[256] = 127;
        int seeds = 2000;
        double[][] up = new double[d][seeds];
        for (int seed = 0; seed < seeds; seed++) {
            float[] back = decoded(INT8, INT8.encode(x, new float[d], seed), new float[d]);
            for (int k = 0; k < d; k++) {
                up[k][seed] = back[k] > 0.5 ? 1 : -1;
            }
        }
        double fiveAndAHalfSigma = 5.5 / Math.sqrt(seeds);
        for (int k = 1; k < 256; k++) {
            for (int other : new int[] {k + 1, (k + 128) % 512, (k + 256) % 512}) {
                double correlation = 0;
                for (int seed = 0; seed < seeds; seed++) {
                    correlation += up[k][seed] * up[other][seed] / seeds;
                }
                if (other != 0 && other != 256) {
                    assertThat(correlation)
                            .as("values %d and %d", k, other)
                            .isBetween(-fiveAndAHalfSigma, fiveAndAHalfSigma);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1e-30", "7, 1e-6", "256, 1", "257, 1e6", "1000, 1e30"})
    void aDecodedValueIsOffByLessThanOneScaleAndTheWholeRangeIsUsed(int d, double spread) {
        for (int seed = 0; seed < 20; seed++) {
            float[] x = random(d, seed, spread);
            assertOffByLessThanOneScale(INT8, x, seed, 127);
            assertOffByLessThanOneScale(INT4, x, seed, 7);
        }
    }

    private static void assertOffByLessThanOneScale(DeltaEncoding encoding, float[] x, int seed, int levels) {
        int d = x.length;
        byte[] body = encoding.encode(x, new float[d], seed);
        float[] back = decoded(encoding, body, new float[d]);
        for (int from = 0; from < d; from += 256) {
            float scale = scale(body, from / 256);
            int largest = 0;
            for (int k = from; k < Math.min(d, from + 256); k++) {
                assertThat((double) Math.abs(back[k] - x[k])).isLessThan(scale * 1.0001);
                largest = Math.max(largest, Math.round(Math.abs(back[k]) / scale));
            }
            assertThat(largest).isBetween(levels - 1, levels);
        }
    }

    @Test
    void bfloat16IsOffByLessThanAHundredAndTwentyEighthOfTheMagnitude() {
        for (double spread : new double[] {1e-30, 1e-6, 1, 1e6, 1e30}) {
            for (int seed = 0; seed < 20; seed++) {
                float[] x = random(600, seed, spread);
                float[] back = decoded(BFLOAT16, BFLOAT16.encode(x, new float[600], seed), new float[600]);
                for (int k = 0; k < 600; k++) {
                    assertThat(Math.abs((double) back[k] - x[k])).isLessThanOrEqualTo(Math.abs(x[k]) * 0x1p-7);
                }
            }
        }
    }

    @Test
    void whatBfloat16CanHoldStaysAsItIsWhateverTheSeed() {
        float[] x = new float[600];
        SplittableRandom random = new SplittableRandom(4);
        for (int k = 0; k < 600; k++) {
            do {
                x[k] = Float.intBitsToFloat(random.nextInt() << 16);
            } while (!Float.isFinite(x[k]));
        }
        for (int seed = 0; seed < 20; seed++) {
            assertThat(decoded(BFLOAT16, BFLOAT16.encode(x, new float[600], seed), new float[600]))
                    .isEqualTo(x);
        }
    }

    @Test
    void aFiniteDifferenceIsAFiniteBfloat16UpToTheLargest() {
        float[] x = {Float.MAX_VALUE, -Float.MAX_VALUE, Math.nextDown(Float.MAX_VALUE), 3.3895314e38f, Float.MIN_VALUE};
        for (int seed = 0; seed < 200; seed++) {
            assertThat(sound(BFLOAT16, BFLOAT16.encode(x, new float[5], seed), 5))
                    .isTrue();
        }
    }

    @Test
    void whatAnEncodingByBlocksMadeItMakesAgainExceptForTheTopOfTheRange() {
        for (DeltaEncoding encoding : new DeltaEncoding[] {INT8, INT4}) {
            for (int seed = 0; seed < 50; seed++) {
                float[] zero = new float[600];
                float[] once = decoded(encoding, encoding.encode(random(600, seed, 1), zero, seed), zero);
                byte[] body = encoding.encode(once, zero, seed + 1000);
                float[] twice = decoded(encoding, body, zero);
                int off = 0;
                for (int k = 0; k < 600; k++) {
                    off += Math.abs(twice[k] - once[k]) > scale(body, k / 256) * 1e-3 ? 1 : 0;
                }
                assertThat(off).as("seed " + seed).isLessThanOrEqualTo(3);
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
    void int4RefusesWhatNoEncoderWrites() {
        byte[] good = INT4.encode(random(5, 5, 1), new float[5], 1);
        assertThat(good).hasSize(7);
        assertThat(sound(INT4, good, 5)).isTrue();
        for (int[] bad : new int[][] {{4, 0x08}, {4, 0x80}, {5, 0x88}, {6, 0x08}, {6, 0x10}, {6, 0xf1}}) {
            byte[] body = good.clone();
            body[bad[0]] = (byte) bad[1];
            assertThat(sound(INT4, body, 5)).as("byte %d is %x", bad[0], bad[1]).isFalse();
        }
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -1f}) {
            byte[] scaled = good.clone();
            ByteBuffer.wrap(scaled).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, bad);
            assertThat(sound(INT4, scaled, 5)).as("scale " + bad).isFalse();
        }
        byte[] overflowing = good.clone();
        ByteBuffer.wrap(overflowing).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 1e38f);
        overflowing[4] = 7;
        assertThat(sound(INT4, overflowing, 5)).isFalse();
    }

    @Test
    void everyReservedByteAnywhereInABodyIsFound() {
        for (DeltaEncoding encoding : new DeltaEncoding[] {INT8, INT4}) {
            int d = 300;
            byte[] good = encoding.encode(random(d, 3, 1), new float[d], 1);
            for (int at = 8; at < good.length; at++) {
                byte[] body = good.clone();
                body[at] = Byte.MIN_VALUE;
                assertThat(sound(encoding, body, d))
                        .as("%s, byte %d", encoding.name(), at)
                        .isFalse();
            }
        }
    }

    @Test
    void bfloat16RefusesWhatIsNotFinite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            byte[] body = BFLOAT16.encode(new float[] {1, bad, 2}, new float[3], 0);
            assertThat(sound(BFLOAT16, body, 3)).isFalse();
        }
        byte[] huge = BFLOAT16.encode(new float[] {3e38f}, new float[1], 0);
        assertThat(BFLOAT16.decode(huge, new float[] {3e38f}, new float[1])).isFalse();
    }

    @Test
    void aMutilatedBodyIsReadOrRefusedAndNeverThrows() {
        SplittableRandom random = new SplittableRandom(8);
        for (int trial = 0; trial < 4000; trial++) {
            DeltaEncoding encoding = DeltaEncoding.all()[trial % 4];
            int d = 1 + random.nextInt(600);
            byte[] body = new byte[encoding.encodedLength(d)];
            random.nextBytes(body);
            float[] into = new float[d];
            if (encoding.decode(body, new float[d], into)) {
                for (float value : into) {
                    assertThat(Float.isFinite(value)).as("trial " + trial).isTrue();
                }
            }
        }
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
        for (DeltaEncoding rounded : new DeltaEncoding[] {INT8, INT4, BFLOAT16}) {
            assertThat(rounded.encode(x, base, 77))
                    .isEqualTo(rounded.encode(x, base, 77))
                    .isNotEqualTo(rounded.encode(x, base, 78));
        }
        assertThat(FLOAT32.encode(x, base, 77)).isEqualTo(FLOAT32.encode(x, base, 78));
    }

    @Test
    void theBytesNeverChange() {
        float[] x = {1f, -0.503f, 0.254f, 0.1047f, -1.27f, 0f, 1e-3f};
        assertThat(HexFormat.of().formatHex(INT8.encode(x, new float[7], 1))).isEqualTo("0ad7233c64ce190b810000");
        assertThat(HexFormat.of().formatHex(INT4.encode(x, new float[7], 1))).isEqualTo("69c8393e960d0101");
        assertThat(HexFormat.of().formatHex(BFLOAT16.encode(x, new float[7], 1)))
                .isEqualTo("803f01bf823ed63da3bf0000833a");
    }

    @ParameterizedTest
    @CsvSource({
        "float32, 711f2fec402c9f98",
        "int8, c4db4c4d57d76a01",
        "bfloat16, e3750e48f565ad72",
        "int4, 47805ab67dfccc12"
    })
    void theBytesOfAnEntireModelNeverChange(String name, String sha256) {
        byte[] body = named(name).encode(random(7850, 1, 1), random(7850, 2, 0.1), 3);
        assertThat(Digest.of(body).toString()).startsWith(sha256);
    }

    @ParameterizedTest
    @CsvSource({"int8, 501", "bfloat16, 501", "int4, 501"})
    void roundingIsIndependentOfTheNeighbours(String name, int changedAt) {
        DeltaEncoding encoding = named(name);
        float[] x = random(1000, 1, 1);
        float[] changed = x.clone();
        changed[changedAt] = 0;
        float[] one = decoded(encoding, encoding.encode(x, new float[1000], 5), new float[1000]);
        float[] other = decoded(encoding, encoding.encode(changed, new float[1000], 5), new float[1000]);
        for (int k = 0; k < 1000; k++) {
            assertThat(one[k] == other[k]).as("value %d is the same", k).isEqualTo(k != changedAt);
        }
    }
}
