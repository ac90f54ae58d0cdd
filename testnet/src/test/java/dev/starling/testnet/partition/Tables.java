package dev.starling.testnet.partition;

import dev.starling.node.site.NodeFailure;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Tables of every shape, by a seed. */
final class Tables {
    private Tables() {}

    /** Rows and how many members to deal them to: at least {@link Floor#ROWS} for each, at times no row more. */
    record Table(Rows rows, int members) {
        Partition dealt(Partitioner partitioner, long seed) throws NodeFailure {
            return new Partition(rows, members, partitioner.deal(rows, members, seed));
        }
    }

    /** Up to 30 members, 12 classes of very different sizes (some without a row) and 40 values of a column. */
    static Table random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int members = random.nextInt(1, 31);
        int count = members * Floor.ROWS + random.nextInt(random.nextBoolean() ? 1 : 600);
        int classes = random.nextInt(1, 13);
        int[] labels = IntStream.range(0, count)
                .map(row -> Math.min(random.nextInt(classes), random.nextInt(classes)))
                .toArray();
        // As many values as fit with five rows each, so that none is too small to be a member.
        int values = Math.max(members, Math.min(40, count / Floor.ROWS));
        int[] keys = IntStream.range(0, count)
                .map(row -> row < values * Floor.ROWS ? row % values : random.nextInt(values))
                .toArray();
        return new Table(
                new Rows(classes, labels)
                        .withKeys(Arrays.stream(keys).mapToObj(key -> "v" + key).toList()),
                members);
    }

    /** Classes of one size, one after the other. */
    static Rows even(int classes, int rowsPerClass) {
        return new Rows(
                classes,
                IntStream.range(0, classes * rowsPerClass)
                        .map(row -> row / rowsPerClass)
                        .toArray());
    }

    static int[] sizes(Partition partition) {
        return IntStream.range(0, partition.members())
                .map(member -> partition.rows(member).length)
                .toArray();
    }

    /** The same rows with their classes renamed at random. */
    static Rows renamed(Rows rows, long seed) {
        int[] names = IntStream.range(0, rows.classes()).toArray();
        new Sampler(seed).shuffle(names);
        return new Rows(
                rows.classes(),
                IntStream.range(0, rows.count())
                        .map(row -> names[rows.label(row)])
                        .toArray());
    }
}
