package dev.starling.gossip.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Eight bits a value in blocks of 256. A block's scale is its largest magnitude over 127; a value {@code v} becomes
 * {@code floor(v / scale + u)} with {@code u} uniform in [0, 1), clamped to ±127, so the decoded value is unbiased and off
 * by less than one scale (QSGD's stochastic rounding, Alistarh et al. 2017, with a maximum norm per block).
 *
 * <pre>
 * offset 0            4 * blocks              4 * blocks + d
 *        | scales f32 LE | values, one byte each |
 * </pre>
 */
public final class Int8BlockEncoding implements DeltaEncoding {
    public static final Int8BlockEncoding INSTANCE = new Int8BlockEncoding();

    /** Values that share one scale. */
    public static final int BLOCK = 256;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final float UNIT = 0x1p-24f;

    private Int8BlockEncoding() {}

    @Override
    public int code() {
        return 2;
    }

    @Override
    public String name() {
        return "int8";
    }

    @Override
    public int encodedLength(int dimension) {
        return Math.addExact(dimension, Math.multiplyExact(Float.BYTES, blocks(dimension)));
    }

    @Override
    public byte[] encode(float[] x, float[] base, long seed) {
        int d = x.length;
        byte[] body = new byte[encodedLength(d)];
        ByteBuffer out = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        int values = Float.BYTES * blocks(d);
        for (int from = 0; from < d; from += BLOCK) {
            int to = Math.min(d, from + BLOCK);
            float scale = scaleOf(x, base, from, to);
            out.putFloat(Float.BYTES * (from / BLOCK), scale);
            if (scale > 0) {
                for (int k = from; k < to; k++) {
                    float uniform = (mix(seed + GOLDEN * (k + 1L)) >>> 40) * UNIT;
                    int q = (int) Math.floor((x[k] - base[k]) / scale + uniform);
                    body[values + k] = (byte) Math.max(-127, Math.min(127, q));
                }
            }
        }
        return body;
    }

    @Override
    public boolean decode(byte[] body, float[] base, float[] into) {
        int d = into.length;
        ByteBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        int values = Float.BYTES * blocks(d);
        boolean sound = true;
        for (int from = 0; from < d; from += BLOCK) {
            int to = Math.min(d, from + BLOCK);
            float scale = in.getFloat(Float.BYTES * (from / BLOCK));
            sound &= scale >= 0 && Float.isFinite(scale);
            for (int k = from; k < to; k++) {
                byte q = body[values + k];
                into[k] = base[k] + scale * q;
                sound &= q != Byte.MIN_VALUE && Float.isFinite(into[k]);
            }
        }
        return sound;
    }

    private static int blocks(int dimension) {
        return (dimension + BLOCK - 1) / BLOCK;
    }

    /** A subnormal scale would make the division overflow: such a block is as good as zero. */
    private static float scaleOf(float[] x, float[] base, int from, int to) {
        float largest = 0;
        for (int k = from; k < to; k++) {
            largest = Math.max(largest, Math.abs(x[k] - base[k]));
        }
        float scale = largest / 127;
        return scale < Float.MIN_NORMAL ? 0 : scale;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a counter becomes a uniform 64-bit word. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
