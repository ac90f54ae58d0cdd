package dev.starling.testnet.dataset;

import dev.starling.crypto.digest.Digest;
import dev.starling.node.charter.Charter;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rows that have been dealt out, before anything is written: who holds what, and what a charter says of the columns.
 * Immutable.
 */
public final class DataSet {
    private final TableSet rows;
    private final Dealt dealt;
    private final Charter.Schema schema;
    private final boolean oneUnit;
    private final Optional<Table> testTable;
    private final Digest digest;

    DataSet(
            TableSet rows,
            Dealt dealt,
            Charter.Schema schema,
            boolean oneUnit,
            Optional<Table> testTable,
            Digest digest) {
        this.rows = rows;
        this.dealt = dealt;
        this.schema = schema;
        this.oneUnit = oneUnit;
        this.testTable = testTable;
        this.digest = digest;
    }

    /**
     * Reads and deals.
     *
     * @param seed chooses the rows, where the split leaves a choice
     * @throws NodeFailure when a file, a column or the split does not fit; names which, and the remedy
     */
    public static DataSet open(Request request, long seed) throws NodeFailure {
        try {
            return new DataSetReader(request, seed).read();
        } catch (DataException | IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /** What the members are called, in order. */
    public List<String> members() {
        return dealt.names();
    }

    /** Training rows of a member. */
    public int rows(int member) {
        return (int)
                Arrays.stream(dealt.owners()).filter(owner -> owner == member).count();
    }

    /** Training rows of all members. */
    public int rows() {
        return (int) Arrays.stream(dealt.owners()).filter(owner -> owner >= 0).count();
    }

    /** How the rows were dealt, as on the command line. */
    public String split() {
        return dealt.split();
    }

    /** What a row is. */
    public Charter.Schema schema() {
        return schema;
    }

    /** Whether all numbers are of one unit, as the pixels of an image are, and lie between 0 and 1 once scaled. */
    public boolean oneUnit() {
        return oneUnit;
    }

    /** SHA-256 over the SHA-256 of every file, in order. */
    public Digest digest() {
        return digest;
    }

    /** Names of the files. */
    public String source() {
        return String.join(", ", rows.tables().stream().map(Table::name).toList());
    }

    /**
     * Writes every member's rows.
     *
     * @param directories one a member, all there
     * @return what the files are called in each
     */
    public ShareFiles writeShares(List<Path> directories) throws NodeFailure {
        return write(dealt.owners(), directories);
    }

    /**
     * The rows that nobody holds, as a table.
     *
     * @param directory where they are written, unless they are in a file of their own already
     */
    public Table tests(Path directory) throws NodeFailure {
        if (testTable.isPresent()) {
            return testTable.get();
        }
        int[] mirrored = Arrays.stream(dealt.owners())
                .map(owner -> owner == Dealt.TEST ? 0 : Dealt.NOBODY)
                .toArray();
        ShareFiles files = write(mirrored, List.of(directory));
        try {
            return Table.open(
                    directory.resolve(files.table()),
                    files.labels().map(directory::resolve).orElse(null));
        } catch (DataException e) {
            throw NodeFailure.of(e);
        }
    }

    private ShareFiles write(int[] owners, List<Path> directories) throws NodeFailure {
        try {
            return rows.write(owners, new ArrayList<>(directories));
        } catch (DataException | IOException e) {
            throw NodeFailure.of(e);
        }
    }
}
