package dev.starling.node.runtime;

import dev.starling.gossip.EngineStatus;
import dev.starling.gossip.Event;
import dev.starling.gossip.Pauser;
import dev.starling.gossip.Phase;
import dev.starling.gossip.membership.Liveness;
import dev.starling.node.admin.AdminServer;
import dev.starling.node.observe.LogSetup;
import dev.starling.node.observe.StatusReport;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.PauseMark;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What the owner of the data directory may ask of a running node; health and readiness may be asked by anybody on this machine. */
final class AdminDesk {
    private static final long HEALTHY_WITHIN_SECONDS = 3;
    private static final Set<Phase> NOT_TAKING_PART =
            Set.of(Phase.WAITING, Phase.ALONE, Phase.LEAVING, Phase.LEFT, Phase.REVOKED);

    private final AdminServer server;
    private final EngineDriver driver;
    private final PauseMark pauseMark;

    AdminDesk(AdminServer server, EngineDriver driver, PauseMark pauseMark) {
        this.server = server;
        this.driver = driver;
        this.pauseMark = pauseMark;
    }

    /**
     * Starts listening.
     *
     * @param port on the loopback address; 0 for any free one
     * @param status of the node
     * @param stop ends the node
     */
    void open(int port, Supplier<CompletionStage<StatusReport>> status, Runnable stop) throws IOException {
        server.openly("/healthz", () -> inTime(driver.ask(engine -> true)))
                .openly("/readyz", () -> inTime(driver.ask(engine -> takesPart(engine.status(driver.nowNanos())))))
                .get("/v1/status", parameters -> status.get())
                .post("/v1/leave", parameters -> tell(new Event.Leave(), "leaving"))
                .post("/v1/pause", parameters -> pause())
                .post("/v1/resume", parameters -> resume())
                .post("/v1/stop", parameters -> {
                    stop.run();
                    return done("stopping", true);
                })
                .get("/v1/log-level", parameters -> done("level", LogSetup.level()))
                .post("/v1/log-level", parameters -> {
                    LogSetup.setLevel(parameters.getOrDefault("level", "info"));
                    return done("level", LogSetup.level());
                })
                .post(
                        "/v1/approve",
                        parameters -> driver.ask(engine ->
                                RosterRequests.approve(engine, parameters.getOrDefault("peer", ""), driver::post)))
                .post(
                        "/v1/revoke",
                        parameters -> driver.ask(engine -> RosterRequests.revoke(
                                engine,
                                parameters.getOrDefault("peer", ""),
                                parameters.getOrDefault("reason", ""),
                                driver::post)))
                .start(port);
    }

    /** No, if the engine does not answer: a bug or a full disk has stopped it, or it has far too much to do. */
    private static CompletionStage<Boolean> inTime(CompletableFuture<Boolean> answer) {
        return answer.completeOnTimeout(false, HEALTHY_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean takesPart(EngineStatus status) {
        boolean company =
                status.peers().isEmpty() || status.peers().stream().anyMatch(peer -> peer.state() == Liveness.ALIVE);
        return company && !NOT_TAKING_PART.contains(status.phase());
    }

    /** Kept before it is done: a node that says that it rests does so after a restart, too. */
    private CompletionStage<Map<String, Object>> pause() {
        try {
            pauseMark.set();
            return tell(new Event.Pause(Pauser.OPERATOR), "pausing");
        } catch (IOException e) {
            return unkept(e);
        }
    }

    private CompletionStage<Map<String, Object>> resume() {
        try {
            pauseMark.clear();
            return tell(new Event.Resume(Pauser.OPERATOR), "resuming");
        } catch (IOException e) {
            return unkept(e);
        }
    }

    private CompletionStage<Map<String, Object>> unkept(IOException e) {
        return CompletableFuture.failedFuture(new IOException(
                pauseMark.file() + " cannot be changed, and so nothing was: "
                        + NodeFailure.of(e).getMessage(),
                e));
    }

    private CompletionStage<Map<String, Object>> tell(Event event, String word) {
        driver.post(event);
        return done(word, true);
    }

    private static CompletionStage<Map<String, Object>> done(String word, Object value) {
        return CompletableFuture.completedFuture(Map.of(word, value));
    }
}
