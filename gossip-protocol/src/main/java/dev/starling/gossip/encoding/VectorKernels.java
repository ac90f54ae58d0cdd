package dev.starling.gossip.encoding;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Whole blocks with the Vector API, the rest in plain Java. Compiled apart from all other classes, against a module that is
 * still incubating, and reached by name only: {@link Kernels}. Every operation is the one that {@link PlainKernels} does
 * on each value, no two are contracted and nothing is summed across lanes, so the bits are the same. Vectors of fewer than
 * 256 bits have no byte vector of as many lanes; this class then fails to initialise. No method here hands a vector to
 * another or takes one: where the compiler does not inline such a call, every vector becomes an object, and a kernel ten
 * times as slow.
 */
final class VectorKernels implements BlockKernels {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    private static final int LANES = FLOATS.length();
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));
    private static final VectorSpecies<Byte> SHORT_BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Short.SIZE));
    private static final int HALF = Rounding.WORDS;

    private final BlockKernels plain = new PlainKernels();

    private static boolean whole(Block block) {
        return block.count() == Rounding.BLOCK;
    }

    @Override
    public void difference(float[] x, float[] base, int at, float[] into, int count) {
        int whole = FLOATS.loopBound(count);
        for (int k = 0; k < whole; k += LANES) {
            FloatVector.fromArray(FLOATS, x, at + k)
                    .sub(FloatVector.fromArray(FLOATS, base, at + k))
                    .intoArray(into, k);
        }
        for (int k = whole; k < count; k++) {
            into[k] = x[at + k] - base[at + k];
        }
    }

    @Override
    public float largestDifference(float[] x, float[] base, int at, float[] into, int count) {
        if (count < Rounding.BLOCK) {
            return plain.largestDifference(x, base, at, into, count);
        }
        FloatVector largest = FloatVector.zero(FLOATS);
        for (int k = 0; k < Rounding.BLOCK; k += LANES) {
            FloatVector difference =
                    FloatVector.fromArray(FLOATS, x, at + k).sub(FloatVector.fromArray(FLOATS, base, at + k));
            difference.intoArray(into, k);
            largest = largest.max(difference.abs());
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    @Override
    public void toInt8(Block block, float inverse, Rounding random) {
        if (!whole(block)) {
            plain.toInt8(block, inverse, random);
            return;
        }
        float[] v = block.values();
        int from = block.from();
        byte[] out = block.body();
        int at = block.at();
        random.draw(block.index());
        int[] lowerRandom = random.lower();
        int[] upperRandom = random.upper();
        for (int j = 0; j < HALF; j += LANES) {
            IntVector lower = FloatVector.fromArray(FLOATS, v, from + j)
                    .mul(inverse)
                    .add(MAGIC)
                    .reinterpretAsInts()
                    .add(IntVector.fromArray(INTS, lowerRandom, j))
                    .lanewise(VectorOperators.ASHR, GRAIN_BITS);
            IntVector upper = FloatVector.fromArray(FLOATS, v, from + HALF + j)
                    .mul(inverse)
                    .add(MAGIC)
                    .reinterpretAsInts()
                    .add(IntVector.fromArray(INTS, upperRandom, j))
                    .lanewise(VectorOperators.ASHR, GRAIN_BITS);
            ((ByteVector) lower.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(out, at + j);
            ((ByteVector) upper.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(out, at + HALF + j);
        }
    }

    @Override
    public void fromInt8(Block block, float scale) {
        if (!whole(block)) {
            plain.fromInt8(block, scale);
            return;
        }
        float[] v = block.values();
        int from = block.from();
        byte[] in = block.body();
        int at = block.at();
        for (int k = 0; k < Rounding.BLOCK; k += LANES) {
            FloatVector q =
                    (FloatVector) ByteVector.fromArray(BYTES, in, at + k).convertShape(VectorOperators.B2F, FLOATS, 0);
            q.mul(scale).intoArray(v, from + k);
        }
    }

    @Override
    public void toInt4(Block block, float inverse, Rounding random) {
        if (!whole(block)) {
            plain.toInt4(block, inverse, random);
            return;
        }
        float[] v = block.values();
        int from = block.from();
        byte[] out = block.body();
        int at = block.at();
        random.draw(block.index());
        int[] lowerRandom = random.lower();
        int[] upperRandom = random.upper();
        for (int j = 0; j < HALF; j += LANES) {
            IntVector lower = FloatVector.fromArray(FLOATS, v, from + j)
                    .mul(inverse)
                    .add(MAGIC)
                    .reinterpretAsInts()
                    .add(IntVector.fromArray(INTS, lowerRandom, j))
                    .lanewise(VectorOperators.ASHR, GRAIN_BITS)
                    .and(0xf);
            IntVector upper = FloatVector.fromArray(FLOATS, v, from + HALF + j)
                    .mul(inverse)
                    .add(MAGIC)
                    .reinterpretAsInts()
                    .add(IntVector.fromArray(INTS, upperRandom, j))
                    .lanewise(VectorOperators.ASHR, GRAIN_BITS);
            upper = upper.lanewise(VectorOperators.LSHL, 4);
            ((ByteVector) lower.or(upper).convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(out, at + j);
        }
    }

    @Override
    public void fromInt4(Block block, float scale) {
        if (!whole(block)) {
            plain.fromInt4(block, scale);
            return;
        }
        float[] v = block.values();
        int from = block.from();
        byte[] in = block.body();
        int at = block.at();
        for (int j = 0; j < HALF; j += LANES) {
            IntVector b =
                    (IntVector) ByteVector.fromArray(BYTES, in, at + j).convertShape(VectorOperators.B2I, INTS, 0);
            IntVector lower = b.lanewise(VectorOperators.LSHL, 28).lanewise(VectorOperators.ASHR, 28);
            IntVector upper = b.lanewise(VectorOperators.ASHR, 4);
            ((FloatVector) lower.convertShape(VectorOperators.I2F, FLOATS, 0))
                    .mul(scale)
                    .intoArray(v, from + j);
            ((FloatVector) upper.convertShape(VectorOperators.I2F, FLOATS, 0))
                    .mul(scale)
                    .intoArray(v, from + HALF + j);
        }
    }

    @Override
    public void toBfloat16(Block block, Rounding random) {
        if (!whole(block)) {
            plain.toBfloat16(block, random);
            return;
        }
        float[] v = block.values();
        int from = block.from();
        byte[] out = block.body();
        int at = block.at();
        random.draw(block.index());
        int[] lowerRandom = random.lower();
        int[] upperRandom = random.upper();
        for (int j = 0; j < HALF; j += LANES) {
            IntVector lower = FloatVector.fromArray(FLOATS, v, from + j).reinterpretAsInts();
            IntVector lowerRounds = lower.and(Integer.MAX_VALUE)
                    .sub(BFLOAT16_CUT)
                    .lanewise(VectorOperators.ASHR, Integer.SIZE - 1)
                    .and(IntVector.fromArray(INTS, lowerRandom, j));
            ((ShortVector) lower.add(lowerRounds)
                            .lanewise(VectorOperators.LSHR, BFLOAT16_BITS)
                            .convertShape(VectorOperators.I2S, SHORTS, 0))
                    .reinterpretAsBytes()
                    .intoArray(out, at + Short.BYTES * j);
            IntVector upper = FloatVector.fromArray(FLOATS, v, from + HALF + j).reinterpretAsInts();
            IntVector upperRounds = upper.and(Integer.MAX_VALUE)
                    .sub(BFLOAT16_CUT)
                    .lanewise(VectorOperators.ASHR, Integer.SIZE - 1)
                    .and(IntVector.fromArray(INTS, upperRandom, j));
            ((ShortVector) upper.add(upperRounds)
                            .lanewise(VectorOperators.LSHR, BFLOAT16_BITS)
                            .convertShape(VectorOperators.I2S, SHORTS, 0))
                    .reinterpretAsBytes()
                    .intoArray(out, at + Short.BYTES * (HALF + j));
        }
    }

    @Override
    public void fromBfloat16(Block block) {
        if (!whole(block)) {
            plain.fromBfloat16(block);
            return;
        }
        float[] v = block.values();
        int from = block.from();
        byte[] in = block.body();
        int at = block.at();
        for (int k = 0; k < Rounding.BLOCK; k += LANES) {
            ShortVector s =
                    ByteVector.fromArray(SHORT_BYTES, in, at + Short.BYTES * k).reinterpretAsShorts();
            IntVector bits =
                    ((IntVector) s.convertShape(VectorOperators.S2I, INTS, 0)).lanewise(VectorOperators.LSHL, 16);
            bits.reinterpretAsFloats().intoArray(v, from + k);
        }
    }
}
