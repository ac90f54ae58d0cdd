package dev.starling.testnet.sim.weather;

/**
 * What may happen to a frame on its way, and to the clocks of members.
 *
 * @param loss probability that a frame never arrives, 0 to 0.95
 * @param duplication probability that a frame arrives twice, 0 to 1; half of the copies follow at once, the others later
 * @param lateCopies probability that a frame arrives once more, up to half a minute later, 0 to 1
 * @param reordering whether frames of one link may overtake each other
 * @param leastDelayNanos shortest way
 * @param mostDelayNanos longest way; delays are uniform between the two
 * @param bytesPerSecond what a member can send, all its links together; 0 for no limit
 * @param skewPartsPerMillion how far a member's clock may be fast or slow, 0 to 100,000
 */
public record Weather(
        double loss,
        double duplication,
        double lateCopies,
        boolean reordering,
        long leastDelayNanos,
        long mostDelayNanos,
        long bytesPerSecond,
        int skewPartsPerMillion) {
    private static final double MOST_LOSS = 0.95;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int MOST_SKEW = 100_000;

    public Weather {
        check(loss >= 0 && loss <= MOST_LOSS, "loss is a probability from 0 to " + MOST_LOSS, loss);
        check(duplication >= 0 && duplication <= 1, "duplication is a probability from 0 to 1", duplication);
        check(lateCopies >= 0 && lateCopies <= 1, "late copies are a probability from 0 to 1", lateCopies);
        check(
                leastDelayNanos >= 1 && leastDelayNanos <= mostDelayNanos && mostDelayNanos <= LONGEST_NANOS,
                "delays are from 1 ns to an hour, the shorter first",
                leastDelayNanos + "-" + mostDelayNanos + " ns");
        check(bytesPerSecond >= 0, "bandwidth is a number of bytes per second, 0 for no limit", bytesPerSecond);
        check(
                skewPartsPerMillion >= 0 && skewPartsPerMillion <= MOST_SKEW,
                "clock skew is from 0 to " + MOST_SKEW + " parts per million",
                skewPartsPerMillion);
    }

    private static void check(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }

    /** Nothing goes wrong, and every way takes a millisecond. */
    public static Weather fair() {
        return new Weather(0, 0, 0, false, 1_000_000, 1_000_000, 0, 0);
    }

    public Weather withLoss(double probability) {
        return new Weather(
                probability,
                duplication,
                lateCopies,
                reordering,
                leastDelayNanos,
                mostDelayNanos,
                bytesPerSecond,
                skewPartsPerMillion);
    }

    public Weather withDuplication(double probability) {
        return new Weather(
                loss,
                probability,
                lateCopies,
                reordering,
                leastDelayNanos,
                mostDelayNanos,
                bytesPerSecond,
                skewPartsPerMillion);
    }

    public Weather withLateCopies(double probability) {
        return new Weather(
                loss,
                duplication,
                probability,
                reordering,
                leastDelayNanos,
                mostDelayNanos,
                bytesPerSecond,
                skewPartsPerMillion);
    }

    public Weather withReordering(boolean frames) {
        return new Weather(
                loss,
                duplication,
                lateCopies,
                frames,
                leastDelayNanos,
                mostDelayNanos,
                bytesPerSecond,
                skewPartsPerMillion);
    }

    /** Ways that take from {@code least} to {@code most} nanoseconds. */
    public Weather withDelay(long least, long most) {
        return new Weather(loss, duplication, lateCopies, reordering, least, most, bytesPerSecond, skewPartsPerMillion);
    }

    public Weather withBandwidth(long bytesEachSecond) {
        return new Weather(
                loss,
                duplication,
                lateCopies,
                reordering,
                leastDelayNanos,
                mostDelayNanos,
                bytesEachSecond,
                skewPartsPerMillion);
    }

    public Weather withSkew(int partsPerMillion) {
        return new Weather(
                loss,
                duplication,
                lateCopies,
                reordering,
                leastDelayNanos,
                mostDelayNanos,
                bytesPerSecond,
                partsPerMillion);
    }
}
