package dev.starling.testnet.report;

import java.util.Locale;

/** Numbers as a reader sees them, the same in every locale. */
final class Figures {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Figures() {}

    /** A share from 0 to 1, as "96.5 %". */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** A difference of two shares, as "5.3 points". */
    static String points(double difference) {
        return String.format(Locale.ROOT, "%.1f points", 100 * difference);
    }

    /** A signed difference of two shares in points, as "+5.3". */
    static String signed(double difference) {
        return String.format(Locale.ROOT, "%+.1f", 100 * difference + 0.0);
    }

    /** A number of bytes in decimal units, as "12.3 kB". */
    static String bytes(long count) {
        if (count < 1000) {
            return count + " B";
        }
        double scaled = count / 1000.0;
        int unit = 0;
        while (scaled >= 999.95 && unit < UNITS.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]);
    }
}
