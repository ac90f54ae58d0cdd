package dev.starling.node.statistics;

/** What a model is to make of the label. */
public enum Task {
    /** Tell which of a list of words it is. */
    CLASSIFICATION,
    /** Estimate a number. */
    REGRESSION
}
