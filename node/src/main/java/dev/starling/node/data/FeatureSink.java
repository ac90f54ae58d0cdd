package dev.starling.node.data;

import dev.starling.node.statistics.Scale;

/** Takes the features of rows, which are zeros until something else is said. */
interface FeatureSink {
    void set(int at, float value);

    /**
     * Sets a feature to a scaled number.
     *
     * @return false when it is out of range once scaled
     */
    boolean set(int at, double value, Scale scale);

    /** A cell was empty. */
    void missingCell();

    /** A cell holds a category that the charter does not list. */
    void unlistedCategory();
}
