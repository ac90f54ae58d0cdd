package dev.starling.node.array;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one kind of Python literal that an NPY header is. Confined to one call; whatever is not exactly this dictionary
 * is refused, and nothing is allocated from a number in it.
 */
final class NpyText {
    private static final int MAX_SHAPE = 64;

    private final String text;
    private int at;
    private @Nullable String descr;
    private @Nullable Boolean fortranOrder;
    private @Nullable List<Long> shape;

    /**
     * What the dictionary says.
     *
     * @param descr type of an element, such as {@code <f4}
     * @param fortranOrder whether the first dimension changes fastest
     * @param shape length of each dimension
     */
    record Entries(String descr, boolean fortranOrder, List<Long> shape) {
        Entries {
            shape = List.copyOf(shape);
        }
    }

    private NpyText(String text) {
        this.text = text;
    }

    static Entries parse(String text) throws ArrayFormatException {
        return new NpyText(text).dictionary();
    }

    private Entries dictionary() throws ArrayFormatException {
        expect('{');
        while (!taken('}')) {
            entry();
            if (!taken(',')) {
                expect('}');
                break;
            }
        }
        skipBlanks();
        if (at != text.length() || descr == null || fortranOrder == null || shape == null) {
            throw malformed();
        }
        return new Entries(descr, fortranOrder, shape);
    }

    private void entry() throws ArrayFormatException {
        String key = quoted();
        expect(':');
        if (key.equals("descr") && descr == null) {
            skipBlanks();
            if (at < text.length() && text.charAt(at) == '[') {
                String remedy = "save its columns as one array of numbers";
                throw new ArrayFormatException("is a structured array, a table of named fields", remedy);
            }
            descr = quoted();
        } else if (key.equals("fortran_order") && fortranOrder == null) {
            fortranOrder = flag();
        } else if (key.equals("shape") && shape == null) {
            shape = tuple();
        } else {
            throw malformed();
        }
    }

    private String quoted() throws ArrayFormatException {
        skipBlanks();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        int end = text.indexOf(quote, at + 1);
        if ((quote != '\'' && quote != '"') || end < 0) {
            throw malformed();
        }
        String content = text.substring(at + 1, end);
        at = end + 1;
        return content;
    }

    private boolean flag() throws ArrayFormatException {
        skipBlanks();
        for (String word : List.of("True", "False")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw malformed();
    }

    private List<Long> tuple() throws ArrayFormatException {
        List<Long> numbers = new ArrayList<>();
        expect('(');
        while (!taken(')')) {
            numbers.add(number());
            if (!taken(',')) {
                expect(')');
                break;
            }
            if (numbers.size() > MAX_SHAPE) {
                throw malformed();
            }
        }
        return numbers;
    }

    private long number() throws ArrayFormatException {
        skipBlanks();
        long number = 0;
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - from < 18) {
            number = 10 * number + text.charAt(at) - '0';
            at++;
        }
        if (at == from) {
            throw malformed();
        }
        return number;
    }

    private boolean taken(char symbol) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == symbol;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char symbol) throws ArrayFormatException {
        if (!taken(symbol)) {
            throw malformed();
        }
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
            at++;
        }
    }

    private ArrayFormatException malformed() {
        String what = "has an NPY header that cannot be read, from its character " + (at + 1) + " on";
        return new ArrayFormatException(what, "write the file with numpy.save");
    }
}
