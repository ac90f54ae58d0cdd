package dev.starling.node.array;

/** A file that is not the array, or the archive of arrays, that it begins as. Whoever asked knows the file's name. */
public final class ArrayFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String remedy;

    ArrayFormatException(String what, String remedy) {
        super(what + "; " + remedy);
        this.what = what;
        this.remedy = remedy;
    }

    /** What is wrong with the file, as the rest of a sentence that its name begins. */
    public String what() {
        return what;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
