package dev.starling.testnet.sim.measure;

import dev.starling.testnet.sim.SimulatedMember;
import java.util.Collection;
import java.util.List;

/** How far apart the parameters of some members are, looked at once. */
public final class Distances {
    private final double[] mean;
    private final double norm;
    private final double rootMeanSquare;
    private final double largest;

    private Distances(List<float[]> vectors) {
        mean = mean(vectors);
        double squared = 0;
        for (double m : mean) {
            squared += m * m;
        }
        norm = Math.sqrt(squared);
        double sum = 0;
        double most = 0;
        for (float[] x : vectors) {
            double distance = 0;
            for (int k = 0; k < mean.length; k++) {
                distance += (x[k] - mean[k]) * (x[k] - mean[k]);
            }
            sum += distance;
            most = Math.max(most, distance);
        }
        rootMeanSquare = Math.sqrt(sum / vectors.size());
        largest = Math.sqrt(most);
    }

    /** Of these members, at least one. */
    public static Distances of(Collection<SimulatedMember> members) {
        return new Distances(
                members.stream().map(member -> member.engine().parameters()).toList());
    }

    private static double[] mean(List<float[]> vectors) {
        double[] mean = new double[vectors.get(0).length];
        for (float[] x : vectors) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += x[k];
            }
        }
        for (int k = 0; k < mean.length; k++) {
            mean[k] /= vectors.size();
        }
        return mean;
    }

    /** Root mean square of the distances from the mean. */
    public double rootMeanSquare() {
        return rootMeanSquare;
    }

    /** The same, relative to the norm of the mean: the consensus distance. */
    public double relative() {
        return rootMeanSquare == 0 ? 0 : rootMeanSquare / norm;
    }

    /** The largest distance from the mean, relative to the norm of the mean. */
    public double largestRelative() {
        return largest == 0 ? 0 : largest / norm;
    }
}
