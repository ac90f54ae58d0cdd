package dev.starling.node.quality;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Median and robust deviation of numbers that come one after the other: of all of them while they are few, of a sample that is
 * as likely as any other (Vitter's reservoir, 1985) when they are many. The deviation is 1.4826 times the median absolute
 * deviation; where more than half are the same number, 1.2533 times the mean absolute deviation (Iglewicz, Hoaglin 1993).
 * Both estimate the standard deviation of normal numbers, and no single number can move them far.
 */
final class RobustScale {
    private static final int SAMPLE = 20_000;
    private static final double OF_MEDIAN = 1.4826;
    private static final double OF_MEAN = 1.253314;

    private final SplittableRandom random = new SplittableRandom(1);
    private double[] sample = new double[64];
    private int kept;
    private long seen;

    void add(double value) {
        seen++;
        if (kept < SAMPLE) {
            if (kept == sample.length) {
                sample = Arrays.copyOf(sample, Math.min(SAMPLE, 2 * kept));
            }
            sample[kept++] = value;
        } else {
            long at = random.nextLong(seen);
            if (at < SAMPLE) {
                sample[(int) at] = value;
            }
        }
    }

    /**
     * What numbers are measured by.
     *
     * @param median NaN when there was no number
     * @param deviation 0 when all are the same, or there was none
     */
    record Scale(double median, double deviation) {
        /** How many deviations a number lies from the median; 0 where there is no deviation to measure by. */
        double distance(double value) {
            return deviation > 0 ? Math.abs(value - median) / deviation : 0;
        }
    }

    Scale scale() {
        if (kept == 0) {
            return new Scale(Double.NaN, 0);
        }
        double median = median(Arrays.copyOf(sample, kept));
        double[] distances =
                Arrays.stream(sample, 0, kept).map(x -> Math.abs(x - median)).toArray();
        double mean = Arrays.stream(distances).average().orElse(0);
        double ofMedian = OF_MEDIAN * median(distances);
        return new Scale(median, ofMedian > 0 ? ofMedian : OF_MEAN * mean);
    }

    private static double median(double[] numbers) {
        Arrays.sort(numbers);
        int half = numbers.length / 2;
        return numbers.length % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
    }
}
