package dev.starling.gossip.encoding;

import java.util.Arrays;
import java.util.Optional;

/**
 * An encoding of a vector of {@code d} float32 values. The length of the bytes follows from {@code d} alone, so a
 * receiver knows it before it allocates anything.
 */
public sealed interface DeltaEncoding permits Float32Encoding, Bfloat16Encoding, Int8BlockEncoding, Int4BlockEncoding {

    /** Every encoding this version speaks. */
    static DeltaEncoding[] all() {
        return new DeltaEncoding[] {
            Float32Encoding.INSTANCE, Int8BlockEncoding.INSTANCE, Bfloat16Encoding.INSTANCE, Int4BlockEncoding.INSTANCE
        };
    }

    /** The encoding with this wire code, empty when unknown. */
    static Optional<DeltaEncoding> ofCode(int code) {
        return Arrays.stream(all()).filter(e -> e.code() == code).findFirst();
    }

    /** The encoding with this charter name, empty when unknown. */
    static Optional<DeltaEncoding> ofName(String name) {
        return Arrays.stream(all()).filter(e -> e.name().equals(name)).findFirst();
    }

    /** True when the encodings use the Vector API in this virtual machine. The bytes are the same either way. */
    static boolean vectorised() {
        return Kernels.FASTEST != Kernels.PLAIN;
    }

    /** Stable code on the wire. */
    int code();

    /** Name in the charter. */
    String name();

    /** Bytes that {@code dimension} values take. */
    int encodedLength(int dimension);

    /**
     * How much of a body, from its front, its first values are read from.
     *
     * @param values whole blocks, or all
     * @param dimension d
     */
    default int reach(int values, int dimension) {
        return encodedLength(values);
    }

    /**
     * Encodes {@code x - base}. Reads 8 bytes a value and writes the body; allocates the body and three small arrays.
     *
     * @param x parameters, length d
     * @param base the common base, length d
     * @param seed chooses the rounding where the encoding rounds by chance; the same seed gives the same bytes
     */
    byte[] encode(float[] x, float[] base, long seed);

    /**
     * Reads the differences in a body.
     *
     * @param body {@link #encodedLength} bytes, not copied
     * @param dimension d
     */
    DeltaReader reader(byte[] body, int dimension);

    /**
     * Decodes into {@code base + delta}. Reads the body and 4 bytes a value, writes 4 bytes a value.
     *
     * @param body {@link #encodedLength} bytes
     * @param base the common base, length d
     * @param into receives the vector, length d; its content is undefined when false is returned
     * @return false when the bytes hold a non-finite number or one that no encoder writes
     */
    default boolean decode(byte[] body, float[] base, float[] into) {
        DecodedVector vector = new DecodedVector(reader(body, into.length), base);
        float[] zeros = new float[Math.min(DeltaReader.CHUNK, into.length)];
        int from = 0;
        for (int count = vector.next(); count > 0; count = vector.next()) {
            float[] values = vector.values();
            for (int k = 0; k < count; k++) {
                zeros[k] += 0 * values[k];
            }
            System.arraycopy(values, 0, into, from, count);
            from += count;
        }
        boolean finite = true;
        for (float zero : zeros) {
            finite &= zero == 0;
        }
        return vector.sound() && finite;
    }
}
