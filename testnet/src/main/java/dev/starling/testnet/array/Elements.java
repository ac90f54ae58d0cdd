package dev.starling.testnet.array;

import dev.starling.node.array.ElementType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * The numbers of an array, in row-major (C) order, and what they are stored as. A view: the array it is made of is neither
 * copied nor written to, and its owner changes it only when the elements are no longer needed.
 */
public final class Elements {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ElementType type;
    private final int count;
    private final Writer writer;

    /** Appends the element of an index to a buffer, in the buffer's byte order. */
    private interface Writer {
        void put(ByteBuffer to, int index);
    }

    private Elements(ElementType type, int count, Writer writer) {
        this.type = type;
        this.count = count;
        this.writer = writer;
    }

    /** Bytes as numbers from 0 to 255: pixels. */
    public static Elements unsigned(byte[] values) {
        return new Elements(ElementType.UINT8, values.length, (to, i) -> to.put(values[i]));
    }

    /** Bytes as numbers from -128 to 127. */
    public static Elements of(byte[] values) {
        return new Elements(ElementType.INT8, values.length, (to, i) -> to.put(values[i]));
    }

    /** 16-bit integers. */
    public static Elements of(short[] values) {
        return new Elements(ElementType.INT16, values.length, (to, i) -> to.putShort(values[i]));
    }

    /** 32-bit integers. */
    public static Elements of(int[] values) {
        return new Elements(ElementType.INT32, values.length, (to, i) -> to.putInt(values[i]));
    }

    /** 64-bit integers. */
    public static Elements of(long[] values) {
        return new Elements(ElementType.INT64, values.length, (to, i) -> to.putLong(values[i]));
    }

    /** Single-precision numbers. */
    public static Elements of(float[] values) {
        return new Elements(ElementType.FLOAT32, values.length, (to, i) -> to.putFloat(values[i]));
    }

    /** Double-precision numbers. */
    public static Elements of(double[] values) {
        return new Elements(ElementType.FLOAT64, values.length, (to, i) -> to.putDouble(values[i]));
    }

    /**
     * Some rows of these elements: a member's share.
     *
     * @param width elements in a row, above 0
     * @param rows their numbers, in the order wanted
     * @throws IndexOutOfBoundsException if these elements have no such row
     * @throws ArithmeticException if the share has more than 2^31 - 1 elements
     */
    public Elements rows(int width, int... rows) {
        int[] chosen = rows.clone();
        for (int row : chosen) {
            Objects.checkIndex(row, count / width);
        }
        return new Elements(
                type,
                Math.multiplyExact(chosen.length, width),
                (to, i) -> writer.put(to, chosen[i / width] * width + i % width));
    }

    /** What each is stored as. */
    public ElementType type() {
        return type;
    }

    /** How many. */
    public int count() {
        return count;
    }

    /** Refuses a shape that has not as many elements as there are. */
    void checkShape(int... shape) {
        long product = 1;
        for (int extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("an extent of " + extent + " is below 0");
            }
            product = Math.multiplyExact(product, extent);
        }
        if (product != count) {
            throw new IllegalArgumentException(count + " elements do not fill the shape " + Arrays.toString(shape));
        }
    }

    void write(OutputStream out, ByteOrder order) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(order);
        for (int i = 0; i < count; i++) {
            if (buffer.remaining() < type.bytes()) {
                out.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            writer.put(buffer, i);
        }
        out.write(buffer.array(), 0, buffer.position());
    }

    @Override
    public String toString() {
        return count + " of " + type;
    }
}
