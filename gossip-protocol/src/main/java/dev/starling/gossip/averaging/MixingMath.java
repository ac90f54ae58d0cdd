package dev.starling.gossip.averaging;

/** What theory says about the speed of agreement: the oracle that tests and reports measure against. */
public final class MixingMath {
    private MixingMath() {}

    /**
     * Expected factor on the squared disagreement after one slot in which each of n members averages with s fresh random
     * neighbours at weight 1/(s+1) (Boyd, Ghosh, Prabhakar, Shah 2006, for complete membership).
     */
    public static double expectedContraction(int members, int neighbours) {
        double n = members;
        double s = neighbours;
        return (n - 1 - s) / ((n - 1) * (s + 1));
    }

    /** The same for a perfect matching at weight 1/2. */
    public static double expectedMatchingContraction(int members) {
        double n = members;
        return (n - 2) / (2 * (n - 1));
    }

    /** An exchange at weight a lowers the squared disagreement by {@code 2a(1-a)} times the squared difference. */
    public static double loweredBy(double weight, double squaredDifference) {
        return 2 * weight * (1 - weight) * squaredDifference;
    }
}
