package dev.starling.node.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Serves the admin endpoint on the loopback address. Every request below {@code /v1} carries the token of {@link
 * AdminAddress}; what is asked without one is answered by yes or no and nothing else.
 */
public final class AdminServer implements AutoCloseable {
    private static final int TOKEN_BYTES = 32;
    private static final long WITHIN_SECONDS = 10;
    private static final long CLOSING_SECONDS = 2;

    private final ObjectMapper json = new ObjectMapper();
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Router router = Router.router(vertx);
    /** Those who have asked and were not answered yet, and whoever closes. */
    private final Phaser underWay = new Phaser(1);

    private final byte[] token;
    private final Path file;

    /**
     * @param file where the address is left for the command line; readable by its owner only
     */
    public AdminServer(Path file, SecureRandom random) {
        this.file = file;
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        this.token = HexFormat.of().formatHex(secret).getBytes(StandardCharsets.UTF_8);
        router.route().handler(this::untilAnswered);
        router.route("/v1/*").handler(this::requireToken);
    }

    /** What a request may ask and what it is answered: an object that Jackson can write. */
    public interface Answer extends Function<Map<String, String>, CompletionStage<?>> {}

    /** Answers GET requests to a path. */
    public AdminServer get(String path, Answer answer) {
        return route(HttpMethod.GET, path, answer);
    }

    /** Answers POST requests to a path. */
    public AdminServer post(String path, Answer answer) {
        return route(HttpMethod.POST, path, answer);
    }

    /** Answers GET requests to a path, whoever asks on this machine: 200 for yes, 503 for no. */
    public AdminServer openly(String path, Supplier<CompletionStage<Boolean>> answer) {
        router.route(HttpMethod.GET, path)
                .handler(context -> answer.get().whenComplete((yes, failure) -> {
                    boolean good = failure == null && yes;
                    respond(context.response(), good ? 200 : 503, Map.of("ok", good));
                }));
        return this;
    }

    private AdminServer route(HttpMethod method, String path, Answer answer) {
        router.route(method, path).handler(context -> {
            Map<String, String> parameters = new java.util.TreeMap<>();
            context.queryParams().forEach(entry -> parameters.put(entry.getKey(), entry.getValue()));
            answer.apply(parameters).whenComplete((value, failure) -> {
                if (failure == null) {
                    respond(context.response(), 200, value);
                } else {
                    respond(context.response(), 500, Map.of("error", String.valueOf(failure.getMessage())));
                }
            });
        });
        return this;
    }

    /**
     * Starts listening.
     *
     * @param port 0 for any free one
     * @return the port in use
     * @throws IOException when the port is taken, or the address cannot be written; says which
     */
    public int start(int port) throws IOException {
        try {
            int actual = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(port, InetAddress.getLoopbackAddress().getHostAddress())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(WITHIN_SECONDS, TimeUnit.SECONDS)
                    .actualPort();
            new AdminAddress(actual, new String(token, StandardCharsets.UTF_8)).write(file, json);
            return actual;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "cannot listen on loopback port " + port + " for the admin endpoint: is it taken? set admin.port to"
                            + " another one, or to 0 for any free one",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting the admin endpoint", e);
        }
    }

    private void untilAnswered(RoutingContext context) {
        underWay.register();
        context.addEndHandler(end -> underWay.arriveAndDeregister());
        context.next();
    }

    private void requireToken(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        String given = header != null && header.startsWith("Bearer ") ? header.substring(7) : "";
        if (MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
            context.next();
        } else {
            respond(context.response(), 401, Map.of("error", "the token is missing or wrong"));
        }
    }

    private void respond(HttpServerResponse response, int status, Object value) {
        try {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(json.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            response.setStatusCode(500).end();
        }
    }

    /** Removes the address, lets what was asked be answered, and stops listening. */
    @Override
    public void close() {
        AdminAddress.delete(file);
        try {
            awaitAnswers();
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The process is about to end: nothing is lost by leaving the port to it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAnswers() throws InterruptedException {
        try {
            underWay.awaitAdvanceInterruptibly(underWay.arrive(), CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // What takes longer is answered by the end of the connection.
            return;
        }
    }
}
