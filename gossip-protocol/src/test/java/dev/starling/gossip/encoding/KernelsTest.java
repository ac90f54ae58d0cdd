package dev.starling.gossip.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The kernels with the Vector API against those in plain Java, bit by bit. */
final class KernelsTest {
    private static final Map<DeltaEncoding, DeltaEncoding> FASTEST_AND_PLAIN = Map.of(
            Int8BlockEncoding.INSTANCE,
            Int8BlockEncoding.PLAIN,
            Int4BlockEncoding.INSTANCE,
            Int4BlockEncoding.PLAIN,
            Bfloat16Encoding.INSTANCE,
            Bfloat16Encoding.PLAIN);

    private static final List<Float> ODD = List.of(
            0f,
            -0f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MIN_NORMAL,
            Math.nextDown(Float.MIN_NORMAL),
            1f,
            -1f,
            Math.nextUp(1f),
            127f,
            -127f,
            1e-30f,
            1e30f,
            Float.MAX_VALUE,
            -Float.MAX_VALUE);

    private static final List<Float> NOT_FINITE = List.of(
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.intBitsToFloat(0x7f800001),
            Float.intBitsToFloat(0xffffffff));

    @Test
    void theVectorApiIsUsedWhereItIsThere() {
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
        assertThat(DeltaEncoding.vectorised()).isTrue();
    }

    @Test
    void bothKindsOfKernelsWriteAndReadTheSameBitsForEveryLength() {
        for (int d = 0; d <= 600; d++) {
            SplittableRandom random = new SplittableRandom(d);
            float[] x = new float[d];
            float[] base = new float[d];
            double spread = Math.pow(10, random.nextInt(-20, 20));
            for (int k = 0; k < d; k++) {
                x[k] = (float) (spread * random.nextGaussian());
                base[k] = random.nextInt(4) == 0 ? x[k] : (float) (spread * random.nextGaussian());
            }
            assertSame("length " + d, x, base, random.nextLong());
        }
    }

    @Test
    void bothKindsOfKernelsWriteAndReadTheSameBitsOfOddValues() {
        for (int trial = 0; trial < 600; trial++) {
            SplittableRandom random = new SplittableRandom(trial);
            float[] x = new float[512 + random.nextInt(600)];
            for (int k = 0; k < x.length; k++) {
                boolean odd = random.nextInt(3) == 0;
                x[k] = odd ? ODD.get(random.nextInt(ODD.size())) : (float) random.nextGaussian();
                if (trial % 3 == 0 && random.nextInt(200) == 0) {
                    x[k] = NOT_FINITE.get(random.nextInt(NOT_FINITE.size()));
                }
            }
            float[] base = new float[x.length];
            if (trial % 2 == 0) {
                Arrays.fill(base, -0f);
            }
            assertSame("trial " + trial, x, base, trial);
        }
    }

    @Test
    void bothKindsOfKernelsReadTheSameBitsOfAnyBytes() {
        for (int trial = 0; trial < 300; trial++) {
            SplittableRandom random = new SplittableRandom(trial);
            int d = 256 + random.nextInt(600);
            for (Map.Entry<DeltaEncoding, DeltaEncoding> pair : FASTEST_AND_PLAIN.entrySet()) {
                byte[] body = new byte[pair.getKey().encodedLength(d)];
                random.nextBytes(body);
                assertSameReading("trial " + trial, pair, body, new float[d]);
            }
        }
    }

    private static void assertSame(String what, float[] x, float[] base, long seed) {
        for (Map.Entry<DeltaEncoding, DeltaEncoding> pair : FASTEST_AND_PLAIN.entrySet()) {
            byte[] body = pair.getKey().encode(x, base, seed);
            byte[] plain = pair.getValue().encode(x, base, seed);
            assertThat(Arrays.mismatch(body, plain))
                    .as(
                            "%s, %s: the first byte that differs",
                            what, pair.getKey().name())
                    .isNegative();
            assertSameReading(what, pair, body, base);
        }
    }

    private static void assertSameReading(
            String what, Map.Entry<DeltaEncoding, DeltaEncoding> pair, byte[] body, float[] base) {
        float[] fastest = new float[base.length];
        float[] plain = new float[base.length];
        String which = what + ", " + pair.getKey().name();
        boolean sound = pair.getKey().decode(body, base, fastest);
        assertThat(sound).as(which).isEqualTo(pair.getValue().decode(body, base, plain));
        if (sound) {
            assertThat(Arrays.mismatch(bits(fastest), bits(plain)))
                    .as("%s: the first value that differs", which)
                    .isNegative();
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, k -> Float.floatToRawIntBits(values[k]));
        return bits;
    }
}
