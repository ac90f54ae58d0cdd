package dev.starling.gossip.averaging;

/**
 * A sum of squares built chunk by chunk. Each index of a chunk has a float32 sum of its own, which the compiler vectorises
 * without changing the order of any addition; every 64 chunks the sums go into a double. Off by less than 10<sup>-5</sup> of
 * the sum; not finite when a value is not, or when a square leaves float32.
 */
public final class SumOfSquares {
    private static final int CHUNK = 1024;
    private static final int CHUNKS = 64;

    private final float[] lanes;
    private double sum;
    private int chunks;

    /** @param chunk values of a chunk at most */
    public SumOfSquares(int chunk) {
        lanes = new float[chunk];
    }

    /** The sum over a whole vector. Reads 4 bytes a value. */
    public static double of(float[] vector) {
        return ofDifference(vector, new float[0]);
    }

    /**
     * The squared Euclidean distance of two vectors. Reads 8 bytes a value.
     *
     * @param a length d
     * @param b length d, or 0 for the origin
     */
    public static double ofDifference(float[] a, float[] b) {
        int chunk = Math.min(CHUNK, a.length);
        SumOfSquares sum = new SumOfSquares(chunk);
        float[] fromA = new float[chunk];
        float[] fromB = new float[chunk];
        for (int from = 0; from < a.length; from += chunk) {
            int count = Math.min(chunk, a.length - from);
            System.arraycopy(a, from, fromA, 0, count);
            if (b.length > 0) {
                System.arraycopy(b, from, fromB, 0, count);
            }
            sum.addDifferences(fromA, fromB, count);
        }
        return sum.sum();
    }

    /** Adds the squares of the first {@code count} values. Reads 4 bytes a value. */
    public void add(float[] values, int count) {
        float[] into = lanes;
        for (int k = 0; k < count; k++) {
            into[k] += values[k] * values[k];
        }
        chunkDone();
    }

    /** Adds the squares of the first {@code count} differences. Reads 8 bytes a value. */
    public void addDifferences(float[] a, float[] b, int count) {
        float[] into = lanes;
        for (int k = 0; k < count; k++) {
            float difference = a[k] - b[k];
            into[k] += difference * difference;
        }
        chunkDone();
    }

    /** The sum so far. */
    public double sum() {
        fold();
        return sum;
    }

    private void chunkDone() {
        chunks++;
        if (chunks == CHUNKS) {
            fold();
        }
    }

    private void fold() {
        for (int k = 0; k < lanes.length; k++) {
            sum += lanes[k];
            lanes[k] = 0;
        }
        chunks = 0;
    }
}
