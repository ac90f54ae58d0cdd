package dev.starling.gossip.encoding;

/**
 * The upper sixteen bits of every float32 difference, little-endian: eight significant bits, the whole range of float32.
 * A difference is rounded by chance, up with the probability of what is cut off, so the decoded value is unbiased and off
 * by less than 2<sup>-7</sup> of its magnitude. Rounding to nearest would be half as coarse and always the same way: two
 * members whose parameters differ by less than the grain would send the same numbers, swap nothing and stay apart. Where
 * rounding up would leave the finite numbers, the difference is cut.
 */
public final class Bfloat16Encoding implements DeltaEncoding {
    /** With the fastest kernels of this virtual machine. */
    public static final Bfloat16Encoding INSTANCE = new Bfloat16Encoding(Kernels.FASTEST);

    /** With plain Java whatever else there is, to compare with; the same bytes. */
    public static final Bfloat16Encoding PLAIN = new Bfloat16Encoding(Kernels.PLAIN);

    private final BlockKernels kernels;

    private Bfloat16Encoding(BlockKernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public int code() {
        return 3;
    }

    @Override
    public String name() {
        return "bfloat16";
    }

    @Override
    public int encodedLength(int dimension) {
        return Math.multiplyExact(dimension, Short.BYTES);
    }

    @Override
    public byte[] encode(float[] x, float[] base, long seed) {
        byte[] body = new byte[encodedLength(x.length)];
        Differences.of(x, base, kernels, new Writer(body, new Rounding(seed, BlockKernels.BFLOAT16_BITS, 0)));
        return body;
    }

    @Override
    public DeltaReader reader(byte[] body, int dimension) {
        return new Reader(body);
    }

    private final class Writer implements Differences.Sink {
        private final byte[] body;
        private final Rounding rounding;
        private int index;

        Writer(byte[] body, Rounding rounding) {
            this.body = body;
            this.rounding = rounding;
        }

        @Override
        public void take(float[] differences, int count) {
            for (int from = 0; from < count; from += Rounding.BLOCK) {
                int at = Short.BYTES * Rounding.BLOCK * index;
                Block block = new Block(differences, from, Math.min(Rounding.BLOCK, count - from), body, at, index);
                kernels.toBfloat16(block, rounding);
                index++;
            }
        }
    }

    private final class Reader implements DeltaReader {
        private final byte[] body;
        private int at;
        private int index;

        Reader(byte[] body) {
            this.body = body;
        }

        @Override
        public boolean next(float[] into, int count) {
            for (int from = 0; from < count; from += Rounding.BLOCK) {
                int length = Math.min(Rounding.BLOCK, count - from);
                kernels.fromBfloat16(new Block(into, from, length, body, at, index++));
                at += Short.BYTES * length;
            }
            return true;
        }
    }
}
