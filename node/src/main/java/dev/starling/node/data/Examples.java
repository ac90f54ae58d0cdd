package dev.starling.node.data;

/**
 * Labelled rows, ready for a learner: features row-major, rows x width, and one class number a row. The arrays are handed
 * out, not copied: whoever reads them must not write.
 */
public final class Examples {
    private final int width;
    private final int classes;
    private final float[] features;
    private final int[] labels;

    /**
     * @param width features a row
     * @param classes number of classes
     * @param features rows x width, taken over
     * @param labels one a row, 0 to classes - 1, taken over
     * @throws IllegalArgumentException when the lengths do not fit, or a label is no class
     */
    public Examples(int width, int classes, float[] features, int[] labels) {
        if (width < 1 || features.length != (long) width * labels.length) {
            throw new IllegalArgumentException(
                    labels.length + " rows of " + width + " do not make " + features.length + " features");
        }
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("label " + label + " is none of " + classes + " classes");
            }
        }
        this.width = width;
        this.classes = classes;
        this.features = features;
        this.labels = labels;
    }

    /** Number of rows. */
    public int rows() {
        return labels.length;
    }

    /** Features a row. */
    public int width() {
        return width;
    }

    /** Number of classes, seen here or not. */
    public int classes() {
        return classes;
    }

    /** Row-major, rows x width; shared. */
    public float[] features() {
        return features;
    }

    /** Class number of each row; shared. */
    public int[] labels() {
        return labels;
    }

    /** Rows of each class. */
    public int[] classCounts() {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** A copy of these rows, in this order; a row may be taken more than once. */
    public Examples subset(int[] rows) {
        float[] someFeatures = new float[rows.length * width];
        int[] someLabels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(features, rows[i] * width, someFeatures, i * width, width);
            someLabels[i] = labels[rows[i]];
        }
        return new Examples(width, classes, someFeatures, someLabels);
    }

    /** Shape only: rows are private. */
    @Override
    public String toString() {
        return rows() + " rows of " + width + " features, " + classes + " classes";
    }
}
