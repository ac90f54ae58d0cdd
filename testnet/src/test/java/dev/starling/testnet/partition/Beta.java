package dev.starling.testnet.partition;

/** The law of one part of a symmetric Dirichlet: the test oracle for shares. */
record Beta(double a, double b) {
    static Beta ofPart(double concentration, int parts) {
        return new Beta(concentration, (parts - 1) * concentration);
    }

    double mean() {
        return a / (a + b);
    }

    /** (1/n) (1 - 1/n) / (n A + 1) for one of n parts of concentration A. */
    double variance() {
        return a * b / ((a + b) * (a + b) * (a + b + 1));
    }

    /** Standard error of the mean squared distance from the mean, over independent draws. */
    double errorOfVariance(int draws) {
        double sum = a + b;
        double excess = 6 * ((a - b) * (a - b) * (sum + 1) - a * b * (sum + 2)) / (a * b * (sum + 2) * (sum + 3));
        return variance() * Math.sqrt((2 + excess) / draws);
    }
}
