package dev.starling.testnet.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.testnet.Testnet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimVerbTest {
    private record Ended(int code, String out, String err) {}

    private static Ended sim(String... options) {
        List<String> line = new ArrayList<>(List.of("sim"));
        line.addAll(Arrays.asList(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Testnet.execute(new PrintWriter(out), new PrintWriter(err), line.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--loss 1.5|--loss: loss is a probability from 0 to 0.95, not 1.5",
                "--loss -0.1|--loss: loss is a probability",
                "--duplicate 2|--duplicate: duplication is a probability from 0 to 1, not 2",
                "--delay 30-1|--delay: delays are from 1 ns to an hour, the shorter first",
                "--delay soon|--delay: a delay is milliseconds",
                "--bandwidth -1|--bandwidth: bandwidth is a number of bytes per second",
                "--skew 100001|--skew: clock skew is from 0 to 100000 parts per million",
                "--nodes 1|--nodes: a simulated federation has 2 to 10000 members, not 1",
                "--slots 0|--slots: a number from 1 to 1000000, not 0",
                "--fanout 3|--fanout: neighbours are 1, an even number, or 0 for the default rule, not 3",
                "--cut 0-1/2@9-3 --nodes 3|--cut: a cut heals after it began",
                "--cut 0/7@1-3 --nodes 3|--cut: there is no member 7; they are 0 to 2",
                "--cut everybody|--cut: a cut is A/B@FROM-UNTIL, such as 0-2/3-4@5-15, not everybody",
                "--cut 0-1/1-2@1-2 --nodes 3|--cut: no member is on both sides of a cut",
                "--crash 3@5-4|--crash: whoever crashes comes back later than that",
                "--straggler 1|--straggler: a straggler is MEMBERxFACTOR, such as 3x10, not 1",
                "--leave 99999999999@1|--leave: there is no member 99999999999",
                "--join -1|--join: somebody joins after some seconds, not -1.0",
                "--scenario earthquake|--scenario: there is no story earthquake; there are first-contact, ",
                "--scenario churn --crash 1@2|--scenario: a story brings its own faults; leave --cut, --crash",
                "--encoding int3|--encoding: there is no encoding int3; there are ",
                "--nodes 1000|1000 members, but only 1437 rows: every member needs at least 5; take a larger table",
                "--late 1.01|--late: late copies are a probability from 0 to 1, not 1.01",
                "--revoke 1|--revoke: a removal is MEMBER@AT, such as 2@12, not 1",
                "--scenario churn --revoke 1@2|--scenario: a story brings its own faults",
                "--consolidate-every -1|--consolidate-every: a number of slots, or 0 for none, not -1",
                "--replay some.trace --seed 2|--replay: the trace says what is run; leave the other options away",
                "--checks some|--checks: checks are all or cheap, not some",
            })
    void whatIsOutOfItsRangeIsRefusedByTheNameOfItsOption(String options, String message) {
        Ended refused = sim(options.split(" "));
        assertThat(refused.code()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains(message);
    }

    @Test
    void oneObjectSaysWhatCameOfItAndTheSameCommandSaysItAgain() throws Exception {
        String[] options = {
            "--nodes", "4", "--slots", "12", "--split", "iid", "--loss", "0.05", "--duplicate", "0.05", "--json"
        };
        JsonNode first = json(sim(options));
        assertThat(first.fieldNames())
                .toIterable()
                .contains(
                        "nodes",
                        "seed",
                        "mean",
                        "worst",
                        "spread",
                        "massError",
                        "bodiesTo1e3",
                        "bytesPerMember",
                        "slots",
                        "eventsPerSecond",
                        "peakMemoryBytes",
                        "traceHash");
        assertThat(first.get("nodes").asInt()).isEqualTo(4);
        assertThat(first.get("slots").asInt()).isEqualTo(12);
        assertThat(first.get("mean").asDouble()).isBetween(0.8, 1.0);
        assertThat(first.get("worst").asDouble())
                .isLessThanOrEqualTo(first.get("mean").asDouble());
        assertThat(first.get("massError").asDouble()).isBetween(1e-12, 1e-5);
        JsonNode second = json(sim(options));
        assertThat(second.get("traceHash")).isEqualTo(first.get("traceHash"));
        assertThat(second.get("mean")).isEqualTo(first.get("mean"));
        String[] ahead = Arrays.copyOf(options, options.length + 1);
        ahead[options.length] = "--ahead";
        assertThat(json(sim(ahead)).get("traceHash")).isEqualTo(first.get("traceHash"));
    }

    @Test
    void membersThatOnlyMixAgreeToAThousandthAfterAboutAsManyModelsAsTheoryAsksFor() throws Exception {
        JsonNode mixed = json(
                sim("--nodes", "10", "--fanout", "2", "--data", "none", "--dimension", "8", "--slots", "24", "--json"));
        assertThat(mixed.get("mean").isNull()).isTrue();
        assertThat(mixed.get("bodiesTo1e3").asDouble()).isBetween(12.0, 34.0);
    }

    @Test
    void whoeverIsRemovedIsMissedByNoneAndModelsAreConsolidated() throws Exception {
        JsonNode done = json(sim(
                "--nodes",
                "5",
                "--slots",
                "14",
                "--split",
                "iid",
                "--revoke",
                "2@1.1",
                "--consolidate-every",
                "4",
                "--json"));
        assertThat(done.get("slots").asInt()).isEqualTo(14);
        assertThat(done.get("models").asInt()).isGreaterThanOrEqualTo(2);
    }

    private static final String[] TRACED = {
        "--nodes", "3", "--slots", "3", "--data", "none", "--dimension", "4", "--loss", "0.1", "--trace"
    };

    private static Path traced(Path directory) {
        Path trace = directory.resolve("first.trace");
        String[] options = Arrays.copyOf(TRACED, TRACED.length + 1);
        options[TRACED.length] = trace.toString();
        Ended recorded = sim(options);
        assertThat(recorded.code()).as(recorded.err()).isZero();
        return trace;
    }

    @Test
    void aTraceIsReplayedToTheLastEventAndNeverOverwritten(@TempDir Path directory) throws Exception {
        Path trace = traced(directory);
        byte[] bytes = Files.readAllBytes(trace);
        Ended again = sim("--replay", trace.toString());
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("to the last event");
        Ended refused = sim("--nodes", "2", "--trace", trace.toString());
        assertThat(refused.code()).isEqualTo(6);
        assertThat(refused.err()).contains("first.trace: is there, and nothing is ever overwritten");
        assertThat(trace).hasBinaryContent(bytes);
    }

    @Test
    void aCommandThatIsRefusedLeavesNoTrace(@TempDir Path directory) {
        Path trace = directory.resolve("none.trace");
        assertThat(sim("--nodes", "2", "--scenario", "earthquake", "--trace", trace.toString())
                        .code())
                .isEqualTo(2);
        assertThat(trace).doesNotExist();
    }

    @Test
    void theFirstDifferenceAndEveryDamageIsNamed(@TempDir Path directory) throws Exception {
        List<String> lines = Files.readAllLines(traced(directory));
        String event = lines.get(40);
        List<String> other = new ArrayList<>(lines);
        other.set(40, event.substring(0, event.length() - 1) + (event.endsWith("0") ? "1" : "0"));
        refused(directory, other, 1, "the first difference: the trace has event " + event.split(" ", 2)[0] + " (");
        refused(directory, lines.subList(0, 40), 4, "the trace is cut off before event ");
        refused(directory, lines.subList(0, 3), 4, "the head of the trace is damaged");
        List<String> newer = new ArrayList<>(lines);
        newer.set(0, "starling-trace 2");
        refused(directory, newer, 4, "is a trace of another version, starling-trace 2");
        refused(directory, List.of("slot,member,score"), 4, "is no trace of a simulation");
        List<String> strange = new ArrayList<>(lines);
        strange.set(3, "arguments [\"--earthquake\"]");
        refused(directory, strange, 4, "the command in it is none of this Starling");
        strange.set(3, "arguments [\"--trace\",\"x\"]");
        refused(directory, strange, 4, "the head of the trace is damaged");
    }

    private static void refused(Path directory, List<String> lines, int code, String message) throws Exception {
        Path file = Files.write(directory.resolve("other.trace"), lines);
        Ended ended = sim("--replay", file.toString());
        assertThat(ended.err()).contains(message);
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    }

    private static JsonNode json(Ended program) throws Exception {
        assertThat(program.code()).as(program.err()).isZero();
        return new ObjectMapper().readTree(program.out());
    }
}
