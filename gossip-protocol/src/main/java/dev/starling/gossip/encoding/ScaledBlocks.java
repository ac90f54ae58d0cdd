package dev.starling.gossip.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the encodings by blocks of 256 values have in common: the scales of all blocks first, then the values of all
 * blocks. A block's scale is its largest magnitude over the largest number that a value may become.
 *
 * <p>A block is multiplied by one over its scale, lowered by 2<sup>-22</sup>. Scale, inverse and product are rounded once
 * each, by at most 2<sup>-24</sup>, so no value leaves the range and no clamp is needed; that takes two units in the last
 * place from a value. A scale below the smallest normal number would overflow when inverted: such a block is as good as
 * zero.
 */
final class ScaledBlocks {
    private static final float LOWERED = 1 - 0x1p-22f;

    private final Cells cells;
    private final BlockKernels kernels;

    ScaledBlocks(Cells cells, BlockKernels kernels) {
        this.cells = cells;
        this.kernels = kernels;
    }

    int encodedLength(int dimension) {
        int whole = dimension / Rounding.BLOCK;
        int values = Math.multiplyExact(whole, cells.length(Rounding.BLOCK)) + cells.length(dimension % Rounding.BLOCK);
        return Math.addExact(values, scalesLength(dimension));
    }

    int reach(int values, int dimension) {
        return encodedLength(values) - scalesLength(values) + scalesLength(dimension);
    }

    byte[] encode(float[] x, float[] base, long seed) {
        byte[] body = new byte[encodedLength(x.length)];
        Rounding rounding = new Rounding(seed, BlockKernels.GRAIN_BITS, -BlockKernels.MAGIC_BITS);
        ByteBuffer scales = scales(body);
        float[] differences = new float[Math.min(Rounding.BLOCK, x.length)];
        int at = scalesLength(x.length);
        for (int from = 0; from < x.length; from += Rounding.BLOCK) {
            int count = Math.min(Rounding.BLOCK, x.length - from);
            float scale = scale(kernels.largestDifference(x, base, from, differences, count));
            scales.putInt(Float.floatToIntBits(scale));
            if (scale > 0 && Float.isFinite(scale)) {
                Block block = new Block(differences, 0, count, body, at, from / Rounding.BLOCK);
                cells.quantise(block, LOWERED / scale, rounding);
            }
            at += cells.length(count);
        }
        return body;
    }

    DeltaReader reader(byte[] body, int dimension) {
        return new Reader(body, dimension);
    }

    private static int scalesLength(int dimension) {
        int blocks = dimension / Rounding.BLOCK + (dimension % Rounding.BLOCK == 0 ? 0 : 1);
        return Math.multiplyExact(Float.BYTES, blocks);
    }

    private float scale(float largest) {
        float scale = largest / cells.levels();
        return scale < Float.MIN_NORMAL ? 0 : scale;
    }

    private static ByteBuffer scales(byte[] body) {
        return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    }

    private final class Reader implements DeltaReader {
        private final ByteBuffer scales;
        private final byte[] body;
        private int at;
        private int index;
        private boolean sound = true;

        Reader(byte[] body, int dimension) {
            this.scales = scales(body);
            this.body = body;
            this.at = scalesLength(dimension);
        }

        @Override
        public boolean next(float[] into, int count) {
            for (int from = 0; from < count; from += Rounding.BLOCK) {
                Block block = new Block(into, from, Math.min(Rounding.BLOCK, count - from), body, at, index++);
                float scale = scales.getFloat();
                sound &= scale >= 0 && Float.isFinite(scale);
                sound &= cells.dequantise(block, scale);
                at += cells.length(block.count());
            }
            return sound;
        }
    }
}
