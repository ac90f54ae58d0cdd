package dev.starling.testnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the lines of a Java source that hold code: neither blank nor only a comment. */
final class CodeLines {

    private enum State {
        CODE,
        LINE_COMMENT,
        BLOCK_COMMENT,
        STRING,
        CHARACTER,
        TEXT_BLOCK
    }

    private final String source;
    private State state = State.CODE;
    private boolean code;
    private int count;

    private CodeLines(String source) {
        this.source = source;
    }

    static int in(Path file) throws IOException {
        return in(Files.readString(file));
    }

    static int in(String source) {
        return new CodeLines(source).count();
    }

    private int count() {
        int at = 0;
        while (at < source.length()) {
            at += step(at);
        }
        endLine();
        return count;
    }

    /** Reads one token and returns its length. */
    private int step(int at) {
        char letter = source.charAt(at);
        if (letter == '\n') {
            endLine();
            return 1;
        }
        return switch (state) {
            case CODE -> codeStep(at, letter);
            case LINE_COMMENT -> 1;
            case BLOCK_COMMENT -> endsWith("*/", at);
            case STRING -> quoted(letter, "\"", at);
            case CHARACTER -> quoted(letter, "'", at);
            case TEXT_BLOCK -> quoted(letter, "\"\"\"", at);
        };
    }

    private int codeStep(int at, char letter) {
        if (source.startsWith("//", at)) {
            return enter(State.LINE_COMMENT, 2);
        }
        if (source.startsWith("/*", at)) {
            return enter(State.BLOCK_COMMENT, 2);
        }
        code |= !Character.isWhitespace(letter);
        if (source.startsWith("\"\"\"", at)) {
            return enter(State.TEXT_BLOCK, 3);
        }
        if (letter == '"') {
            return enter(State.STRING, 1);
        }
        return letter == '\'' ? enter(State.CHARACTER, 1) : 1;
    }

    private int quoted(char letter, String end, int at) {
        code |= !Character.isWhitespace(letter);
        return letter == '\\' ? 2 : endsWith(end, at);
    }

    private int endsWith(String end, int at) {
        return source.startsWith(end, at) ? enter(State.CODE, end.length()) : 1;
    }

    private int enter(State next, int length) {
        state = next;
        return length;
    }

    private void endLine() {
        count += code ? 1 : 0;
        code = false;
        state = state == State.LINE_COMMENT ? State.CODE : state;
    }
}
