package dev.starling.node.table;

/** Numbers as tables have them: decimal, with a point, perhaps with an exponent. */
public final class Numbers {
    /** From here on not every whole number is a double. */
    private static final double WHOLE = 0x1p53;

    private Numbers() {}

    /** Whether {@link Double#parseDouble} reads a finite number; its words, hexadecimals and suffixes are not numbers. */
    public static boolean isNumber(String cell) {
        return !Double.isNaN(parse(cell));
    }

    /** The number, or NaN when the cell holds none that is finite. */
    public static double parse(String cell) {
        boolean digit = false;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            digit |= isDigit;
            if (!isDigit && "+-.eE".indexOf(c) < 0) {
                return Double.NaN;
            }
        }
        if (!digit) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(cell);
            return Double.isInfinite(value) ? Double.NaN : value;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The number as a cell has it: without a point when it is whole; an empty cell for NaN. */
    public static String cell(double number) {
        if (Double.isNaN(number)) {
            return "";
        }
        return number == Math.rint(number) && Math.abs(number) <= WHOLE
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
