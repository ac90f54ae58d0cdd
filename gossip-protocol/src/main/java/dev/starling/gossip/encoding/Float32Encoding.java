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
        FloatBuffer out = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int k = 0; k < x.length; k++) {
            out.put(k, x[k] - base[k]);
        }
        return body;
    }

    @Override
    public boolean decode(byte[] body, float[] base, float[] into) {
        FloatBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        boolean finite = true;
        for (int k = 0; k < into.length; k++) {
            into[k] = base[k] + in.get(k);
            finite &= Float.isFinite(into[k]);
        }
        return finite;
    }
}
