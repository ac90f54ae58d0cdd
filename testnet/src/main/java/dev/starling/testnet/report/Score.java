package dev.starling.testnet.report;

/** What the models of a federation are judged by, and how such numbers are compared and written. */
public enum Score {
    /** Share of the test rows told right, from 0 to 1: classification. */
    ACCURACY("accuracy", "accuracy", "one test row") {
        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public String figure(double score) {
            return Figures.percent(score);
        }

        @Override
        String difference(double amount) {
            return Figures.points(amount);
        }

        @Override
        String signed(double amount) {
            return Figures.signed(amount);
        }

        @Override
        boolean allows(double score) {
            return score >= 0 && score <= 1;
        }

        @Override
        double slack(double reference, int testRows) {
            return 1.0 / testRows;
        }
    },

    /** Root mean square error in the label's unit, at least 0: regression. */
    RMSE("rmse", "error", "1 %") {
        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public String figure(double score) {
            return Figures.number(score);
        }

        @Override
        String difference(double amount) {
            return Figures.number(amount);
        }

        @Override
        String signed(double amount) {
            return Figures.signedNumber(amount);
        }

        @Override
        boolean allows(double score) {
            return score >= 0 && Double.isFinite(score);
        }

        @Override
        double slack(double reference, int testRows) {
            return 0.01 * reference;
        }
    };

    private final String word;
    private final String noun;
    private final String slackWords;

    Score(String word, String noun, String slackWords) {
        this.word = word;
        this.noun = noun;
        this.slackWords = slackWords;
    }

    /** Whether the larger of two scores is the better one. */
    public abstract boolean higherIsBetter();

    /** A score as a reader sees it: "96.5 %", or a number of at least four digits in the label's unit. */
    public abstract String figure(double score);

    /** Its name in files: "accuracy" or "rmse". */
    public String word() {
        return word;
    }

    /** Its name in a sentence. */
    String noun() {
        return noun;
    }

    /** A distance between two scores. */
    abstract String difference(double amount);

    /** A gain, with its sign. */
    abstract String signed(double amount);

    /** Whether there can be such a score. */
    abstract boolean allows(double score);

    /** How much worse than a reference is within the luck of the draw. */
    abstract double slack(double reference, int testRows);

    /** The {@linkplain #slack slack} in words. */
    String slackWords() {
        return slackWords;
    }

    /** How much better the second score is than the first, negative if it is worse. */
    double gain(double from, double to) {
        return higherIsBetter() ? to - from : from - to;
    }

    /** The worse of two scores. */
    double worse(double one, double other) {
        return higherIsBetter() ? Math.min(one, other) : Math.max(one, other);
    }
}
