package dev.starling.testnet.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a reader sees them, the same in every locale. */
final class Figures {

    private static final int DIGITS = 4;
    private static final double SMALLEST_PLAIN = 1e-4;
    private static final double LARGEST_PLAIN = 1e9;
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

    /**
     * A number to four significant digits, as "0.03142" or "31.42"; whole parts are never rounded away, as in "31416".
     *
     * @param number finite; very large and very small ones are written as "3.142e+12"
     */
    static String number(double number) {
        double size = Math.abs(number);
        if (size == 0) {
            return "0";
        }
        if (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN) {
            return String.format(Locale.ROOT, "%." + (DIGITS - 1) + "e", number);
        }
        BigDecimal rounded = new BigDecimal(size).round(new MathContext(DIGITS));
        int decimals = DIGITS - (rounded.precision() - rounded.scale());
        return String.format(Locale.ROOT, "%." + Math.max(0, decimals) + "f", number);
    }

    /** A signed difference of two numbers, as "+0.03142". */
    static String signedNumber(double difference) {
        return (difference < 0 ? "" : "+") + number(difference + 0.0);
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
