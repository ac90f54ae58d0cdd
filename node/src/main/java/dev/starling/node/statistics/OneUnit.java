package dev.starling.node.statistics;

import java.util.Arrays;

/** Tells by their ranges whether columns of numbers are measurements of one unit. */
final class OneUnit {
    private OneUnit() {}

    /**
     * The rule: at least two columns, no negative number, and more than half reach the largest number of all.
     *
     * @param greatest largest number of each column
     * @param natural whether no number is negative
     */
    static boolean holds(double[] greatest, boolean natural) {
        double largest = Arrays.stream(greatest).max().orElse(0);
        long reaching = Arrays.stream(greatest).filter(g -> g == largest).count();
        return natural && largest > 0 && greatest.length > 1 && 2 * reaching > greatest.length;
    }
}
