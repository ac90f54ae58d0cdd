package dev.starling.node.data;

import dev.starling.node.statistics.Scale;
import java.util.Arrays;

/** The features of some rows in the making, row-major, zeros until something else is said. Confined to one thread. */
final class FeatureRows {
    private float[] values = new float[0];
    private int missingCells;
    private int unlistedCategories;

    /** Makes room for so many features; those that are there stay. */
    void reserve(int features) {
        values = features > values.length ? Arrays.copyOf(values, features) : values;
    }

    /** Room that was made. */
    int room() {
        return values.length;
    }

    /** The first features, copied unless they are all. */
    float[] first(int features) {
        return features == values.length ? values : Arrays.copyOf(values, features);
    }

    /** Makes all features zeros again. */
    void clear() {
        Arrays.fill(values, 0);
    }

    void set(int at, float value) {
        values[at] = value;
    }

    /**
     * Sets a feature to a scaled number.
     *
     * @return false when it is out of range once scaled
     */
    boolean set(int at, double value, Scale scale) {
        values[at] = scale.scaled(value);
        return Float.isFinite(values[at]);
    }

    /** A cell was empty. */
    void missingCell() {
        missingCells++;
    }

    /** A cell holds a category that the charter does not list. */
    void unlistedCategory() {
        unlistedCategories++;
    }

    int missingCells() {
        return missingCells;
    }

    int unlistedCategories() {
        return unlistedCategories;
    }
}
