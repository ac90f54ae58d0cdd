package dev.starling.testnet.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of invented patients. Row i has the number i, so that it is known again wherever it turns up; the last column is
 * its class, and missing in every tenth row from row 3 on.
 */
final class Ward {
    static final String HEADER = "number,site,note,diagnosis\n";

    private Ward() {}

    static Path write(Path file, int from, int rows) throws IOException {
        return write(
                file, IntStream.range(from, from + rows).mapToObj(Ward::line).toList());
    }

    static Path write(Path file, int rows, IntFunction<String> line) throws IOException {
        return write(file, IntStream.range(0, rows).mapToObj(line).toList());
    }

    private static Path write(Path file, List<String> lines) throws IOException {
        return Files.writeString(file, HEADER + lines.stream().collect(Collectors.joining("\n", "", "\n")));
    }

    static String line(int row) {
        return row + ",s" + row % 3 + ",\"a, \"\"b\"\"\"," + (hasLabel(row) ? (row % 7 < 3 ? "ill" : "well") : "");
    }

    static boolean hasLabel(int row) {
        return row % 10 != 3;
    }

    /** Every fifth row, from the second of a file on. */
    static boolean isTest(int rowOfFile) {
        return rowOfFile % 5 == 1;
    }
}
