package dev.starling.node.toml;

/**
 * A range of real numbers, each end with or without the end point.
 *
 * @param min least value
 * @param max greatest value
 * @param open which end points are outside
 */
public record Bounds(double min, double max, Open open) {
    /** Which end points are outside. */
    public enum Open {
        NONE,
        MIN,
        MAX
    }

    /** Everything above a number. */
    public static Bounds above(double min) {
        return new Bounds(min, Double.MAX_VALUE, Open.MIN);
    }

    /** A number and everything above it. */
    public static Bounds from(double min) {
        return new Bounds(min, Double.MAX_VALUE, Open.NONE);
    }

    boolean holds(double value) {
        boolean low = open == Open.MIN ? value > min : value >= min;
        boolean high = open == Open.MAX ? value < max : value <= max;
        return low && high;
    }

    String words() {
        if (min == -Double.MAX_VALUE && max == Double.MAX_VALUE) {
            return "(finite)";
        }
        String low = (open == Open.MIN ? "above " : "of at least ") + min;
        return max == Double.MAX_VALUE ? low : low + " and " + (open == Open.MAX ? "below " : "at most ") + max;
    }
}
