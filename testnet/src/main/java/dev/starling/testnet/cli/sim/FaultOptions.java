package dev.starling.testnet.cli.sim;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.virtual.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What befalls the members of a simulated federation. */
final class FaultOptions {
    @Option(
            names = "--cut",
            paramLabel = Faults.CUT,
            description = "Two groups cannot reach each other for a while: 0-2/3-4@5-15. May be repeated.")
    List<String> cuts = new ArrayList<>();

    @Option(
            names = "--crash",
            paramLabel = Faults.CRASH,
            description = "A member, or a part of them, crashes and may come back: 3@5-8, 33%@10. May be repeated.")
    List<String> crashes = new ArrayList<>();

    @Option(
            names = "--straggler",
            paramLabel = Faults.STRAGGLER,
            description = "A member trains so many times slower: 3x10. May be repeated.")
    List<String> stragglers = new ArrayList<>();

    @Option(names = "--join", paramLabel = "AT", description = "Somebody is invited and joins: 12. May be repeated.")
    List<Double> joins = new ArrayList<>();

    @Option(names = "--leave", paramLabel = Faults.LEAVE, description = "A member leaves: 2@12. May be repeated.")
    List<String> leaves = new ArrayList<>();

    @Option(
            names = "--revoke",
            paramLabel = Faults.REVOKE,
            description = "The others remove a member: 2@12. May be repeated.")
    List<String> removals = new ArrayList<>();

    boolean any() {
        return Stream.of(cuts, crashes, stragglers, joins, leaves, removals).anyMatch(asked -> !asked.isEmpty());
    }

    /**
     * What is asked for.
     *
     * @param members founders
     * @param rows training rows of all members, newcomers last
     */
    Faults of(int members, List<Integer> rows) throws NodeFailure {
        Faults faults = new Faults(members);
        each("--cut", cuts, faults::cut);
        each("--crash", crashes, faults::crash);
        each("--straggler", stragglers, faults::straggler);
        each("--leave", leaves, faults::leave);
        each("--revoke", removals, faults::revoke);
        int[] next = {members};
        each("--join", joins, seconds -> faults.join(seconds, rows.get(next[0]++)));
        return faults;
    }

    private static <T> void each(String option, List<T> values, Consumer<T> uses) throws NodeFailure {
        for (T value : values) {
            OptionValue.check(option, () -> uses.accept(value));
        }
    }
}
