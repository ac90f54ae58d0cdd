package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.VirtualFederation.Weather;
import dev.starling.gossip.admission.HeaderChecks;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.SnapshotHeader;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How engines use the encodings: what they publish with, what they accept, and that none of it changes a sum. */
final class EncodingsTest {
    private static final long SECOND = VirtualFederation.SECOND;

    /** Encodings of the snapshots published, by slot. */
    private static NavigableMap<Integer, Set<String>> watch(VirtualFederation federation) {
        NavigableMap<Integer, Set<String>> used = new TreeMap<>();
        federation.taps.add((from, to, link, frame) -> {
            if (federation.codec().decode(frame).message().orElse(null) instanceof Announce announce) {
                SnapshotHeader header = announce.header().header();
                String name =
                        DeltaEncoding.ofCode(header.encoding()).orElseThrow().name();
                used.computeIfAbsent(header.slot(), slot -> new TreeSet<>()).add(name);
            }
        });
        return used;
    }

    private static void runAll(VirtualFederation federation, long nanos) {
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "int8", "bfloat16", "int4"})
    void whateverTheEncodingTheSumIsWhatWasInjected(String encoding) {
        IntStream.range(0, Integer.getInteger("starling.seeds", 200) / 20).forEach(seed -> {
            try {
                VirtualFederation federation = new VirtualFederation(
                        Setup.of(2 + seed % 3, seed, encoding, 12).startMembers(2));
                federation.stride = 0.03;
                federation.weather = new Weather(0.2, 0.2, 20 * VirtualFederation.MILLI);
                runAll(federation, 3 * SECOND);
                federation.weather = Weather.FAIR;
                federation.run(20 * SECOND);
                assertThat(federation.flows()).isPositive();
                assertThat(federation.openHalves()).isZero();
                assertThat(federation.disagreement()).isLessThan(0.5);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        });
    }

    @Test
    void withInt4TheFirstSnapshotIsInt8AndThoseOfMembersWhoNearlyAgreeAreInt4() {
        VirtualFederation federation = new VirtualFederation(Setup.of(4, 7, "int4", 12));
        federation.stride = 0.03;
        NavigableMap<Integer, Set<String>> used = watch(federation);
        runAll(federation, 20 * SECOND);
        assertThat(used.get(1)).containsExactly("int8");
        assertThat(used.headMap(13).tailMap(4).values())
                .allSatisfy(names -> assertThat(names).containsExactly("int4"));
        assertThat(federation.nodes)
                .allSatisfy(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(12))
                .allSatisfy(node -> assertThat(node.status().openTransactions()).isZero());
    }

    @Test
    void membersWhoAreFarApartUseInt8UntilTheyAreNot() {
        VirtualFederation federation = new VirtualFederation(Setup.of(4, 8, "int4", 30));
        NavigableMap<Integer, Set<String>> used = watch(federation);
        federation.stride = 2;
        federation.nodes.forEach(node -> node.trainingNanos = SECOND / 10);
        runAll(federation, SECOND);
        int far = used.lastKey();
        federation.stride = 0.01;
        federation.run(20 * SECOND);
        assertThat(far).isBetween(3, 20);
        assertThat(used.headMap(far).values())
                .allSatisfy(names -> assertThat(names).containsExactly("int8"));
        assertThat(used.get(30)).containsExactly("int4");
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "6, 1"})
    void withOneExchangeASlotInt4IsNeverUsed(int members, int fanout) {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(members, 9, "int4", 12).fanout(fanout));
        federation.stride = 0.03;
        NavigableMap<Integer, Set<String>> used = watch(federation);
        runAll(federation, 20 * SECOND);
        assertThat(used.lastKey()).isGreaterThanOrEqualTo(12);
        assertThat(used.values()).allSatisfy(names -> assertThat(names).containsExactly("int8"));
    }

    @ParameterizedTest
    @CsvSource({
        "int8, 2, 304, accept",
        "int8, 4, 156, WRONG_ENCODING",
        "int8, 1, 1184, WRONG_ENCODING",
        "int8, 2, 303, WRONG_LENGTH",
        "int4, 4, 156, accept",
        "int4, 2, 304, accept",
        "int4, 4, 304, WRONG_LENGTH",
        "int4, 2, 156, WRONG_LENGTH",
        "int4, 1, 1184, WRONG_ENCODING",
        "int4, 0, 0, WRONG_ENCODING",
        "bfloat16, 3, 592, accept",
        "bfloat16, 2, 304, WRONG_ENCODING"
    })
    void aHeaderMayNameTheEncodingsOfTheCharterEachWithItsOwnLength(
            String charter, int code, int length, String outcome) {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(2, 1, charter, 5).dimension(256 + 40));
        Node author = federation.nodes.get(0);
        Parameters parameters =
                new Parameters(federation.encoding, federation.settings().genesis());
        HeaderChecks checks = new HeaderChecks(
                federation.codec().headers()::verify, parameters.bodyLengths(), parameters::knowsBase, 10);
        SnapshotHeader header = new SnapshotHeader(
                author.id,
                1,
                1,
                0,
                author.roster.head(),
                1,
                parameters.baseHash(),
                code,
                length,
                100,
                1,
                Digest.of(new byte[0]),
                List.of());
        Verdict verdict = checks.check(
                author.id,
                author.roster.member(author.id).orElseThrow(),
                federation.codec().headers().sign(author.identity, header),
                0,
                List.of(),
                2);
        assertThat(verdict)
                .isEqualTo(outcome.equals("accept") ? Verdict.accept() : Verdict.reject(Reason.valueOf(outcome)));
    }
}
