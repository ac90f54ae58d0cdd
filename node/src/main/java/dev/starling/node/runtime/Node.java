package dev.starling.node.runtime;

import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.TrustDecision;
import dev.starling.gossip.EngineMaker;
import dev.starling.gossip.EngineStatus;
import dev.starling.gossip.Event;
import dev.starling.gossip.GossipEngine;
import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.Pauser;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.admin.AdminServer;
import dev.starling.node.charter.Charter;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.data.split.Split;
import dev.starling.node.discovery.DiscoverySettings;
import dev.starling.node.discovery.LanDiscovery;
import dev.starling.node.net.PeerNetwork;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.settings.BindFailure;
import dev.starling.node.observe.OperatorLog;
import dev.starling.node.observe.Scoreboard;
import dev.starling.node.observe.StatusReport;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.EngineSettings;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.Federation;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.PauseMark;
import dev.starling.node.site.SiteData;
import dev.starling.node.site.model.BestModel;
import dev.starling.node.site.model.InitialModel;
import dev.starling.node.site.model.KeptScores;
import dev.starling.node.site.model.ModelShelf;
import dev.starling.node.statistics.FederatedScaling;
import dev.starling.node.store.Recovered;
import dev.starling.node.store.StateStore;
import dev.starling.node.store.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One running node: opens everything, connects it, and closes it in order. Safe to use from any thread. */
public final class Node implements AutoCloseable {
    private static final int MOST_SIGHTED = 16;

    private final Federation federation;
    private final NodeConfig config;
    private final OperatorLog log = new OperatorLog();
    private final Scoreboard scores;
    private final CompletableFuture<Optional<NodeFailure>> ended = new CompletableFuture<>();
    private final Mailbox mailbox;
    private final PeerNetwork network;
    private final TrainingDesk training;
    private final StatusReport.Constants constants;
    private final @Nullable InetSocketAddress listening;
    private final EngineDriver driver;
    private final TrainingHours hours;
    private final AdminServer admin;
    private final PauseMark pauseMark;
    private final AtomicInteger sighted = new AtomicInteger();
    private final Set<Long> lives = new HashSet<>();
    private volatile Roster roster;
    private volatile double labelDeviation;
    private volatile @Nullable LanDiscovery discovery;

    private Node(Setup setup, float[] initial) throws NodeFailure, StoreException, BindFailure, IOException {
        this.federation = setup.federation();
        this.config = setup.config();
        this.scores = setup.scores();
        this.roster = federation.roster();
        Charter charter = federation.charter();
        this.labelDeviation = deviation(FederationFiles.scaled(charter, roster));
        PeerId self = federation.identity().peerId();
        this.constants = new StatusReport.Constants(
                self.hex(),
                config.organisation(),
                federation.roster().federation().hex(),
                charter.plan().slots(),
                charter.schema().metric().word());
        DurableCodec codec = new DurableCodec(federation.roster().federation(), charter.parameters());
        this.mailbox = new Mailbox(log, config.net()::permits, this::deny);
        this.network = new PeerNetwork(
                WayOut.settings(config.net()),
                ChannelIdentity.issue(federation.identity(), Instant.now()),
                Instant::now,
                this::decide,
                mailbox,
                new SplittableRandom(new SecureRandom().nextLong()));
        this.pauseMark = new PauseMark(setup.directory().pauseMark());
        this.admin = new AdminServer(setup.directory().adminAddress(), new SecureRandom());
        this.training = new TrainingDesk(charter, setup.split(), config, scoring(setup), this::post, this::fault);
        this.hours = new TrainingHours(config.training(), Instant::now, this::post, log);
        StateStore store = null;
        try {
            // A first start that cannot listen leaves nothing behind; a later one says first who holds the directory.
            if (Files.exists(setup.directory().state())) {
                store = StateStore.open(setup.directory().root(), codec);
            }
            this.listening = config.net().listen() ? network.start() : null;
            if (store == null) {
                store = StateStore.open(setup.directory().root(), codec);
            }
            ModelShelf models = ModelShelf.open(
                    setup.directory().root(),
                    codec,
                    charter.parameters(),
                    config.models().keep());
            this.driver = driver(setup, initial, new DiskWriter.Stores(store, models));
            new AdminDesk(admin, driver, pauseMark)
                    .open(config.admin().port(), this::status, () -> ended.complete(Optional.empty()));
        } catch (StoreException | BindFailure | IOException | RuntimeException e) {
            training.close();
            network.close();
            admin.close();
            hours.close();
            if (store != null) {
                store.close();
            }
            throw e;
        }
    }

    /** What a node is made of. */
    public record Setup(
            DataDirectory directory,
            Federation federation,
            NodeConfig config,
            Split split,
            Scoreboard scores,
            List<String> hints,
            Optional<SiteData.Unscaled> unscaled) {}

    /**
     * Starts a node; it listens on return.
     *
     * @throws NodeFailure when the state is in use or damaged, or an address is taken
     */
    public static Node start(Setup setup) throws NodeFailure {
        try {
            Node node = new Node(
                    setup, InitialModel.of(setup.directory(), setup.federation().charter()));
            node.begin(setup);
            return node;
        } catch (StoreException | IOException | BindFailure e) {
            throw NodeFailure.of(e);
        }
    }

    /** On the engine's thread, before it wants anything trained. */
    private void rosterChanged(Roster changed, Optional<SiteData.Unscaled> unscaled) {
        boolean scaledNow =
                roster.statistics().isEmpty() && changed.statistics().isPresent();
        roster = changed;
        if (scaledNow) {
            labelDeviation = deviation(FederationFiles.scaled(federation.charter(), changed));
        }
        if (scaledNow && unscaled.isPresent()) {
            PooledStatistics pooled = changed.statistics().orElseThrow();
            log.scaled(pooled.participants().size(), FederatedScaling.rows(pooled.totals()));
            training.scaled(
                    FederationFiles.scaled(federation.charter(), changed),
                    unscaled.get().rows());
        }
    }

    private Scoring scoring(Setup setup) throws IOException {
        return new Scoring(
                scores,
                log,
                new BestModel(setup.directory(), federation.roster().federation(), config.organisation(), () -> roster),
                KeptScores.read(setup.directory(), config.models().keep() + 1));
    }

    private static double deviation(Charter charter) {
        return charter.schema().target() instanceof Charter.Quantity quantity ? quantity.deviation() : Double.NaN;
    }

    private void deny(LinkId link) {
        network.close(link, "denied");
    }

    private TrustDecision decide(PeerId peer) {
        return roster.decide(peer);
    }

    private EngineDriver driver(Setup setup, float[] initial, DiskWriter.Stores stores) throws StoreException {
        GossipSettings settings = EngineSettings.of(federation.charter(), initial, addresses());
        Optional<Recovered> found = stores.state().load();
        List<float[]> models = found.isPresent()
                ? stores.models().referredIn(found.get(), Parameters.hash(settings.genesis()))
                : List.of();
        EngineMaker maker = new EngineMaker(federation.signedCharter());
        found.filter(state -> state.droppedBytes() > 0)
                .ifPresent(state -> log.warn("the journal ended in " + state.droppedBytes()
                        + " bytes that a crash left half written; they were cut off"));
        GossipEngine engine = found.map(state -> maker.recovered(
                        federation.identity(),
                        federation.roster(),
                        settings,
                        new EngineMaker.Past(state.checkpoint(), state.records(), models)))
                .orElseGet(() -> maker.fresh(
                        federation.identity(),
                        federation.roster(),
                        settings,
                        Instant.now().toEpochMilli()));
        NodeParts parts = new NodeParts(network, training, setup.directory(), log, scores);
        return new EngineDriver(
                engine,
                stores,
                new World(parts, changed -> rosterChanged(changed, setup.unscaled()), this::left),
                this::fault);
    }

    private void begin(Setup setup) {
        if (listening == null) {
            log.dialsOutOnly(federation.identity().peerId().hex());
        } else {
            log.listening(listeningAddress(), federation.identity().peerId().hex());
        }
        if (setup.unscaled().isEmpty()) {
            training.start();
        }
        // The engine has started before it hears of a link: whoever dialled meanwhile waits in the mailbox.
        driver.start();
        hours.start();
        if (pauseMark.isSet()) {
            log.stillPaused();
            post(new Event.Pause(Pauser.OPERATOR));
        }
        setup.unscaled().ifPresent(unscaled -> post(new Event.TermReady(unscaled.term())));
        mailbox.open(driver);
        config.net().peers().forEach(peer -> network.dial(peer.toString()));
        setup.hints().forEach(network::dial);
        if (config.net().mdns() && listening != null && !listening.getAddress().isLoopbackAddress()) {
            discover(listening.getPort());
        }
    }

    private void discover(int port) {
        String tag = federation.roster().federation().shortHex();
        DiscoverySettings settings = new DiscoverySettings(
                tag, federation.identity().peerId().hex(), port, config.net().interfaces(), List.of(), false);
        LanDiscovery started = new LanDiscovery(settings, sighting -> {
            log.sighted(sighting.peerId(), sighting.hostPort());
            // In a large federation the first few lead to all others.
            if (!MemberTable.linkedOnDemand(roster) || sighted.getAndIncrement() < MOST_SIGHTED) {
                network.dial(sighting.hostPort());
            }
        });
        discovery = started;
        started.start();
    }

    /** Where other members can dial this one: what the configuration says, else what this machine has. */
    private List<String> addresses() {
        if (!config.net().advertise().isEmpty()) {
            return config.net().advertise().stream().map(Object::toString).toList();
        }
        return listening == null ? List.of() : OwnAddresses.of(listening);
    }

    /** Numeric host:port that the node listens on; the empty string when it only dials out. */
    public String listeningAddress() {
        return listening == null ? "" : OwnAddresses.text(listening.getAddress(), listening.getPort());
    }

    /** The status as tools read it. */
    public CompletionStage<StatusReport> status() {
        return driver.ask(this::report);
    }

    /** On the engine's thread. */
    private StatusReport report(GossipEngine engine) {
        EngineStatus status = engine.status(driver.nowNanos());
        lives.add(status.life());
        return StatusReport.of(
                constants,
                status,
                scores,
                new StatusReport.Outside(
                        network.bytesSent(),
                        network.bytesReceived(),
                        engine.roster().version(),
                        RosterRequests.waiting(engine),
                        RosterRequests.proposedRemovals(engine),
                        StatusReport.Removal.of(
                                engine.roster(), federation.identity().peerId()),
                        discoveryInterfaces(),
                        refusals(),
                        driver.offerWaitedNanos(),
                        driver.replySyncNanos(),
                        labelDeviation,
                        hours.changesAt(),
                        lives.size(),
                        log.alarms(),
                        config.net().listen()));
    }

    private List<String> discoveryInterfaces() {
        LanDiscovery started = discovery;
        return started == null ? List.of() : started.interfaces();
    }

    private Map<String, Long> refusals() {
        Map<String, Long> refusals = mailbox.refusals();
        if (driver.droppedFrames() > 0) {
            refusals.put("INBOX_FULL", driver.droppedFrames());
        }
        return refusals;
    }

    /** Asks the engine to finish its exchanges and go; {@link #awaitEnd} returns when it is gone. */
    public void leave() {
        post(new Event.Leave());
    }

    /**
     * Waits for the end of the run.
     *
     * @return true when it ended, false when the time is over
     * @throws NodeFailure when the node stopped by itself, with the code that belongs to the reason
     */
    public boolean awaitEnd(long millis) throws NodeFailure, InterruptedException {
        try {
            Optional<NodeFailure> failure = ended.get(millis, TimeUnit.MILLISECONDS);
            if (failure.isPresent()) {
                throw failure.get();
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says goodbye, makes everything durable and closes what was opened. */
    @Override
    public void close() {
        LanDiscovery started = discovery;
        if (started != null) {
            started.close();
        }
        admin.close();
        hours.close();
        post(new Event.Stop());
        driver.close();
        training.close();
        network.close();
        ended.complete(Optional.empty());
    }

    private void post(Event event) {
        driver.post(event);
    }

    /** The last words to the others are on their way once the engine has answered this. */
    private void left() {
        driver.afterThat(() -> ended.complete(Optional.empty()));
    }

    private void fault(Throwable cause) {
        NodeFailure failure = NodeFailure.of(cause);
        if (failure.code() == ExitCode.BUG) {
            log.fault(cause);
        }
        ended.complete(Optional.of(failure));
    }
}
