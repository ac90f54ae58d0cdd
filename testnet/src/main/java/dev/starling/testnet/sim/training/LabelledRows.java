package dev.starling.testnet.sim.training;

/**
 * Rows to learn from or to be judged by. The arrays are handed out, not copied: whoever reads them must not write.
 *
 * @param features row-major, rows x width
 * @param labels class of each row, from 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record LabelledRows(int width, float[] features, int[] labels) {
    public LabelledRows {
        if (width < 1 || features.length != (long) width * labels.length) {
            throw new IllegalArgumentException(
                    labels.length + " rows of " + width + " do not make " + features.length + " features");
        }
    }

    /** Number of rows. */
    public int rows() {
        return labels.length;
    }
}
