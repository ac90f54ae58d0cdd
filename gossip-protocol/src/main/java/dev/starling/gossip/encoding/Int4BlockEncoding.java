package dev.starling.gossip.encoding;

/**
 * Four bits a value in blocks of 256: as int8, but a block's scale is its largest magnitude over 7 and a value is within
 * ±7. Unbiased and off by less than one scale as well, only that a scale is eighteen times as coarse. Within a block of n values byte {@code j} holds value {@code j} in its lower
 * four bits and value {@code j + ceil(n / 2)} in its upper four, both in two's complement; an upper half without a value
 * is 0.
 *
 * <pre>
 * offset 0            4 * blocks                   4 * blocks + ceil(d / 2)
 *        | scales f32 LE | values, two in each byte |
 * </pre>
 */
public final class Int4BlockEncoding implements DeltaEncoding {
    /** With the fastest kernels of this virtual machine. */
    public static final Int4BlockEncoding INSTANCE = new Int4BlockEncoding(Kernels.FASTEST);

    /** With plain Java whatever else there is, to compare with; the same bytes. */
    public static final Int4BlockEncoding PLAIN = new Int4BlockEncoding(Kernels.PLAIN);

    private static final int LEVELS = 7;

    private final ScaledBlocks blocks;

    private Int4BlockEncoding(BlockKernels kernels) {
        blocks = new ScaledBlocks(new HalfBytes(kernels), kernels);
    }

    @Override
    public int code() {
        return 4;
    }

    @Override
    public String name() {
        return "int4";
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

    private record HalfBytes(BlockKernels kernels) implements Cells {
        @Override
        public int levels() {
            return LEVELS;
        }

        @Override
        public int length(int count) {
            return (count + 1) / 2;
        }

        @Override
        public void quantise(Block block, float inverse, Rounding random) {
            kernels.toInt4(block, inverse, random);
        }

        @Override
        public boolean dequantise(Block block, float scale) {
            kernels.fromInt4(block, scale);
            boolean reserved = false;
            int end = block.at() + length(block.count());
            for (int at = block.at(); at < end; at++) {
                int b = block.body()[at];
                reserved |= (b & 0x0f) == 0x08 || (b & 0xf0) == 0x80;
            }
            boolean odd = block.count() % 2 != 0;
            return !reserved && !(odd && (block.body()[end - 1] & 0xf0) != 0);
        }
    }
}
