package dev.starling.node.runtime;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.node.charter.Charter;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Quantities;
import dev.starling.node.data.split.Shares;
import dev.starling.node.data.split.Split;
import dev.starling.node.observe.Scoreboard;
import dev.starling.node.observe.StatusReport;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.Federation;
import dev.starling.node.site.SiteData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A small federation of nodes in this process: two clouds of points to tell apart, one charter, all founders. */
final class Pilot implements AutoCloseable {
    private static final int FEATURES = 4;
    private static final Charter.Target CLASSES = new Charter.Classes(List.of("no", "yes"));

    final List<Identity> identities = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();
    final SignedCharter signed;
    final Charter charter;
    final Roster roster;
    /** Where a member's directory is when it is not at its usual place. */
    final Map<Integer, Path> moved = new HashMap<>();

    /** Further lines of the configuration of nodes that are started from now on. */
    String settings = "";

    private final Path base;

    Pilot(Path base, int members, int slots, long minSlotMillis) {
        this(base, members, new Charter.Plan(slots, minSlotMillis, members), CLASSES);
    }

    Pilot(Path base, int members, Charter.Plan plan, Charter.Target target) {
        this(base, plan, members, new Charter.Model(Charter.Model.Kind.SOFTMAX, List.of(), 0, null), target);
    }

    /** Two members with a model of 41,602 parameters, and a plan without end. */
    static Pilot wide(Path base) {
        Charter.Model model = new Charter.Model(Charter.Model.Kind.MLP, List.of(200, 200), 0, null);
        return new Pilot(base, new Charter.Plan(0, 0, 2), 2, model, CLASSES);
    }

    private Pilot(Path base, Charter.Plan plan, int members, Charter.Model model, Charter.Target target) {
        this.base = base;
        SplittableRandom random = new SplittableRandom(members);
        List<Member> founders = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            byte[] signing = new byte[32];
            byte[] agreement = new byte[32];
            random.nextBytes(signing);
            random.nextBytes(agreement);
            Identity identity = Identity.fromSeeds(signing, agreement);
            identities.add(identity);
            founders.add(new Member(identity.publicIdentity(), "Hospital " + m, 100));
        }
        List<Charter.Column> columns = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            columns.add(new Charter.Numeric("f" + f, 0, 1));
        }
        Charter defaults = Charter.withDefaults("Pilot", founders, new Charter.Schema("label", target, columns));
        Charter draft = new Charter(
                defaults.name(),
                defaults.founders(),
                defaults.schema(),
                model,
                new Charter.Training(10, 16, 0.1, 0.1, 0.8, 0.5, 0),
                plan,
                defaults.mixing(),
                defaults.admission(),
                defaults.limits());
        SignedCharter bare = new SignedCharter(Charter.write(draft).getBytes(StandardCharsets.UTF_8), Map.of());
        for (Identity identity : identities) {
            bare = bare.signedBy(identity);
        }
        signed = bare;
        charter = draft;
        roster = Roster.founding(signed.federation(), 1, founders);
    }

    /** Starts member {@code index}; all but the first know the first one's address only. */
    Node start(int index) throws Exception {
        return start(index, Optional.empty());
    }

    Node start(int index, Optional<SiteData.Unscaled> unscaled) throws Exception {
        return start(index, unscaled, "");
    }

    /** Starts a member that does not listen. */
    Node startDiallingOut(int index) throws Exception {
        return start(index, Optional.empty(), "listen = false");
    }

    private Node start(int index, Optional<SiteData.Unscaled> unscaled, String net) throws Exception {
        Path directory = Files.createDirectories(directory(index));
        String toml = """
                organisation = "Hospital %d"
                [data]
                file = "none.csv"
                [net]
                bind = "127.0.0.1:0"
                mdns = false
                %s
                """.formatted(index, net) + settings;
        NodeConfig config = NodeConfig.parse(toml.getBytes(StandardCharsets.UTF_8), "starling.toml", directory);
        List<String> hints = nodes.isEmpty() ? List.of() : List.of(nodes.get(0).listeningAddress());
        Node node = Node.start(new Node.Setup(
                new DataDirectory(directory),
                new Federation(identities.get(index), charter, signed, roster),
                config,
                split(index),
                new Scoreboard(),
                hints,
                unscaled));
        nodes.add(node);
        return node;
    }

    /** The data directory of a member. */
    Path directory(int index) {
        return moved.getOrDefault(index, base.resolve("member" + index));
    }

    /** Ends a node; its directory stays. */
    void stop(Node node) {
        node.close();
        nodes.remove(node);
    }

    static StatusReport status(Node node) {
        try {
            return node.status().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a member. */
    Split split(int index) {
        return Split.of(rows(index), new Shares(0.2, 0.1), 1);
    }

    private Examples rows(int seed) {
        return charter.schema().target().equals(CLASSES) ? clouds(seed) : plane(seed);
    }

    /** 100 rows of the sum of the features, within a tenth. */
    private static Examples plane(int seed) {
        SplittableRandom random = new SplittableRandom(seed + 7L);
        float[] features = new float[100 * FEATURES];
        float[] values = new float[100];
        for (int k = 0; k < features.length; k++) {
            features[k] = (float) random.nextGaussian();
            values[k / FEATURES] += features[k];
        }
        for (int row = 0; row < 100; row++) {
            values[row] += (float) (0.1 * random.nextGaussian());
        }
        return new Examples(FEATURES, features, new Quantities(values));
    }

    /** 100 rows, two classes whose means lie two standard deviations apart. */
    private static Examples clouds(int seed) {
        SplittableRandom random = new SplittableRandom(seed + 7L);
        float[] features = new float[100 * FEATURES];
        int[] labels = new int[100];
        for (int row = 0; row < 100; row++) {
            labels[row] = row % 2;
            for (int f = 0; f < FEATURES; f++) {
                features[row * FEATURES + f] = (float) (random.nextGaussian() + (labels[row] == 1 ? 1 : -1));
            }
        }
        return new Examples(FEATURES, 2, features, labels);
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        identities.forEach(Identity::close);
    }
}
