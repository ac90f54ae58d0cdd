package dev.starling.node.charter;

import java.util.Locale;

/** The one number by which two models are compared. */
public enum Metric {
    /** Share of the rows that are told right, 0 to 1; more is better. */
    ACCURACY,
    /** Root of the mean squared error, in the unit of the label; less is better. */
    RMSE;

    /** The word in files and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
