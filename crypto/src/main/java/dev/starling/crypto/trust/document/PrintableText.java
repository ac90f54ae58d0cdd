package dev.starling.crypto.trust.document;

/** Short text that people read in lists and logs: nothing in it hides, breaks the line or turns the text around. */
public final class PrintableText {
    private PrintableText() {}

    /** Refuses text that is empty, too long, not printable, or blank at either end. */
    public static void require(String what, String text, int maxChars) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > maxChars) {
            throw new IllegalArgumentException(what + " must have 1 to " + maxChars + " characters, not " + length);
        }
        if (!text.codePoints().allMatch(PrintableText::isPrintable) || !text.equals(text.strip())) {
            throw new IllegalArgumentException(
                    what + " must be printable, without control or invisible characters and without a blank at either"
                            + " end");
        }
    }

    /** Letters, digits, marks, punctuation, symbols and the plain blank. */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
