package dev.starling.testnet.federation;

import java.util.List;

/** How far members are from agreeing: root mean square over them of |x_i - mean| / |mean|, Euclidean norms. */
public final class ConsensusDistance {
    private ConsensusDistance() {}

    /**
     * The distance of these parameter vectors.
     *
     * @param members at least one, all of one length; 0 for members that agree, also at zero
     */
    public static double of(List<float[]> members) {
        int dimension = members.get(0).length;
        double squaredDistances = 0;
        double squaredMean = 0;
        for (int k = 0; k < dimension; k++) {
            double sum = 0;
            for (float[] x : members) {
                sum += x[k];
            }
            double mean = sum / members.size();
            squaredMean += mean * mean;
            for (float[] x : members) {
                squaredDistances += (x[k] - mean) * (x[k] - mean);
            }
        }
        double meanSquare = squaredDistances / members.size();
        return meanSquare == 0 ? 0 : Math.sqrt(meanSquare / squaredMean);
    }
}
