package dev.starling.testnet.dataset;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.testnet.partition.Partitioner;
import dev.starling.testnet.partition.Rows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Deals rows out: as files say, when there is one a member; else by a partitioner, once the test rows are set aside. */
final class Dealer {
    private static final int TEST_EVERY = 5;
    private static final int TEST_FROM = 1;
    private static final int FEWEST_ROWS = 5;
    private static final int MEMBERS = 5;
    private static final int FEWEST_MEMBERS = 2;
    private static final int MOST_MEMBERS = 1000;
    private static final int LONGEST_NAME = 40;

    private final Request request;
    private final TableSet tables;
    private final LabelKinds kinds;
    private final List<Integer> sizes;
    private final long seed;

    Dealer(Request request, TableSet tables, LabelKinds kinds, long seed) throws DataException {
        this.request = request;
        this.tables = tables;
        this.kinds = kinds;
        this.sizes = tables.sizes();
        this.seed = seed;
    }

    Dealt deal() throws NodeFailure, DataException {
        Dealt dealt = tables.tables().size() > 1 ? byFile() : bySplit();
        boolean tested = request.test().isPresent()
                || IntStream.range(0, kinds.rows())
                        .anyMatch(row -> dealt.owners()[row] == Dealt.TEST && kinds.known(row));
        if (!tested) {
            throw new NodeFailure(
                    ExitCode.DATA,
                    firstTable() + ": no test row has a label; add rows, or name a file of test rows with --test");
        }
        return dealt;
    }

    private String firstTable() {
        return tables.tables().get(0).name();
    }

    /** Data row i of a table is a test row when i mod 5 = 1, and none is when there is a file of test rows. */
    static boolean isTestRow(int row, boolean testFile) {
        return !testFile && row % TEST_EVERY == TEST_FROM;
    }

    private Dealt byFile() throws NodeFailure {
        int files = sizes.size();
        if (request.split().isPresent()) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "several files are one a member already, so --split says nothing; leave it away, or give one file");
        }
        if (request.members().orElse(files) != files) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    files + " files are " + files + " members, one each; leave --nodes away, or give one file");
        }
        int[] owners = new int[kinds.rows()];
        int at = 0;
        for (int file = 0; file < files; file++) {
            int held = 0;
            for (int row = 0; row < sizes.get(file); row++, at++) {
                owners[at] = owner(at, row, file);
                held += owners[at] == file ? 1 : 0;
            }
            if (held < FEWEST_ROWS) {
                throw new NodeFailure(
                        ExitCode.DATA,
                        tables.tables().get(file).name() + ": leaves " + held
                                + " rows to train on, and a member needs at least " + FEWEST_ROWS + "; add rows");
            }
        }
        return new Dealt(fileNames(), owners, "one file a member");
    }

    private int owner(int at, int row, int file) {
        if (isTestRow(row, request.test().isPresent())) {
            return Dealt.TEST;
        }
        return kinds.known(at) ? file : Dealt.NOBODY;
    }

    private List<String> fileNames() {
        List<String> stems = tables.tables().stream()
                .map(table -> String.valueOf(Path.of(table.name()).getFileName()))
                .map(name -> name.replaceFirst("[.].*$", ""))
                .toList();
        return names(stems, stems.size());
    }

    private Dealt bySplit() throws NodeFailure, DataException {
        Partitioner split = request.split().orElseGet(() -> Partitioner.parse("iid"));
        if (split.namesEveryRow()) {
            return byList(split);
        }
        int[] dealable = IntStream.range(0, kinds.rows())
                .filter(row -> !isTestRow(row, request.test().isPresent()) && kinds.known(row))
                .toArray();
        Rows rows = kinds.rows(dealable);
        Optional<String> column = split.column();
        if (column.isPresent()) {
            rows = rows.withKeys(keys(column.get(), dealable));
        }
        int members = members(split, rows);
        int[] dealt = split.deal(rows, members, seed);
        int[] owners = new int[kinds.rows()];
        Arrays.setAll(owners, row -> isTestRow(row, request.test().isPresent()) ? Dealt.TEST : Dealt.NOBODY);
        for (int i = 0; i < dealable.length; i++) {
            owners[dealable[i]] = dealt[i];
        }
        return new Dealt(names(split.names(rows, members), members), owners, split.text());
    }

    private List<String> keys(String column, int[] dealable) throws NodeFailure, DataException {
        List<String> cells = tables.column(column);
        for (int row : dealable) {
            if (CsvTable.missing(cells.get(row))) {
                throw new NodeFailure(
                        ExitCode.DATA,
                        firstTable() + ": column \"" + column + "\" is empty in data row " + (row + 1)
                                + "; fill it in, or remove the row");
            }
        }
        return IntStream.of(dealable).mapToObj(cells::get).toList();
    }

    /** A list names the owner of every row of the table, and may mark test rows of its own. */
    private Dealt byList(Partitioner split) throws NodeFailure {
        int[] every = IntStream.range(0, kinds.rows()).toArray();
        Rows rows = kinds.rows(every);
        int members = members(split, rows);
        int[] owners = split.deal(rows, members, seed);
        boolean marks = IntStream.of(owners).anyMatch(owner -> owner == Dealt.TEST);
        for (int row = 0; row < owners.length; row++) {
            if (!marks && isTestRow(row, request.test().isPresent())) {
                owners[row] = Dealt.TEST;
            } else if (owners[row] >= 0 && !kinds.known(row)) {
                owners[row] = Dealt.NOBODY;
            }
        }
        return new Dealt(numbered(members), owners, split.text());
    }

    private int members(Partitioner split, Rows rows) throws NodeFailure {
        OptionalInt natural = split.naturalMembers(rows);
        int members = request.members().orElse(natural.orElse(MEMBERS));
        if (members < FEWEST_MEMBERS || members > MOST_MEMBERS) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    split.text() + " makes " + members + (members == 1 ? " member" : " members") + " of "
                            + firstTable() + ", and a federation has " + FEWEST_MEMBERS + " to " + MOST_MEMBERS
                            + "; split the rows in another way");
        }
        return members;
    }

    private static List<String> names(List<String> given, int members) {
        List<String> usable = given.stream()
                .map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-"))
                .map(name -> name.replaceAll("^-|-$", ""))
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME)
                .distinct()
                .toList();
        return usable.size() == members ? usable : numbered(members);
    }

    private static List<String> numbered(int members) {
        int width = Integer.toString(members - 1).length();
        return IntStream.range(0, members)
                .mapToObj(member ->
                        "node-" + "0".repeat(width - Integer.toString(member).length()) + member)
                .toList();
    }
}
