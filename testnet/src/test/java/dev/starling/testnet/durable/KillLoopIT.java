package dev.starling.testnet.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.Genesis;
import dev.starling.gossip.averaging.OuterStep;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.journal.JournalRecord.Answered;
import dev.starling.gossip.journal.JournalRecord.Completed;
import dev.starling.gossip.journal.JournalRecord.Declined;
import dev.starling.gossip.journal.JournalRecord.Offered;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.charter.Charter;
import dev.starling.node.site.CharterDocument;
import dev.starling.testnet.durable.FlowAudit.Findings;
import dev.starling.testnet.federation.NodeSettings;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.run.TrainingChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills nodes of a running federation and then audits everything that was ever on their disks. Ten kills; with {@code
 * -Dstarling.kills=100 -Dstarling.seed=7} as many as one likes.
 */
final class KillLoopIT {
    private static final int KILLS = Integer.getInteger("starling.kills", 10);
    private static final long SEED = Long.getLong("starling.seed", 1);
    private static final int MEMBERS = 4;
    private static final int AT_ONCE = 2;
    private static final double MOST_UNSEEN = 0.05;

    @TempDir
    Path directory;

    @Test
    void noFlowIsLostOrDoubledWhereverNodesAreKilled() throws Exception {
        TrainingChoice training = new TrainingChoice(List.of(64), 0, 1, 8, 0.05, null, 0.0, null, null, 50L);
        Founded founded = Founded.in(directory, MEMBERS, training, SEED);
        CharterDocument document = founded.document();
        List<Site> sites = founded.sites();
        for (Site site : sites) {
            keepABestModel(site.directory().config());
        }
        DurableCodec codec =
                new DurableCodec(document.federation(), document.charter().parameters());

        long started = System.nanoTime();
        Map<String, Integer> found;
        List<History> histories;
        List<float[]> models;
        try (StateWatch watch = new StateWatch(directory.resolve("archive"), sites)) {
            try (KillLoop loop = new KillLoop(sites, watch, document, new KillLoop.Plan(KILLS, AT_ONCE, SEED))) {
                found = loop.run();
            }
            histories = histories(document, sites, watch, codec);
            models = watch.models(document.charter().parameters());
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        Supplier<Parameters> genesis = genesis(document.charter(), models);
        Findings findings = FlowAudit.of(histories, document.federation(), genesis);
        System.out.printf(
                "kill -9: %d kills in %.0f s, seed %d, %d consolidations: %s%n  %s%n",
                KILLS, seconds, SEED, models.size(), findings, found);

        assertThat(findings.problems()).isEmpty();
        assertThat(found.get("with a best model"))
                .as("kills that left a best model")
                .isPositive();
        if (findings.gaps() == 0) {
            assertThat(findings.massError()).as("mass error over its bound").isLessThan(1);
        }
        assertThat(findings.flows()).as("flows").isGreaterThan(KILLS);
        assertThat(findings.unseen()).as("transactions nobody could see").isLessThan((int)
                (1 + MOST_UNSEEN * findings.flows()));
        theAuditWouldHaveSeenIt(histories, document.federation(), genesis, findings.gaps());
    }

    /** By some rows that are neither trained on nor held out. */
    private static void keepABestModel(Path config) throws IOException {
        Files.writeString(
                config,
                new NodeSettings(Files.readString(config))
                        .with("validation", "0.15")
                        .toml());
    }

    /**
     * Takes single records and checkpoints away: an audit that finds nothing then finds nothing ever. What is taken away may
     * have fallen into a gap, where the audit cannot look; so with gaps it must find most.
     */
    private static void theAuditWouldHaveSeenIt(
            List<History> histories, Digest federation, Supplier<Parameters> genesis, int gaps) {
        History any = histories.get(1);
        List<History> tampered = new ArrayList<>();
        for (var kind : List.of(Offered.class, Completed.class, Answered.class, Declined.class)) {
            for (History history : histories) {
                history.records(kind).stream()
                        .filter(record ->
                                !(record instanceof Declined refusal) || wasOffered(histories, history, refusal))
                        .limit(1)
                        .map(history::without)
                        .forEach(tampered::add);
            }
        }
        assertThat(tampered).hasSizeGreaterThan(5);
        int seen = 0;
        for (History changed : tampered) {
            List<History> all = new ArrayList<>(histories);
            all.replaceAll(h -> h.member().equals(changed.member()) ? changed : h);
            seen += FlowAudit.of(all, federation, genesis).problems().isEmpty() ? 0 : 1;
        }
        assertThat(seen).as("of %d that were tampered with", tampered.size()).isGreaterThan(tampered.size() / 2);
        if (gaps == 0) {
            assertThat(seen).isEqualTo(tampered.size());
        }
        List<History> twice = new ArrayList<>(histories);
        twice.add(any);
        assertThat(FlowAudit.of(twice, federation, genesis).problems()).isNotEmpty();
    }

    /** What a leaver refuses in advance has no other end, and leaves no hole. */
    private static boolean wasOffered(List<History> histories, History by, Declined refusal) {
        return histories.stream()
                .filter(history -> history.member().equals(refusal.peer()))
                .flatMap(history -> history.records(Offered.class).stream())
                .anyMatch(offer -> offer.peer().equals(by.member()) && offer.seq() == refusal.seq());
    }

    private static List<History> histories(
            CharterDocument document, List<Site> sites, StateWatch watch, DurableCodec codec) throws Exception {
        List<Member> members = document.charter().founders();
        double mean = members.stream().mapToInt(Member::rows).average().orElseThrow();
        List<History> histories = new ArrayList<>();
        for (int i = 0; i < sites.size(); i++) {
            Member member = members.get(i);
            float share = OuterStep.share(member.rows(), mean);
            histories.add(new History(member.id(), share, watch.generations(sites.get(i), codec)));
        }
        return histories;
    }

    private static Supplier<Parameters> genesis(Charter charter, List<float[]> models) {
        float[] parameters =
                Genesis.parameters(charter.layerSizes(), charter.model().seed());
        DeltaEncoding encoding =
                DeltaEncoding.ofName(charter.mixing().encoding().word()).orElseThrow();
        Map<Digest, float[]> bases = new HashMap<>();
        models.forEach(model -> bases.put(Parameters.hash(model), model));
        return () -> {
            Parameters fresh = new Parameters(encoding, parameters);
            bases.forEach(fresh::learnBase);
            return fresh;
        };
    }
}
