package dev.starling.testnet.bench;

import java.util.Optional;

/**
 * One figure beside its limit.
 *
 * @param name what was measured
 * @param value the figure
 * @param unit of figure and limit
 * @param against what the limit is
 * @param limit measured in the same run
 * @param ratio of the two, as the bar counts it: figure over limit, but for pairs that were timed in turn the median over
 *     the pairs
 * @param bar what is promised, empty where nothing is
 */
public record Row(
        String name, double value, String unit, String against, double limit, double ratio, Optional<Bar> bar) {

    /**
     * A promise.
     *
     * @param onRatio whether it is about the ratio, else about the figure
     * @param atLeast whether more is better
     */
    public record Bar(boolean onRatio, boolean atLeast, double bound) {
        static Bar ratioAtLeast(double bound) {
            return new Bar(true, true, bound);
        }

        static Bar ratioAtMost(double bound) {
            return new Bar(true, false, bound);
        }

        static Bar valueAtMost(double bound) {
            return new Bar(false, false, bound);
        }

        /** As people write it. */
        public String text() {
            String number = bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
            return (onRatio ? "ratio " : "value ") + (atLeast ? ">= " : "<= ") + number;
        }
    }

    /** A figure without a promise, its ratio figure over limit. */
    static Row of(String name, double value, String unit, String against, double limit) {
        return new Row(name, value, unit, against, limit, value / limit, Optional.empty());
    }

    /** The same with a promise. */
    Row promising(Bar promise) {
        return new Row(name, value, unit, against, limit, ratio, Optional.of(promise));
    }

    /** Whether the promise is kept; empty where there is none. */
    public Optional<Boolean> holds() {
        return bar.map(promise -> {
            double judged = promise.onRatio() ? ratio : value;
            return promise.atLeast() ? judged >= promise.bound() : judged <= promise.bound();
        });
    }
}
