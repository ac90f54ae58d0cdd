package dev.starling.node.data;

import java.util.List;

/**
 * A number for each row.
 *
 * @param values standardised as the charter says, finite; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Quantities(float[] values) implements Labels {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one is not finite
     */
    public Quantities {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a label is not finite");
            }
        }
    }

    static Quantities together(int rows, List<Labels> parts) {
        float[] all = new float[rows];
        int at = 0;
        for (Labels part : parts) {
            System.arraycopy(((Quantities) part).values, 0, all, at, part.rows());
            at += part.rows();
        }
        return new Quantities(all);
    }

    @Override
    public int rows() {
        return values.length;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public Quantities subset(int[] rows) {
        float[] some = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            some[i] = values[rows[i]];
        }
        return new Quantities(some);
    }
}
