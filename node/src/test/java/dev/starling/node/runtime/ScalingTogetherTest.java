package dev.starling.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.observe.Scoreboard;
import dev.starling.node.observe.StatusReport;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.Federation;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.SiteData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes over real sockets whose charter has no mean and no deviation: they sum them, and then learn. */
final class ScalingTogetherTest {
    private static final int MEMBERS = 3;
    private static final int ROWS = 80;

    @TempDir
    Path base;

    private final List<double[]> all = new ArrayList<>();

    @Test
    void threeNodesScaleByTheRowsOfAllAndLearnAndComeBackScaled() throws Exception {
        List<Identity> identities = new ArrayList<>();
        List<Member> founders = new ArrayList<>();
        for (int m = 0; m < MEMBERS; m++) {
            Identity identity = identity(m);
            identities.add(identity);
            founders.add(new Member(identity.publicIdentity(), "Hospital " + m, ROWS));
            write(m);
        }
        Charter charter = charter(founders);
        SignedCharter signed = new SignedCharter(Charter.write(charter).getBytes(StandardCharsets.UTF_8), Map.of());
        for (Identity identity : identities) {
            signed = signed.signedBy(identity);
        }
        assertThat(Charter.parse(signed.charter(), "charter.toml")).isEqualTo(charter);
        Roster roster = Roster.founding(signed.federation(), 2, founders);
        List<Node> nodes = new ArrayList<>();
        try {
            for (int m = 0; m < MEMBERS; m++) {
                nodes.add(start(m, new Federation(identities.get(m), charter, signed, roster), nodes));
                if (m == 1) {
                    StatusReport.SumState scaling = Pilot.status(nodes.get(0)).scaling();
                    assertThat(scaling).isNotNull();
                    assertThat(Objects.requireNonNull(scaling).needed()).isEqualTo(3);
                }
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> nodes.stream()
                            .allMatch(node -> Pilot.status(node).phase().equals("idle")
                                    && Pilot.status(node).federatedScore() != null));
            assertThat(nodes).allSatisfy(node -> {
                assertThat(Pilot.status(node).federatedScore()).isGreaterThan(0.8);
                assertThat(Pilot.status(node).scaling()).isNull();
                assertThat(Pilot.status(node).rosterVersion()).isEqualTo(1);
            });
            Roster after = Roster.decodeLog(
                    signed.federation(),
                    2,
                    founders,
                    Files.readAllBytes(directory(1).rosterLog()));
            Charter scaled = FederationFiles.scaled(charter, after);
            assertThat(scaled.schema().federatedScaling()).isFalse();
            for (int f = 0; f < 2; f++) {
                Numeric column = (Numeric) scaled.schema().columns().get(f);
                assertThat(column.mean()).isCloseTo(mean(f), within(1e-5 * Math.abs(mean(f))));
                assertThat(column.deviation()).isCloseTo(deviation(f), within(1e-5 * deviation(f)));
            }
            nodes.remove(2).close();
            Node again = start(2, new Federation(identities.get(2), scaled, signed, after), nodes);
            nodes.add(again);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Pilot.status(again).phase().equals("idle"));
        } finally {
            nodes.forEach(Node::close);
            identities.forEach(Identity::close);
        }
    }

    private static Identity identity(int m) {
        SplittableRandom random = new SplittableRandom(m);
        byte[] signing = new byte[32];
        byte[] agreement = new byte[32];
        random.nextBytes(signing);
        random.nextBytes(agreement);
        return Identity.fromSeeds(signing, agreement);
    }

    private static Charter charter(List<Member> founders) {
        List<Charter.Column> columns = List.of(new Numeric("a", 0, 1), new Numeric("b", 0, 1));
        Charter.Schema schema = new Charter.Schema("sick", new Charter.Classes(List.of("no", "yes")), columns, true);
        Charter defaults = Charter.withDefaults("Pilot", founders, schema);
        return new Charter(
                defaults.name(),
                defaults.founders(),
                defaults.schema(),
                defaults.model(),
                new Charter.Training(10, 16, 0.1, 0.1, 0.8, 0.5, 0),
                new Charter.Plan(8, 0, 2),
                defaults.mixing(),
                new Charter.Admission(2),
                defaults.limits());
    }

    private DataDirectory directory(int m) throws Exception {
        return new DataDirectory(Files.createDirectories(base.resolve("member" + m)));
    }

    /** Rows far from zero, and elsewhere at each site: unscaled, nothing is learnt from them. */
    private void write(int m) throws Exception {
        SplittableRandom random = new SplittableRandom(m + 9L);
        StringBuilder csv = new StringBuilder("a,b,sick\n");
        for (int row = 0; row < ROWS; row++) {
            boolean sick = row % 2 == 1;
            double a = 5000 + 30 * m + 100 * (random.nextGaussian() + (sick ? 2 : -2));
            double b = -0.002 + 0.0001 * (random.nextGaussian() + (sick ? 2 : -2));
            all.add(new double[] {a, b});
            csv.append(a)
                    .append(',')
                    .append(b)
                    .append(',')
                    .append(sick ? "yes" : "no")
                    .append('\n');
        }
        directory(m);
        Files.writeString(base.resolve("member" + m).resolve("rows.csv"), csv);
    }

    private double mean(int f) {
        return all.stream().mapToDouble(row -> row[f]).average().orElseThrow();
    }

    private double deviation(int f) {
        double mean = mean(f);
        return Math.sqrt(all.stream()
                .mapToDouble(row -> Math.pow(row[f] - mean, 2))
                .average()
                .orElseThrow());
    }

    private Node start(int m, Federation federation, List<Node> running) throws Exception {
        String toml = """
                organisation = "Hospital %d"
                [data]
                file = "rows.csv"
                [net]
                bind = "127.0.0.1:0"
                mdns = false
                """.formatted(m);
        Path directory = base.resolve("member" + m);
        NodeConfig config = NodeConfig.parse(toml.getBytes(StandardCharsets.UTF_8), "starling.toml", directory);
        List<String> hints =
                running.isEmpty() ? List.of() : List.of(running.get(0).listeningAddress());
        return Node.start(new Node.Setup(
                directory(m),
                federation,
                config,
                SiteData.read(config.data(), federation.charter()).split(),
                new Scoreboard(),
                hints,
                SiteData.unscaled(config.data(), federation.charter())));
    }
}
