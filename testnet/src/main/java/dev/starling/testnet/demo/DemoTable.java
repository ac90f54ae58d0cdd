package dev.starling.testnet.demo;

import dev.starling.node.site.NodeFailure;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.testnet.partition.Hospitals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The embedded table, dealt out: every fifth row, from the second on, is a test row that no hospital holds; the rest is the
 * pool that the hospitals' shares are drawn from.
 */
final class DemoTable {
    static final String LABEL = "diagnosis";

    private static final String RESOURCE = "/dev/starling/testnet/data/breast-cancer.csv";
    private static final int TEST_EVERY = 5;
    private static final int TEST_FROM = 1;

    private final String header;
    private final List<String> test;
    private final List<String> pool;

    /**
     * One hospital's own rows.
     *
     * @param name of the hospital
     * @param csv its table, header first
     */
    record Share(String name, String csv) {}

    private DemoTable(String header, List<String> rows) {
        this.header = header;
        this.test = rowsWhere(rows, true);
        this.pool = rowsWhere(rows, false);
    }

    /** The table within this program. */
    static DemoTable embedded() {
        try (InputStream stream = DemoTable.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
            }
            List<String> lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return new DemoTable(lines.get(0), lines.subList(1, lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rowsWhere(List<String> rows, boolean test) {
        return IntStream.range(0, rows.size())
                .filter(row -> (row % TEST_EVERY == TEST_FROM) == test)
                .mapToObj(rows::get)
                .toList();
    }

    /** The rows that every model is scored on, as a table. */
    String testCsv() {
        return csv(test.stream());
    }

    /** The same, as a node reads it. */
    CsvTable tests() throws NodeFailure {
        try {
            return CsvTable.of("test rows", testCsv().getBytes(StandardCharsets.UTF_8));
        } catch (DataException e) {
            throw NodeFailure.of(e);
        }
    }

    /** The hospitals and their shares, in their fixed order. */
    List<Share> shares(long seed) {
        int[] labels = pool.stream()
                .mapToInt(row -> row.endsWith(",malignant") ? 1 : 0)
                .toArray();
        return Hospitals.of(labels, seed).stream()
                .map(hospital -> new Share(
                        hospital.name(), csv(IntStream.of(hospital.rows()).mapToObj(pool::get))))
                .toList();
    }

    private String csv(Stream<String> rows) {
        return Stream.concat(Stream.of(header), rows).collect(Collectors.joining("\n", "", "\n"));
    }
}
