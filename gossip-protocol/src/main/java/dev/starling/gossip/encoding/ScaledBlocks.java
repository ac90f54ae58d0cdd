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

    byte[] encode(float[] x, float[] base, long seed) {
        byte[] body = new byte[encodedLength(x.length)];
        Differences.of(x, base, kernels, new Writer(body, x.length, new Rounding(seed, BlockKernels.GRAIN_BITS, -BlockKernels.MAGIC_BITS)));
        return body;
    }

    DeltaReader reader(byte[] body, int dimension) {
        return new Reader(body, dimension);
    }

    private static int scalesLength(int dimension) {
        int blocks = dimension / Rounding.BLOCK + (dimension % Rounding.BLOCK == 0 ? 0 : 1);
        return Math.multiplyExact(Float.BYTES, blocks);
    }

    /** Goes through a body block by block. */
    private abstract class Pass {
        final ByteBuffer scales;
        private final byte[] body;
        private int at;

        Pass(byte[] body, int dimension) {
            this.scales = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
            this.body = body;
            this.at = scalesLength(dimension);
        }

        abstract void each(Block block);

        final void chunk(float[] values, int count) {
            for (int from = 0; from < count; from += Rounding.BLOCK) {
                Block block = new Block(values, from, Math.min(Rounding.BLOCK, count - from), body, at);
                each(block);
                at += cells.length(block.count());
            }
        }
    }

    private final class Writer extends Pass implements Differences.Sink {
        private final Rounding rounding;
        private int index;

        Writer(byte[] body, int dimension, Rounding rounding) {
            super(body, dimension);
            this.rounding = rounding;
        }

        @Override
        public void take(float[] differences, int count) {
            chunk(differences, count);
        }

        @Override
        void each(Block block) {
            float scale = kernels.largest(block) / cells.levels();
            if (scale < Float.MIN_NORMAL) {
                scale = 0;
            }
            scales.putInt(Float.floatToIntBits(scale));
            if (scale > 0 && Float.isFinite(scale)) {
                rounding.draw(index);
                cells.quantise(block, LOWERED / scale, rounding);
            }
            index++;
        }
    }

    private final class Reader extends Pass implements DeltaReader {
        private boolean sound = true;

        Reader(byte[] body, int dimension) {
            super(body, dimension);
        }

        @Override
        public boolean next(float[] into, int count) {
            chunk(into, count);
            return sound;
        }

        @Override
        void each(Block block) {
            float scale = scales.getFloat();
            sound &= scale >= 0 && Float.isFinite(scale);
            sound &= cells.dequantise(block, scale);
        }
    }
}
