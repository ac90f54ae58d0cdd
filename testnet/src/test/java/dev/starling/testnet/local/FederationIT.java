package dev.starling.testnet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.charter.Charter;
import dev.starling.node.data.split.Split;
import dev.starling.node.learning.Evaluation;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.SiteData;
import dev.starling.node.site.model.SharedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five members as processes of the node's JAR, a newcomer, and a kill -9. Slots are padded to 200 ms of training, so that
 * their rate says something on a busy machine; each figure is printed.
 */
final class FederationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MEMBERS = 5;
    private static final int WINDOW = 30;
    private static final String START = "starting from ";
    private static final String MODEL = "consolidated model";

    @TempDir
    Path base;

    private final List<Site> sites = new ArrayList<>();

    /** One member: its directory, its address and the file of its passphrase. */
    private record Site(DataDirectory directory, String address, Path passphrase) {
        String name() {
            return String.valueOf(directory.root().getFileName());
        }

        JsonNode status() {
            try {
                return AdminClient.find(directory.adminAddress()).get("/v1/status");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        int slot() {
            return status().path("slot").asInt();
        }

        boolean answers() {
            try {
                AdminClient.find(directory.adminAddress()).get("/v1/status");
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        List<String> peerStates() {
            return status().path("peers").findValuesAsText("state");
        }

        /** A verb on this directory. */
        String starling(String... arguments) throws NodeFailure {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--dir", directory.root().toString(), "--passphrase-file", passphrase.toString()));
            return NodeCommands.run(all.toArray(String[]::new));
        }
    }

    @Test
    void aNewcomerJoinsByItsInvitationAloneAndAKilledMemberComesBack() throws Exception {
        try (Fleet fleet = new Fleet()) {
            found(fleet);
            await("every member trains")
                    .atMost(PATIENCE)
                    .until(() -> sites.stream().allMatch(s -> s.slot() >= 5));
            metrics();
            List<Long> before = fleet.running().stream().map(NodeProcess::id).toList();
            join(fleet);
            assertThat(fleet.running()).extracting(NodeProcess::id).containsAll(before);
            kill(fleet);
            for (Site site : sites) {
                JsonNode status = site.status();
                assertThat(status.path("voids").asLong())
                        .as("voided transactions")
                        .isZero();
                assertThat(status.path("verdicts").has("EQUIVOCATION")).isFalse();
            }
        }
    }

    /** All show the same figures, which are the sums of what the model does on each member's hold-out. */
    private void metrics() throws Exception {
        await("the members agree on how a model does")
                .atMost(PATIENCE)
                .until(() -> sites.stream().allMatch(site -> shown(site).isObject()));
        CharterDocument document = CharterDocument.read(sites.get(0).directory());
        Charter charter = document.charter();
        Judged judged = await("a member shows figures of the newest model on its disk")
                .pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .until(() -> judged(sites.get(0), document), Judged::match);
        JsonNode shown = judged.shown();
        float[] model = judged.model().parameters();
        long rows = 0;
        long correct = 0;
        double loss = 0;
        for (Site site : sites) {
            Split split =
                    SiteData.read(site.directory().readConfig().data(), charter).split();
            try (Learner learner = Nd4jLearner.open(LearnerSettings.of(charter), split.training())) {
                Evaluation own = learner.evaluate(model, split.holdout());
                rows += own.rows();
                correct += IntStream.of(own.perClassCorrect()).sum();
                loss += own.rows() * own.logLoss();
            }
        }
        System.out.println("federated metrics: " + shown);
        assertThat(shown.path("members").asInt()).isEqualTo(MEMBERS);
        assertThat(shown.path("rows").asLong()).isEqualTo(rows);
        assertThat(shown.path("correct").asLong()).isEqualTo(correct);
        assertThat(shown.path("loss").asDouble()).isCloseTo(loss / rows, within(1e-6));
    }

    /** What a member shows, and the newest consolidated model on its disk. */
    private record Judged(JsonNode shown, SharedModel model) {
        boolean match() {
            return Parameters.hash(model.parameters())
                    .hex()
                    .equals(shown.path("model").asText());
        }
    }

    private static Judged judged(Site site, CharterDocument document) throws NodeFailure {
        return new Judged(
                shown(site),
                SharedModel.consolidated(site.directory(), document.federation(), document.charter())
                        .orElseThrow());
    }

    private static JsonNode shown(Site site) {
        return site.status().path("federatedMetrics");
    }

    /** With the invitation and nothing else; holds a consolidated model or a neighbour's snapshot within ten seconds. */
    private void join(Fleet fleet) throws Exception {
        Site newcomer =
                site(MEMBERS, Ports.free(InetAddress.getLoopbackAddress(), 1).get(0));
        String invitation = invite();
        long started = System.nanoTime();
        newcomer.starling("join", invitation);
        newcomer.starling("charter", "accept", federation());
        Path log = run(fleet, newcomer);
        await("the newcomer knows what to start from")
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> Files.readString(log).contains(START));
        int ahead = sites.get(0).slot();
        double seconds = (System.nanoTime() - started) / 1e9;
        String line = Files.readString(log)
                .lines()
                .filter(l -> l.contains(START))
                .findFirst()
                .orElseThrow();
        int slot = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
        System.out.printf(
                "newcomer: %s, others at %d, %.2f s after `join` began%n",
                line.substring(line.indexOf(START)), ahead, seconds);
        assertThat(seconds).isLessThan(10);
        int mostBehind = line.contains(MODEL) ? 2 * Charter.Mixing.CONSOLIDATE_EVERY : 2;
        assertThat(slot).isGreaterThanOrEqualTo(ahead - mostBehind);
        sites.add(newcomer);
        await("the newcomer trains with the others")
                .atMost(PATIENCE)
                .until(() -> newcomer.slot() > slot + 2
                        && newcomer.peerStates().stream().allMatch("alive"::equals));
    }

    private void kill(Fleet fleet) throws Exception {
        Site victim = sites.get(2);
        Site witness = sites.get(0);
        double healthy = WINDOW / secondsFor(witness, WINDOW);
        long life = victim.status().path("life").asLong();
        NodeProcess process = fleet.running().stream()
                .filter(p -> p.name().equals(victim.name()))
                .findFirst()
                .orElseThrow();
        ProcessHandle.of(process.id()).orElseThrow().destroyForcibly();
        int atDeath = witness.slot();
        double undetected = WINDOW / 2 / secondsFor(witness, WINDOW / 2);
        await("the others hold it dead")
                .atMost(PATIENCE)
                .until(() -> witness.peerStates().contains("dead"));
        double detected = WINDOW / secondsFor(witness, WINDOW);
        System.out.printf(
                "kill -9 at slot %d: %.2f slots/s, drop %.1f %% before detection, %.1f %% after%n",
                atDeath, healthy, 100 * (1 - undetected / healthy), 100 * (1 - detected / healthy));
        assertThat(undetected).as("slots/s before detection").isGreaterThan(0.8 * healthy);
        assertThat(detected).as("slots/s after detection").isGreaterThan(0.95 * healthy);

        run(fleet, victim);
        await("the killed member caught up")
                .atMost(PATIENCE)
                .until(() -> victim.answers() && victim.slot() >= witness.slot() - 1 && victim.slot() > atDeath);
        assertThat(victim.status().path("life").asLong())
                .as("life, from the journal")
                .isEqualTo(life);
    }

    /** From one slot to so many later. */
    private static double secondsFor(Site site, int slots) {
        int first = site.slot();
        await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> site.slot() > first);
        long started = System.nanoTime();
        int from = site.slot();
        await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> site.slot() >= from + slots);
        return (System.nanoTime() - started) / 1e9;
    }

    private void found(Fleet fleet) throws Exception {
        List<Integer> ports = Ports.free(InetAddress.getLoopbackAddress(), MEMBERS);
        for (int m = 0; m < MEMBERS; m++) {
            sites.add(site(m, ports.get(m)));
        }
        Site founder = sites.get(0);
        String table = founder.directory().root().resolve("data.csv").toString();
        founder.starling(
                "charter",
                "new",
                "--name",
                "kill -9",
                "--label",
                "label",
                "--scale-from",
                table,
                "--slots",
                "0",
                "--rate",
                "0.05",
                "--start-members",
                Integer.toString(MEMBERS),
                "--min-slot-millis",
                "200");
        run(fleet, founder);
        await("the founder listens").atMost(PATIENCE).until(founder::answers);
        for (Site site : sites.subList(1, MEMBERS)) {
            site.starling("join", invite());
            site.starling("charter", "accept", federation());
            run(fleet, site);
        }
        await("every member answers")
                .atMost(PATIENCE)
                .until(() -> sites.stream().allMatch(Site::answers));
    }

    /** What the founder's charter hashes to. */
    private String federation() throws NodeFailure {
        return CharterDocument.read(sites.get(0).directory()).federation().hex();
    }

    private String invite() throws NodeFailure {
        return sites.get(0).starling("invite", "--address", sites.get(0).address());
    }

    private Path run(Fleet fleet, Site site) throws Exception {
        Path log = base.resolve(site.name() + ".log");
        String root = site.directory().root().toString();
        String passphrase = site.passphrase().toString();
        List<String> command =
                NodeProgram.find().command("run", "--dir", root, "--quiet", "--passphrase-file", passphrase);
        fleet.start(site.name(), command, log);
        return log;
    }

    private Site site(int index, int port) throws Exception {
        Path root = base.resolve("member" + index);
        Path passphrase = base.resolve("member" + index + ".pass");
        Files.writeString(passphrase, "only for this test\n");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
        Site site = new Site(new DataDirectory(root), "127.0.0.1:" + port, passphrase);
        Files.createDirectory(root);
        Path table = root.resolve("data.csv");
        Files.writeString(table, Clouds.csv(100, index));
        site.starling("init", "--organisation", "member" + index, "--data", table.toString());
        Path config = root.resolve("starling.toml");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst("(?m)^bind = .*$", "bind = \"" + site.address() + "\"")
                        .replaceFirst("(?m)^mdns = .*$", "mdns = false"));
        return site;
    }
}
