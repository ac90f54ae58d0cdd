package dev.starling.node.data;

import java.util.List;

/** What a model is to tell of each row. */
public sealed interface Labels permits ClassLabels, Quantities {
    /** Number of rows. */
    int rows();

    /** A copy of these rows, in this order; a row may be taken more than once. */
    Labels subset(int[] rows);

    /** Width of the last layer of a model that tells them. */
    int outputs();

    /**
     * One after the other.
     *
     * @throws IllegalArgumentException when they are not of one kind and one number of outputs
     */
    static Labels together(List<Labels> parts) {
        int rows = Math.toIntExact(parts.stream().mapToLong(Labels::rows).sum());
        Labels first = parts.get(0);
        if (parts.stream().anyMatch(part -> part.getClass() != first.getClass() || part.outputs() != first.outputs())) {
            throw new IllegalArgumentException("labels of several kinds do not go together");
        }
        return first instanceof ClassLabels classes
                ? ClassLabels.together(classes.classes(), rows, parts)
                : Quantities.together(rows, parts);
    }
}
