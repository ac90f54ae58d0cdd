package dev.starling.node.config;

import java.util.Locale;

/** The one number by which two models are compared. */
public enum Metric {
    /** Share of the rows that are told right, 0 to 1. */
    ACCURACY(true),
    /** Root of the mean squared error, in the unit of the label. */
    RMSE(false);

    private final boolean higherIsBetter;

    Metric(boolean higherIsBetter) {
        this.higherIsBetter = higherIsBetter;
    }

    /** Whether the larger of two scores is the better one. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** The word in files and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether score a is better than score b; never when they are equal or one is not known (NaN). */
    public boolean better(double a, double b) {
        return higherIsBetter ? a > b : a < b;
    }
}
