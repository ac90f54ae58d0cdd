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

    @Override
    public float largestDifference(float[] x, float[] base, int at, float[] into, int count) {
        difference(x, base, at, into, count);
        float largest = 0;
        for (int k = 0; k < count; k++) {
            largest = Math.max(largest, Math.abs(into[k]));
        }
        return largest;
    }

    private static int quantised(float v, float inverse, int random) {
        return (Float.floatToRawIntBits(v * inverse + MAGIC) + random) >> GRAIN_BITS;
    }

    @Override
    public void toInt8(Block block, float inverse, Rounding random) {
        random.draw(block.index());
        int lower = Math.min(HALF, block.count());
        toInt8(block, 0, lower, inverse, random.lower());
        toInt8(block, HALF, block.count() - lower, inverse, random.upper());
    }

    private static void toInt8(Block block, int skip, int count, float inverse, int[] random) {
        float[] v = block.values();
        int from = block.from() + skip;
        byte[] out = block.body();
        int at = block.at() + skip;
        for (int j = 0; j < count; j++) {
            out[at + j] = (byte) quantised(v[from + j], inverse, random[j]);
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
    public void toInt4(Block block, float inverse, Rounding random) {
        random.draw(block.index());
        int[] lower = random.lower();
        int[] higher = random.upper();
        float[] v = block.values();
        int from = block.from();
        byte[] out = block.body();
        int at = block.at();
        int half = (block.count() + 1) / 2;
        int upper = block.count() - half;
        for (int j = 0; j < half; j++) {
            out[at + j] = (byte) (quantised(v[from + j], inverse, lower[j]) & 0xf);
        }
        for (int j = 0; j < upper; j++) {
            out[at + j] |= (byte) (quantised(v[from + half + j], inverse, higher[j]) << 4);
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
    public void toBfloat16(Block block, Rounding random) {
        random.draw(block.index());
        int lower = Math.min(HALF, block.count());
        toBfloat16(block, 0, lower, random.lower());
        toBfloat16(block, HALF, block.count() - lower, random.upper());
    }

    private static void toBfloat16(Block block, int skip, int count, int[] random) {
        float[] v = block.values();
        int from = block.from() + skip;
        ByteBuffer out = littleEndian(block);
        int at = block.at() + Short.BYTES * skip;
        for (int j = 0; j < count; j++) {
            int bits = Float.floatToRawIntBits(v[from + j]);
            int rounds = ((bits & Integer.MAX_VALUE) - BFLOAT16_CUT) >> 31;
            out.putShort(at + Short.BYTES * j, (short) ((bits + (random[j] & rounds)) >>> BFLOAT16_BITS));
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
