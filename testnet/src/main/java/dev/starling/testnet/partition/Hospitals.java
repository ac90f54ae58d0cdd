package dev.starling.testnet.partition;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Six hospitals that see different patients: a screening clinic where nine findings in ten are benign, a ward where
 * nine in ten are malignant, and four between them. Each share is too small or too lopsided to learn well from alone.
 *
 * <p>Names, order and class counts are fixed; the seed only chooses which rows fill them. Rows are dealt without
 * replacement, so no patient is in two hospitals.
 */
public final class Hospitals {

    private static final int BENIGN = 0;
    private static final int MALIGNANT = 1;

    private static final List<Share> SHARES = List.of(
            new Share("Alder", 126, 14),
            new Share("Birch", 5, 45),
            new Share("Cedar", 33, 11),
            new Share("Dogwood", 12, 28),
            new Share("Elm", 21, 21),
            new Share("Fir", 9, 36));

    private Hospitals() {}

    private record Share(String name, int benign, int malignant) {}

    /**
     * One hospital and its share. The array is copied in and out.
     *
     * @param name a plain name, unique among the hospitals
     * @param rows positions in the labels given to {@link #of}, ascending, in no other hospital
     */
    @SuppressWarnings("ArrayRecordComponent") // copied both ways, compared by content
    public record Hospital(String name, int[] rows) {
        public Hospital {
            rows = rows.clone();
        }

        @Override
        public int[] rows() {
            return rows.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Hospital that && name.equals(that.name) && Arrays.equals(rows, that.rows);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(rows);
        }

        @Override
        public String toString() {
            return name + " (" + rows.length + " rows)";
        }
    }

    /**
     * Deals the training pool out.
     *
     * @param labels the class of each row of the pool: 0 benign, 1 malignant
     * @param seed chooses the rows
     * @return the six hospitals in their fixed order, 361 rows in all
     * @throws IllegalArgumentException if a label is neither 0 nor 1, or the pool has fewer than 227 benign or 170
     *     malignant rows
     */
    public static List<Hospital> of(int[] labels, long seed) {
        if (Arrays.stream(labels).anyMatch(label -> label != BENIGN && label != MALIGNANT)) {
            throw new IllegalArgumentException("a label is 0 (benign) or 1 (malignant)");
        }
        SplittableRandom random = new SplittableRandom(seed);
        Deck benign = new Deck("benign", rowsOf(BENIGN, labels), random.split());
        Deck malignant = new Deck("malignant", rowsOf(MALIGNANT, labels), random.split());
        return SHARES.stream()
                .map(share -> new Hospital(
                        share.name(),
                        IntStream.concat(benign.deal(share.benign()), malignant.deal(share.malignant()))
                                .sorted()
                                .toArray()))
                .toList();
    }

    private static int[] rowsOf(int wanted, int[] labels) {
        return IntStream.range(0, labels.length)
                .filter(row -> labels[row] == wanted)
                .toArray();
    }

    /** The shuffled rows of one class; each is dealt once. */
    private static final class Deck {
        private final String label;
        private final int[] rows;
        private int dealt;

        Deck(String label, int[] rows, SplittableRandom random) {
            this.label = label;
            this.rows = rows;
            for (int last = rows.length - 1; last > 0; last--) {
                int chosen = random.nextInt(last + 1);
                int swapped = rows[last];
                rows[last] = rows[chosen];
                rows[chosen] = swapped;
            }
        }

        IntStream deal(int count) {
            if (dealt + count > rows.length) {
                throw new IllegalArgumentException("the pool has only " + rows.length + " " + label + " rows");
            }
            dealt += count;
            return Arrays.stream(rows, dealt - count, dealt);
        }
    }
}
