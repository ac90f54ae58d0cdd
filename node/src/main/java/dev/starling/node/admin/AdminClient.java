package dev.starling.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Asks a running node of the same data directory. */
public final class AdminClient {
    private static final Duration WITHIN = Duration.ofSeconds(15);

    private final ObjectMapper json = new ObjectMapper();
    /** By version 1.1: over version 2, Java 17 drops the answers that are under way when a server begins to close. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    private final AdminAddress address;

    private AdminClient(AdminAddress address) {
        this.address = address;
    }

    /**
     * Finds the node that left its address in this file.
     *
     * @throws IOException when none did; the message says what to do
     */
    public static AdminClient find(Path file) throws IOException {
        try {
            return new AdminClient(AdminAddress.read(file));
        } catch (NoSuchFileException | java.io.FileNotFoundException e) {
            throw new IOException(
                    file + ": no node is running on this data directory; start it with `starling run`", e);
        }
    }

    /** GET; the answer as JSON. */
    public JsonNode get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    /** GET of what is answered without the token; whether the answer is yes. */
    public boolean yes(String path) throws IOException {
        return response(HttpRequest.newBuilder(uri(path)).timeout(WITHIN).GET().build())
                        .statusCode()
                == 200;
    }

    /** POST without a body; the answer as JSON. */
    public JsonNode post(String path) throws IOException {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(WITHIN).header("Authorization", "Bearer " + address.token());
    }

    private URI uri(String path) {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return URI.create("http://" + host + ":" + address.port() + path);
    }

    private JsonNode send(HttpRequest request) throws IOException {
        HttpResponse<String> response = response(request);
        JsonNode answer = json.readTree(response.body());
        if (response.statusCode() != 200) {
            throw new IOException(
                    "the node answered: " + answer.path("error").asText("status " + response.statusCode()));
        }
        return answer;
    }

    private HttpResponse<String> response(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.net.ConnectException e) {
            throw new IOException(
                    "no node is running on this data directory (it left an address behind); start it with `starling run`",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
