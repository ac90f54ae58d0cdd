package dev.starling.gossip.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Plain Java for blocks of any length. Arrays that a loop reads and writes have the same index wherever that is possible. */
final class PlainKernels implements BlockKernels {
    private static final int HALF = Rounding.WORDS;

    @Override
    public float largest(Block block) {
        float[] v = block.values();
        int to = block.from() + block.count();
        float largest = 0;
        for (int k = block.from(); k < to; k++) {
            largest = Math.max(largest, Math.abs(v[k]));
        }
        return largest;
    }

    @Override
    public void toInt8(Block block, float inverse, int[] words) {
        float[] v = block.values();
        int from = block.from();
        byte[] out = block.body();
        int at = block.at();
        int lower = Math.min(HALF, block.count());
        for (int j = 0; j < lower; j++) {
            int fixed = (int) (v[from + j] * inverse * ONE + INT8_BIAS);
            out[at + j] = (byte) (((fixed + (words[j] & Rounding.MASK)) >>> Rounding.BITS) - 128);
        }
        int upper = block.count() - lower;
        for (int j = 0; j < upper; j++) {
            int fixed = (int) (v[from + HALF + j] * inverse * ONE + INT8_BIAS);
            out[at + HALF + j] = (byte) (((fixed + (words[j] >>> Rounding.BITS)) >>> Rounding.BITS) - 128);
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
            int fixed = (int) (v[from + j] * inverse * ONE + INT4_BIAS);
            out[at + j] = (byte) ((((fixed + (words[j] & Rounding.MASK)) >>> Rounding.BITS) - 8) & 0xf);
        }
        for (int j = 0; j < upper; j++) {
            int fixed = (int) (v[from + half + j] * inverse * ONE + INT4_BIAS);
            out[at + j] |= (byte) ((((fixed + (words[j] >>> Rounding.BITS)) >>> Rounding.BITS) - 8) << 4);
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
            int r = k < HALF ? words[k] & Rounding.MASK : words[k - HALF] >>> Rounding.BITS;
            int bits = Float.floatToRawIntBits(v[from + k]);
            int rounds = ((bits & Integer.MAX_VALUE) - BFLOAT16_CUT) >> 31;
            out.putShort(block.at() + Short.BYTES * k, (short) ((bits + (r & rounds)) >>> 16));
        }
    }

    @Override
    public void fromBfloat16(Block block) {
        float[] v = block.values();
        int from = block.from();
        ByteBuffer in = littleEndian(block);
        for (int k = 0; k < block.count(); k++) {
            v[from + k] = Float.intBitsToFloat(in.getShort(block.at() + Short.BYTES * k) << 16);
        }
    }

    private static ByteBuffer littleEndian(Block block) {
        return ByteBuffer.wrap(block.body()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
