package dev.starling.gossip.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Plain little-endian float32 differences: exact but for the rounding of {@code x - base}. */
public final class Float32Encoding implements DeltaEncoding {
    public static final Float32Encoding INSTANCE = new Float32Encoding();

    private Float32Encoding() {}

    @Override
    public int code() {
        return 1;
    }

    @Override
    public String name() {
        return "float32";
    }

    @Override
    public int encodedLength(int dimension) {
        return Math.multiplyExact(dimension, Float.BYTES);
    }

    @Override
    public byte[] encode(float[] x, float[] base, long seed) {
        byte[] body = new byte[encodedLength(x.length)];
        FloatBuffer out = floats(body);
        Differences.of(x, base, Kernels.FASTEST, (differences, count) -> out.put(differences, 0, count));
        return body;
    }

    @Override
    public DeltaReader reader(byte[] body, int dimension) {
        FloatBuffer in = floats(body);
        return (into, count) -> {
            in.get(into, 0, count);
            return true;
        };
    }

    private static FloatBuffer floats(byte[] body) {
        return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
