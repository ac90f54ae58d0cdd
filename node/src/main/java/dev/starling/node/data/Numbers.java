package dev.starling.node.data;

/** Numbers as tables have them: decimal, with a point, perhaps with an exponent. */
final class Numbers {
    private Numbers() {}

    /** Whether {@link Double#parseDouble} reads a finite number; its words, hexadecimals and suffixes are not numbers. */
    static boolean isNumber(String cell) {
        return !Double.isNaN(parse(cell));
    }

    /** The number, or NaN when the cell holds none that is finite. */
    static double parse(String cell) {
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
}
