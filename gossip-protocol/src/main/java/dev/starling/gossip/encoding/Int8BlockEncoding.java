package dev.starling.gossip.encoding;

import java.nio.ByteBuffer;

/**
 * Eight bits a value in blocks of 256. A block's scale is its largest magnitude over 127; a value {@code v} becomes
 * {@code floor(v / scale + u)} with {@code u} uniform in [0, 1), within ±127, so the decoded value is unbiased and off by
 * less than one scale (QSGD's stochastic rounding, Alistarh et al. 2017, with a maximum norm per block). What is left of a
 * bias is at most 2<sup>-15</sup> of a scale: the grain of {@code u} and the rounding of {@code v / scale}.
 *
 * <pre>
 * offset 0            4 * blocks              4 * blocks + d
 *        | scales f32 LE | values, one byte each |
 * </pre>
 */
public final class Int8BlockEncoding implements DeltaEncoding {
    /** With the fastest kernels of this virtual machine. */
    public static final Int8BlockEncoding INSTANCE = new Int8BlockEncoding(Kernels.FASTEST);

    /** With plain Java whatever else there is, to compare with; the same bytes. */
    public static final Int8BlockEncoding PLAIN = new Int8BlockEncoding(Kernels.PLAIN);

    private static final int LEVELS = 127;

    private final ScaledBlocks blocks;

    private Int8BlockEncoding(BlockKernels kernels) {
        blocks = new ScaledBlocks(new Bytes(kernels), kernels);
    }

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
        return blocks.encodedLength(dimension);
    }

    @Override
    public int reach(int values, int dimension) {
        return blocks.reach(values, dimension);
    }

    @Override
    public byte[] encode(float[] x, float[] base, long seed) {
        return blocks.encode(x, base, seed);
    }

    @Override
    public DeltaReader reader(byte[] body, int dimension) {
        return blocks.reader(body, dimension);
    }

    private record Bytes(BlockKernels kernels) implements Cells {
        private static final long LOW_BITS = 0x0101010101010101L;
        private static final long HIGH_BITS = 0x8080808080808080L;

        @Override
        public int levels() {
            return LEVELS;
        }

        @Override
        public int length(int count) {
            return count;
        }

        @Override
        public void quantise(Block block, float inverse, Rounding random) {
            kernels.toInt8(block, inverse, random);
        }

        @Override
        public boolean dequantise(Block block, float scale) {
            kernels.fromInt8(block, scale);
            return !holdsMinus128(block);
        }

        /** Eight bytes at a time: a byte is -128 when nothing is left of it without its highest bit (Lamport 1975). */
        private static boolean holdsMinus128(Block block) {
            ByteBuffer bytes = ByteBuffer.wrap(block.body());
            int end = block.at() + block.count();
            int at = block.at();
            long found = 0;
            for (; at <= end - Long.BYTES; at += Long.BYTES) {
                long v = bytes.getLong(at) ^ HIGH_BITS;
                found |= (v - LOW_BITS) & ~v & HIGH_BITS;
            }
            for (; at < end; at++) {
                found |= block.body()[at] == Byte.MIN_VALUE ? 1 : 0;
            }
            return found != 0;
        }
    }
}
