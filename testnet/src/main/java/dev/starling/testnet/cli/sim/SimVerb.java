package dev.starling.testnet.cli.sim;

import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.node.charter.Charter;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.cli.DataOptions;
import dev.starling.testnet.cli.Verb;
import dev.starling.testnet.partition.Partitioner;
import dev.starling.testnet.scenario.Scenario;
import dev.starling.testnet.sim.SimulationFailure;
import dev.starling.testnet.sim.SimulationSettings;
import dev.starling.testnet.sim.measure.TraceLines;
import dev.starling.testnet.sim.weather.Weather;
import dev.starling.testnet.virtual.Learning;
import dev.starling.testnet.virtual.LearningSource;
import dev.starling.testnet.virtual.RecordedTrace;
import dev.starling.testnet.virtual.TraceFile;
import dev.starling.testnet.virtual.TraceHeader;
import dev.starling.testnet.virtual.VirtualFederation;
import dev.starling.testnet.virtual.VirtualPlan;
import dev.starling.testnet.virtual.VirtualReport;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code starling sim}. */
@Command(
        name = "sim",
        sortOptions = false,
        description = {
            "A federation on virtual time: the engines of real nodes, simulated networks and disks.",
            "",
            "Two to ten thousand members in this one process, with whatever weather and faults are asked for. The same"
                    + " command does the same again, to the last bit, on every Java. Invariants are checked after every"
                    + " event; a failure names the seed, the time and the command that repeats it.",
            "",
            "Members learn softmax regression: of a table (--data, default the embedded digits), of made-up rows (--data"
                    + " random:784x10, features x classes), or nothing (--data none): then they are moved apart at random"
                    + " in the first slot and only mix, as float32, because what int8 rounds keeps members apart.",
            "A --scenario brings its own faults, checks all invariants and that members agree; its last slots only mix."
        },
        footer = {
            "",
            "EXAMPLES",
            "  starling sim --nodes 10 --slots 60 --loss 0.3 --duplicate 0.02 --reorder --split dirichlet:0.1",
            "  starling sim --nodes 5 --cut 0-1/2-4@3-13 --crash 3@5-8 --seed 7 --json",
            "  starling sim --nodes 6 --revoke 2@4 --loss 0.1 --late 0.02",
            "  starling sim --nodes 1000 --fanout 1 --data none --slots 30",
            "  starling sim --scenario churn --seed 7 --trace churn.trace",
            "  starling sim --replay churn.trace",
            "",
            "EXIT CODES",
            "  0  done",
            "  1  an invariant does not hold, a scenario ends otherwise than it must, or a replay differs",
            "  2  the command line is wrong, or does not fit the data",
            "  4  the data, or the trace, cannot be used",
            "  6  the file for the trace is there already",
            "  70 a mistake in Starling"
        })
public final class SimVerb extends Verb {
    private static final int MOST_NODES = 10_000;
    private static final int DEFAULT_NODES = 10;
    private static final int MOST_CONSOLIDATING = 64;
    private static final Pattern MADE_UP = Pattern.compile("random:([1-9][0-9]{0,4})x([1-9][0-9]{0,2})");
    private static final String NOTHING = "none";

    /** Options that change nothing of what happens. */
    private static final Set<String> NO_SAY = Set.of("--checks", "--trace");

    private static final Set<String> WITH_REPLAY = Set.of("--replay", "--json");
    private static final long MILLI = 1_000_000L;
    private static final long MOST_SYNC_NANOS = 2 * MILLI;
    private static final double LARGEST_NORM = 1e6;
    private static final long RECKONED = 2_000_000;
    private static final float MOMENTUM = 0.5f;

    @Mixin
    DataOptions data = new DataOptions();

    @Mixin
    WeatherOptions weather = new WeatherOptions();

    @Mixin
    FaultOptions faults = new FaultOptions();

    @Mixin
    TraceOptions traces = new TraceOptions();

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "A story to play: first-contact, partition-and-heal, lossy-network, churn, straggler, …")
    @Nullable
    String scenario;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "Of everything; default 1.")
    long seed = 1;

    @Option(names = "--slots", defaultValue = "60", paramLabel = "T", description = "Slots to train; default 60.")
    int slots = 60;

    @Option(
            names = "--fanout",
            defaultValue = "0",
            paramLabel = "S",
            description = "Neighbours a slot: 1, an even number, or 0 for all up to 16 members and 8 above; default 0.")
    int fanout;

    @Option(names = "--steps", defaultValue = "10", paramLabel = "H", description = "Batches a slot; default 10.")
    int steps = 10;

    @Option(names = "--batch", defaultValue = "16", paramLabel = "B", description = "Rows a batch; default 16.")
    int batch = 16;

    @Option(names = "--rate", defaultValue = "0.2", paramLabel = "R", description = "Step size; default 0.2.")
    double rate = 0.2;

    @Option(
            names = "--dimension",
            defaultValue = "100",
            paramLabel = "D",
            description = "Parameters with --data none; default 100.")
    int dimension = 100;

    @Option(
            names = "--encoding",
            paramLabel = "E",
            description = "How snapshots travel, such as int8 or float32; default int8, without training float32.")
    @Nullable
    String encoding;

    @Option(
            names = "--consolidate-every",
            paramLabel = "E",
            description =
                    "Slots from one consolidated model to the next, 0 for none; default 10 as in a charter, or what the"
                            + " scenario says, and none above 64 members: each verifies the signatures of half of them.")
    @Nullable
    Integer consolidateEvery;

    @Option(
            names = "--train-millis",
            paramLabel = "MS",
            description = "How long a training takes in there; default 200, or what the scenario says.")
    @Nullable
    Integer trainMillis;

    @Option(
            names = "--checks",
            paramLabel = "all|cheap",
            description =
                    "Which invariants are on: all, or those that reckon with no vector; default all up to two million"
                            + " parameters in all members.")
    @Nullable
    String checks;

    @Option(names = "--disk-bytes", description = "Disks hold the bytes of a node's files instead of values.")
    boolean diskBytes;

    @Option(names = "--ahead", description = "A second thread trains ahead; what comes out is the same.")
    boolean ahead;

    @Override
    protected Answer run() throws NodeFailure {
        return traces.replay == null ? play() : replay(traces.replay);
    }

    private Answer play() throws NodeFailure {
        VirtualPlan plan = plan(commandAgain(NO_SAY));
        if (traces.trace == null) {
            return play(plan);
        }
        TraceHeader header = new TraceHeader(seed, Optional.ofNullable(scenario), argumentsAgain(NO_SAY));
        try (TraceFile file = TraceFile.create(traces.trace, header)) {
            return play(plan.seenBy(new TraceLines(file)));
        }
    }

    private Answer replay(Path file) throws NodeFailure {
        OptionValue.require(
                spec().commandLine().getParseResult().matchedOptions().stream()
                        .allMatch(option -> WITH_REPLAY.contains(option.longestName())),
                "--replay",
                "the trace says what is run; leave the other options away");
        try (RecordedTrace recorded = RecordedTrace.open(file)) {
            SimVerb again = new SimVerb();
            try {
                new CommandLine(again).parseArgs(recorded.header().arguments().toArray(String[]::new));
            } catch (ParameterException e) {
                throw new NodeFailure(
                        ExitCode.DATA, file + ": the command in it is none of this Starling: " + e.getMessage());
            }
            if (again.traces.replay != null || again.traces.trace != null) {
                throw new NodeFailure(ExitCode.DATA, file + ": the head of the trace is damaged; record it again");
            }
            Answer answer = play(again.plan(commandAgain(Set.of())).seenBy(new TraceLines(recorded)));
            return new Answer(answer.json(), "the same run as in " + file + ", to the last event\n" + answer.text());
        }
    }

    private VirtualPlan plan(String repeat) throws NodeFailure {
        int nodes = nodes();
        Optional<Scenario> story = story();
        Learning learning = learning(nodes);
        SimulationSettings settings = settings(nodes, learning, story, repeat);
        boolean reckoning =
                checks == null ? (long) nodes * learning.genesis().length <= RECKONED : checks.equals("all");
        return new VirtualPlan(
                settings, learning, story, faults.of(nodes, learning.rows()), reckoning, ahead, List.of());
    }

    private Answer play(VirtualPlan plan) throws NodeFailure {
        note(plan.sentence());
        try {
            VirtualReport report = new VirtualFederation(plan, this::note).run();
            return new Answer(
                    report.json(),
                    report.text() + "\nrepeat          " + plan.settings().repeat());
        } catch (SimulationFailure e) {
            if (e.getCause() instanceof RecordedTrace.Difference difference) {
                throw difference.failure();
            }
            if (e.getCause() instanceof UncheckedIOException failed) {
                throw NodeFailure.of(Objects.requireNonNull(failed.getCause()));
            }
            throw new NodeFailure(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private int nodes() throws NodeFailure {
        int nodes = data.members().orElse(DEFAULT_NODES);
        OptionValue.require(
                nodes >= 2 && nodes <= MOST_NODES,
                "--nodes",
                "a simulated federation has 2 to " + MOST_NODES + " members, not " + nodes);
        range("--slots", slots, 1_000_000);
        range("--steps", steps, 10_000);
        range("--batch", batch, 100_000);
        range("--dimension", dimension, 100_000_000);
        OptionValue.require(
                consolidateEvery == null || consolidateEvery >= 0,
                "--consolidate-every",
                "a number of slots, or 0 for none, not " + consolidateEvery);
        range("--train-millis", trainMillis == null ? 1 : trainMillis, 3_600_000);
        OptionValue.require(rate > 0 && rate < 1000, "--rate", "a step size is above 0 and below 1000, not " + rate);
        OptionValue.require(
                fanout >= 0 && (fanout == 1 || fanout % 2 == 0),
                "--fanout",
                "neighbours are 1, an even number, or 0 for the default rule, not " + fanout);
        OptionValue.require(
                checks == null || Set.of("all", "cheap").contains(checks),
                "--checks",
                "checks are all or cheap, not " + checks);
        return nodes;
    }

    private static void range(String option, int value, int most) throws NodeFailure {
        OptionValue.require(value >= 1 && value <= most, option, "a number from 1 to " + most + ", not " + value);
    }

    private Optional<Scenario> story() throws NodeFailure {
        if (scenario == null) {
            return Optional.empty();
        }
        OptionValue.require(
                !faults.any(),
                "--scenario",
                "a story brings its own faults; leave --cut, --crash, --straggler, --join, --leave and --revoke away");
        Optional<Scenario> found = Scenario.of(scenario);
        OptionValue.require(
                found.isPresent(),
                "--scenario",
                "there is no story " + scenario + "; there are "
                        + Scenario.all().stream().map(Scenario::name).collect(Collectors.joining(", ")));
        return found;
    }

    private Learning learning(int nodes) throws NodeFailure {
        LearningSource source = new LearningSource(batch, (float) rate, seed);
        int members = nodes + faults.joins.size();
        String only = data.only().orElse("");
        Matcher madeUp = MADE_UP.matcher(only);
        if (only.equals(NOTHING)) {
            return source.none(members, dimension);
        }
        if (madeUp.matches()) {
            return source.madeUp(members, Integer.parseInt(madeUp.group(1)), Integer.parseInt(madeUp.group(2)));
        }
        return source.tables(data.request(members, Partitioner.parse("dirichlet:0.5")));
    }

    private int consolidateEvery(int nodes, Optional<Scenario> story) {
        int usual = nodes > MOST_CONSOLIDATING ? 0 : Charter.Mixing.CONSOLIDATE_EVERY;
        return consolidateEvery == null ? story.map(Scenario::consolidateEvery).orElse(usual) : consolidateEvery;
    }

    private SimulationSettings settings(int nodes, Learning learning, Optional<Scenario> story, String repeat)
            throws NodeFailure {
        boolean learns = learning.accuracy().isPresent();
        String chosen = encoding == null ? (learns ? "int8" : "float32") : encoding;
        Optional<DeltaEncoding> known = DeltaEncoding.ofName(chosen);
        OptionValue.require(
                known.isPresent(),
                "--encoding",
                "there is no encoding " + chosen + "; there are "
                        + Arrays.stream(DeltaEncoding.all())
                                .map(DeltaEncoding::name)
                                .collect(Collectors.joining(", ")));
        GossipSettings gossip = new GossipSettings(
                learning.genesis(),
                known.orElseThrow(),
                fanout,
                MOMENTUM,
                steps,
                slots,
                0,
                nodes,
                LARGEST_NORM,
                LivenessSettings.defaults(),
                consolidateEvery(nodes, story),
                List.of(),
                0);
        long millis =
                trainMillis == null ? story.map(Scenario::trainingNanos).orElse(200 * MILLI) / MILLI : trainMillis;
        return new SimulationSettings(
                seed,
                learning.rows().subList(0, nodes),
                story.map(Scenario::quorum).orElse(1),
                gossip,
                weather.on(story.map(Scenario::weather).orElse(Weather.fair())),
                millis * MILLI,
                MOST_SYNC_NANOS,
                diskBytes || story.isPresent(),
                repeat);
    }
}
