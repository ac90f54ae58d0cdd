package dev.starling.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {
    @TempDir
    Path directory;

    @Test
    void whoHasAskedBeforeTheServerClosesIsAnswered() throws Exception {
        Path file = directory.resolve("admin.json");
        AdminServer server = new AdminServer(file, new SecureRandom());
        CompletableFuture<Map<String, Boolean>> answer = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        server.post("/v1/stop", parameters -> {
                    asked.complete(null);
                    return answer;
                })
                .start(0);
        AdminClient client = AdminClient.find(file);
        CompletableFuture<Boolean> told = CompletableFuture.supplyAsync(() -> {
            try {
                return client.post("/v1/stop").path("stopping").asBoolean();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        asked.join();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        await().until(() -> Files.notExists(file));
        answer.complete(Map.of("stopping", true));

        assertThat(told.join()).isTrue();
        closed.join();
        assertThatThrownBy(() -> client.get("/v1/status")).hasMessageContaining("no node is running");
    }
}
