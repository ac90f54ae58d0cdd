package dev.starling.testnet.report;

/** Where the true share plausibly lies, given a share observed in few trials. */
record Interval(double low, double high) {

    private static final double NORMAL_97_5 = 1.959963984540054;

    /**
     * The score interval of 95 % confidence. Unlike the textbook one it stays within 0 to 1 and has a width even when
     * every trial succeeded (E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal
     * of the American Statistical Association 22, 1927).
     *
     * @param share the successes over the trials
     * @param trials at least one
     */
    static Interval wilson(double share, int trials) {
        double square = NORMAL_97_5 * NORMAL_97_5;
        double shrink = 1 + square / trials;
        double middle = (share + square / (2.0 * trials)) / shrink;
        double half = NORMAL_97_5
                / shrink
                * Math.sqrt(share * (1 - share) / trials + square / (4.0 * trials * (double) trials));
        return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
