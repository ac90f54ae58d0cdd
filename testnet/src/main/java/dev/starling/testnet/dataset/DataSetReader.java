package dev.starling.testnet.dataset;

import dev.starling.crypto.digest.Digest;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.statistics.ColumnStatistics;
import dev.starling.node.statistics.ColumnStatistics.Selection;
import dev.starling.node.statistics.Scaling;
import dev.starling.node.statistics.Task;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import dev.starling.testnet.dataset.Request.TestRows;
import dev.starling.testnet.partition.Partitioner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** Finds out what an evaluator's rows are, and deals them. One reader reads one request. */
final class DataSetReader {
    private static final String ARRAY_LABEL = "label";

    private final Request request;
    private final long seed;
    private final List<byte[]> digests = new ArrayList<>();

    DataSetReader(Request request, long seed) {
        this.request = request;
        this.seed = seed;
    }

    DataSet read() throws NodeFailure, DataException, IOException {
        TableSet tables = open();
        List<Table> files = List.copyOf(tables.tables());
        Set<String> leftOut = leftOut();
        ColumnStatistics all = ColumnStatistics.of(files, new Selection(tables.label(), leftOut));
        Task task = request.task().orElse(all.labelLooksLikeQuantity() ? Task.REGRESSION : Task.CLASSIFICATION);
        Schema unscaled = all.schema(task, Scaling.NONE);
        LabelKinds kinds =
                task == Task.REGRESSION ? LabelKinds.ofNumbers(tables.labels()) : LabelKinds.ofClasses(tables.labels());
        Dealt dealt = new Dealer(request, tables, kinds, seed).deal();
        ColumnStatistics training =
                ColumnStatistics.of(files, new Selection(tables.label(), leftOut, trainingRows(dealt)));
        boolean oneUnit = training.ofOneUnit();
        Scaling scaling = request.scaling().orElse(oneUnit ? Scaling.MAX : Scaling.STANDARD);
        Schema scaled = training.schema(task, scaling);
        // A class that only test rows have is a class all the same; a mean is of what is trained on.
        Schema schema =
                task == Task.REGRESSION ? scaled : new Schema(scaled.label(), unscaled.target(), scaled.columns());
        Optional<Table> tests = openTests(schema);
        return new DataSet(
                tables,
                dealt,
                schema,
                oneUnit && scaling == Scaling.MAX,
                tests,
                Digest.of(digests.toArray(byte[][]::new)));
    }

    private TableSet open() throws NodeFailure, DataException, IOException {
        List<String> data = request.data();
        if (!request.labels().isEmpty() && request.labels().size() != data.size()) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "--data was given " + data.size() + " times and --labels "
                            + request.labels().size()
                            + " times; each file of rows needs its own labels, in the same order");
        }
        List<Table> files = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            Optional<Path> labels = request.labels().isEmpty()
                    ? Optional.empty()
                    : Optional.of(request.labels().get(i));
            files.add(open(data.get(i), labels));
        }
        return tableSet(files);
    }

    private Table open(String name, Optional<Path> labels) throws NodeFailure, DataException, IOException {
        Path file = Path.of(name);
        for (Embedded embedded : Embedded.values()) {
            if (embedded.word().equals(name) && !Files.exists(file)) {
                refuseLabels(labels, name);
                digests.add(Digest.of(embedded.bytes()).bytes());
                return embedded.table();
            }
        }
        if (!Files.exists(file)) {
            throw new NodeFailure(
                    ExitCode.DATA,
                    name + ": there is no such file; check the path, or name an embedded table: " + Embedded.words());
        }
        Table table = Table.open(file, labels.orElse(null));
        note(file);
        if (labels.isPresent()) {
            note(labels.get());
        }
        return table;
    }

    private static void refuseLabels(Optional<Path> labels, String name) throws NodeFailure {
        if (labels.isPresent()) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "--labels " + labels.get() + ": the embedded table " + name
                            + " has its labels in a column; name the array that they belong to with --data");
        }
    }

    private void note(Path file) throws IOException {
        digests.add(Digest.of(Files.readAllBytes(file)).bytes());
    }

    private TableSet tableSet(List<Table> files) throws NodeFailure, DataException {
        if (files.stream().allMatch(CsvTable.class::isInstance)) {
            List<CsvTable> tables = files.stream().map(CsvTable.class::cast).toList();
            List<String> header = tables.get(0).header();
            String label = request.label().orElse(header.get(header.size() - 1));
            tables.get(0).column(label);
            return new CsvTables(tables, label);
        }
        if (request.split().flatMap(Partitioner::column).isPresent()) {
            throw new NodeFailure(
                    ExitCode.USAGE, "an array has no column to split by; use another --split, such as dirichlet:0.5");
        }
        // Either all have labels of their own, which a text refuses, or none has, which an array refuses.
        List<ArrayTable> tables = files.stream().map(ArrayTable.class::cast).toList();
        return new ArrayTables(tables, request.label().orElse(ARRAY_LABEL));
    }

    private Set<String> leftOut() {
        Set<String> leftOut = new HashSet<>(request.leftOut());
        request.split().flatMap(Partitioner::column).ifPresent(leftOut::add);
        return leftOut;
    }

    /** The rows that somebody holds, asked for once each: the tables' rows, one table after the other. */
    private static IntPredicate trainingRows(Dealt dealt) {
        int[] next = new int[1];
        return rowOfTable -> dealt.owners()[next[0]++] >= 0;
    }

    /** Reads the test rows once, so that one which does not fit is found before anything is written. */
    private Optional<Table> openTests(Schema schema) throws DataException, IOException {
        if (request.test().isEmpty()) {
            return Optional.empty();
        }
        TestRows test = request.test().get();
        Table table = Table.open(test.file(), test.labels().orElse(null));
        note(test.file());
        if (test.labels().isPresent()) {
            note(test.labels().get());
        }
        SchemaReader.read(table, schema);
        return Optional.of(table);
    }
}
