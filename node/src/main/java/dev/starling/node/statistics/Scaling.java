package dev.starling.node.statistics;

/** How the numbers of a table enter a model. */
public enum Scaling {
    /** As they are. */
    NONE,
    /** Divided by the largest magnitude: pixels stay where they are in their range, and black stays 0. */
    MAX,
    /** Less their mean, divided by their standard deviation. */
    STANDARD
}
