package dev.starling.node.verdict;

/**
 * Two models on the same rows. A row speaks for the model that alone tells its class, or whose estimate is closer; a row on
 * which both are right, both wrong or both equally far off says nothing about which is better; of the others, chance would
 * give either model half. The p-value is that of the exact two-sided sign test, which is for classes McNemar's test without
 * its approximation (McNemar, Psychometrika 12, 1947).
 *
 * @param forShared rows that speak for the shared model
 * @param forAlone rows that speak for the one trained alone
 */
public record SignTest(int forShared, int forAlone) {
    static SignTest of(Told shared, Told alone) {
        int forShared = 0;
        int forAlone = 0;
        for (int row = 0; row < shared.rows(); row++) {
            forShared += shared.loss(row) < alone.loss(row) ? 1 : 0;
            forAlone += alone.loss(row) < shared.loss(row) ? 1 : 0;
        }
        return new SignTest(forShared, forAlone);
    }

    /** Probability of a split at least as uneven when neither is better: 2 P(X <= fewer), X binomial(n, 1/2), at most 1. */
    public double pValue() {
        int n = forShared + forAlone;
        double logTerm = -n * Math.log(2);
        double sum = 0;
        for (int k = 0; k <= Math.min(forShared, forAlone); k++) {
            sum += Math.exp(logTerm);
            logTerm += Math.log(n - k) - Math.log(k + 1.0);
        }
        return Math.min(1, 2 * sum);
    }
}
