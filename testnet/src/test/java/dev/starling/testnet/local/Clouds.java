package dev.starling.testnet.local;

import java.util.SplittableRandom;

/** Tables of two classes, "no" and "yes", whose rows lie in two clouds that overlap. */
final class Clouds {
    private Clouds() {}

    /** A CSV with the columns x, y and label, every second row of either class. */
    static String csv(int rows, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("x,y,label\n");
        for (int row = 0; row < rows; row++) {
            double centre = row % 2 == 0 ? -1 : 1;
            csv.append(centre + random.nextGaussian())
                    .append(',')
                    .append(centre + random.nextGaussian())
                    .append(row % 2 == 0 ? ",no\n" : ",yes\n");
        }
        return csv.toString();
    }
}
