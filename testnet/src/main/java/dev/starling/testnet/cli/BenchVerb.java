package dev.starling.testnet.cli;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.bench.Bench;
import dev.starling.testnet.bench.BenchTable;
import dev.starling.testnet.bench.Row;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code starling bench}. */
@Command(
        name = "bench",
        sortOptions = false,
        description = {
            "What Starling costs on this machine, each figure beside a limit measured in the same run.",
            "",
            "Takes some minutes and both processors; what else runs blurs the figures, and hardly the ratios."
        },
        footer = {
            "",
            "EXAMPLES",
            "  starling bench",
            "  starling bench --only kernels,exchange --json",
            "",
            "EXIT CODES",
            "  0  measured, whether or not every bar holds",
            "  1  a node failed",
            "  2  the command line is wrong",
            "  70 a mistake in Starling"
        })
public final class BenchVerb extends Verb {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "GROUP",
            description = "Measures these alone: ${COMPLETION-CANDIDATES}; default all.")
    private Set<Bench.Group> only = EnumSet.allOf(Bench.Group.class);

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        List<Row> rows = new Bench(only, progress()).run();
        return new Answer(BenchTable.json(rows), BenchTable.text(rows));
    }
}
