package dev.starling.gossip.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Plain Java for blocks of any length. Arrays that a loop reads and writes have the same index wherever that is possible. */
final class PlainKernels implements BlockKernels {
    private static final int HALF = Rounding.WORDS;

    /** Copies first, so that the loop has one index. */
    @Override
    public void difference(float[] x, float[] base, int at, float[] into, int count) {
        float[] from = new float[count];
        System.arraycopy(x, at, into, 0, count);
        System.arraycopy(base, at, from, 0, count);
        for (int k = 0; k < count; k++) {
            into[k] -= from[k];
        }
    }

    /** The bits of magnitudes are ordered as the magnitudes are, with NaN at the end. */
    @Override
    public float largest(Block block) {
        float[] v = block.values();
        int to = block.from() + block.count();
        int even = 0;
        int odd = 0;
        int k = block.from();
        for (; k < to - 1; k += 2) {
            even = Math.max(even, Float.floatToRawIntBits(v[k]) & Integer.MAX_VALUE);
            odd = Math.max(odd, Float.floatToRawIntBits(v[k + 1]) & Integer.MAX_VALUE);
        }
        if (k < to) {
            even = Math.max(even, Float.floatToRawIntBits(v[k]) & Integer.MAX_VALUE);
        }
        return Float.intBitsToFloat(Math.max(even, odd));
    }

    private static int quantised(float v, float inverse, int random) {
        int fixed = Float.floatToRawIntBits(v * inverse * ONE + MAGIC) - MAGIC_BITS;
        return (fixed + random) >> Rounding.BITS;
    }

    @Override
    public void toInt8(Block block, float inverse, int[] words) {
        float[] v = block.values();
        int from = block.from();
        byte[] out = block.body();
        int at = block.at();
        int lower = Math.min(HALF, block.count());
        for (int j = 0; j < lower; j++) {
            out[at + j] = (byte) quantised(v[from + j], inverse, words[j] & Rounding.MASK);
        }
        int upper = block.count() - lower;
        for (int j = 0; j < upper; j++) {
            out[at + HALF + j] = (byte) quantised(v[from + HALF + j], inverse, words[j] >>> Rounding.UPPER);
        }
    }

    @Override
    public void fromInt8(Block block, float scale) {
        float[] v = block.values();
        int from = block.from();
        byte[] in = block.body();
        int at = block.at();
        int count = block.count();
        for (int k = 0; k < count; k++) {
            v[from + k] = scale * in[at + k];
        }
    }

    @Override
    public void toInt4(Block block, float inverse, int[] words) {
        float[] v = block.values();
        int from = block.from();
        byte[] out = block.body();
        int at = block.at();
        int half = (block.count() + 1) / 2;
        int upper = block.count() - half;
        for (int j = 0; j < half; j++) {
            out[at + j] = (byte) (quantised(v[from + j], inverse, words[j] & Rounding.MASK) & 0xf);
        }
        for (int j = 0; j < upper; j++) {
            out[at + j] |= (byte) (quantised(v[from + half + j], inverse, words[j] >>> Rounding.UPPER) << 4);
        }
    }

    @Override
    public void fromInt4(Block block, float scale) {
        float[] v = block.values();
        int from = block.from();
        byte[] in = block.body();
        int at = block.at();
        int half = (block.count() + 1) / 2;
        int upper = block.count() - half;
        for (int j = 0; j < half; j++) {
            v[from + j] = scale * ((in[at + j] << 28) >> 28);
        }
        for (int j = 0; j < upper; j++) {
            v[from + half + j] = scale * (in[at + j] >> 4);
        }
    }

    @Override
    public void toBfloat16(Block block, int[] words) {
        float[] v = block.values();
        int from = block.from();
        ByteBuffer out = littleEndian(block);
        for (int k = 0; k < block.count(); k++) {
            int r = k < HALF ? words[k] & 0xffff : words[k - HALF] >>> BFLOAT16_BITS;
            int bits = Float.floatToRawIntBits(v[from + k]);
            int rounds = ((bits & Integer.MAX_VALUE) - BFLOAT16_CUT) >> 31;
            out.putShort(block.at() + Short.BYTES * k, (short) ((bits + (r & rounds)) >>> BFLOAT16_BITS));
        }
    }

    @Override
    public void fromBfloat16(Block block) {
        float[] v = block.values();
        int from = block.from();
        ByteBuffer in = littleEndian(block);
        for (int k = 0; k < block.count(); k++) {
            v[from + k] = Float.intBitsToFloat(in.getShort(block.at() + Short.BYTES * k) << BFLOAT16_BITS);
        }
    }

    private static ByteBuffer littleEndian(Block block) {
        return ByteBuffer.wrap(block.body()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
