package dev.starling.gossip.encoding;

/** The differences of two vectors, handed on a chunk at a time. */
final class Differences {
    /** Takes the next values, the first {@code count} of the array; the array is used again afterwards. */
    interface Sink {
        void take(float[] differences, int count);
    }

    private Differences() {}

    /** Hands {@code x - base} to the sink. Both arrays have length d. */
    static void of(float[] x, float[] base, BlockKernels kernels, Sink sink) {
        int chunk = Math.min(DeltaReader.CHUNK, x.length);
        float[] difference = new float[chunk];
        for (int from = 0; from < x.length; from += chunk) {
            int count = Math.min(chunk, x.length - from);
            kernels.difference(x, base, from, difference, count);
            sink.take(difference, count);
        }
    }
}
