package dev.starling.node.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labelled rows, ready for a learner: features row-major, rows x width, and one label a row. The arrays are handed out,
 * not copied: whoever reads them must not write. Rows may belong to groups, such as the visits of one patient.
 */
public final class Examples {
    private final int width;
    private final float[] features;
    private final Labels labels;
    private final int @Nullable [] groups;

    /**
     * Puts rows and labels together.
     *
     * @param width features a row
     * @param features rows x width, taken over
     * @param labels one a row, taken over
     * @throws IllegalArgumentException when the lengths do not fit
     */
    public Examples(int width, float[] features, Labels labels) {
        this(width, features, labels, null);
    }

    private Examples(int width, float[] features, Labels labels, int @Nullable [] groups) {
        if (width < 1 || features.length != (long) width * labels.rows()) {
            throw new IllegalArgumentException(
                    labels.rows() + " rows of " + width + " do not make " + features.length + " features");
        }
        if (groups != null && groups.length != labels.rows()) {
            throw new IllegalArgumentException(groups.length + " groups for " + labels.rows() + " rows");
        }
        this.width = width;
        this.features = features;
        this.labels = labels;
        this.groups = groups;
    }

    /**
     * The same rows, which now belong to groups.
     *
     * @param ofRows number of each row's group, from 0, taken over
     */
    public Examples withGroups(int[] ofRows) {
        return new Examples(width, features, labels, ofRows);
    }

    /**
     * Rows with a class each.
     *
     * @param width features a row
     * @param classes number of classes
     * @param features rows x width, taken over
     * @param labels one a row, 0 to classes - 1, taken over
     * @throws IllegalArgumentException when the lengths do not fit, or a label is no class
     */
    public Examples(int width, int classes, float[] features, int[] labels) {
        this(width, features, new ClassLabels(classes, labels));
    }

    /**
     * One after the other, without their groups: a number means another group in each.
     *
     * @param parts at least one
     * @throws IllegalArgumentException when they differ in width or in the kind of their labels, or are too many for an
     *     array
     */
    public static Examples together(List<Examples> parts) {
        int width = parts.get(0).width;
        long length = parts.stream().mapToLong(part -> part.features.length).sum();
        if (parts.stream().anyMatch(part -> part.width != width) || length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("these rows do not go together: " + parts);
        }
        float[] features = new float[(int) length];
        int at = 0;
        for (Examples part : parts) {
            System.arraycopy(part.features, 0, features, at, part.features.length);
            at += part.features.length;
        }
        return new Examples(
                width,
                features,
                Labels.together(parts.stream().map(Examples::labels).toList()));
    }

    /** Number of rows. */
    public int rows() {
        return labels.rows();
    }

    /** Features a row. */
    public int width() {
        return width;
    }

    /** Row-major, rows x width; shared. */
    public float[] features() {
        return features;
    }

    /** What is to be told of each row; shared. */
    public Labels labels() {
        return labels;
    }

    /** A copy of these rows, in this order; a row may be taken more than once. */
    public Examples subset(int[] rows) {
        float[] some = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(features, rows[i] * width, some, i * width, width);
        }
        int[] all = groups;
        return new Examples(
                width,
                some,
                labels.subset(rows),
                all == null ? null : IntStream.of(rows).map(row -> all[row]).toArray());
    }

    /** Number of each row's group, from 0; empty when every row stands for itself; shared. */
    public Optional<int[]> groups() {
        return Optional.ofNullable(groups);
    }

    /** Shape only: rows are private. */
    @Override
    public String toString() {
        return rows() + " rows of " + width + " features, "
                + (labels instanceof ClassLabels ? labels.outputs() + " classes" : "a quantity");
    }
}
