package dev.starling.testnet.invariant;

/**
 * I1: at every instant the parameters of all members sum to what they began with plus what was journaled, where a flow counts
 * from the moment the first end applies it, also when the other end never will because the transaction is void. A removed
 * member's parameters stay in both sums as they are. Allowed is what float32 rounding does in additions that err independently: {@code
 * 8 * 2^-24 * max|x| * sqrt(additions)} in every coordinate. Sums are doubles; only the member that moved is looked at.
 */
public final class ConservedMass implements Auditor {
    private static final double C = 8;
    private static final double UNIT = 0x1p-24;

    private final double[] sum;
    private final double[] booked;
    private double largest;
    private long additions;
    private double largestError;
    private double largestPart;

    ConservedMass(int dimension) {
        sum = new double[dimension];
        booked = new double[dimension];
    }

    @Override
    public void appeared(float[] parameters) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += parameters[k];
            booked[k] += parameters[k];
            largest = Math.max(largest, Math.abs(parameters[k]));
        }
    }

    @Override
    public void moved(Movement movement) {
        float[] before = movement.before();
        float[] after = movement.after();
        additions += movement.additions().size();
        double worst = 0;
        double errorSquared = 0;
        double squared = 0;
        int where = 0;
        for (int k = 0; k < sum.length; k++) {
            sum[k] += (double) after[k] - before[k];
            booked[k] += movement.booked(k);
            largest = Math.max(largest, Math.abs(after[k]));
            double error = Math.abs(sum[k] - booked[k]);
            if (!(error <= worst)) {
                worst = error;
                where = k;
            }
            errorSquared += error * error;
            squared += sum[k] * sum[k];
        }
        double allowed = C * UNIT * largest * Math.sqrt((double) additions);
        Violation.unless(
                worst <= allowed,
                "I1",
                "coordinate %d sums to %s instead of %s, %.3g off, allowed is %.3g",
                where,
                sum[where],
                booked[where],
                worst,
                allowed);
        largestPart = Math.max(largestPart, allowed == 0 ? 0 : worst / allowed);
        largestError = Math.max(largestError, squared == 0 ? 0 : Math.sqrt(errorSquared / squared));
    }

    /** The largest error there was, as a Euclidean norm relative to that of the sum of all parameters. */
    public double largestError() {
        return largestError;
    }

    /** The largest part of what is allowed that there was, 0 to 1. */
    public double largestPart() {
        return largestPart;
    }
}
