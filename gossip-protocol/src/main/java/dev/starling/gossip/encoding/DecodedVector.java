package dev.starling.gossip.encoding;

/**
 * The vector {@code base + delta} behind a body, read front to back a chunk at a time. Holds two chunks, never a whole
 * vector. The base is copied chunk by chunk so that every loop uses one index for all its arrays: that is what lets the
 * compiler vectorise it.
 */
public final class DecodedVector {
    private final DeltaReader deltas;
    private final float[] base;
    private final float[] values;
    private final float[] baseChunk;
    private int at;
    private boolean sound = true;

    /**
     * @param deltas at its beginning
     * @param base length d, not copied
     */
    public DecodedVector(DeltaReader deltas, float[] base) {
        this.deltas = deltas;
        this.base = base;
        this.values = new float[Math.min(DeltaReader.CHUNK, base.length)];
        this.baseChunk = new float[values.length];
    }

    /** Reads the next values; how many, 0 at the end. They are the first of {@link #values} until the next call. */
    public int next() {
        int count = Math.min(values.length, base.length - at);
        if (count > 0) {
            sound &= deltas.next(values, count);
            System.arraycopy(base, at, baseChunk, 0, count);
            for (int k = 0; k < count; k++) {
                values[k] = baseChunk[k] + values[k];
            }
            at += count;
        }
        return count;
    }

    /** The current chunk; the caller may write into it. */
    @SuppressWarnings("ReturnsMutable")
    public float[] values() {
        return values;
    }

    /** False once something was read that no encoder writes. */
    public boolean sound() {
        return sound;
    }
}
