package dev.starling.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.admin.AdminAddress;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.observe.LogSetup;
import dev.starling.node.observe.StatusReport;
import dev.starling.node.site.DataDirectory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the owner, and anybody on the machine, may ask of a running node. */
final class AdminDeskTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Path address(int member) {
        return new DataDirectory(directory.resolve("member" + member)).adminAddress();
    }

    private HttpResponse<String> bare(String path) throws Exception {
        int port = AdminAddress.read(address(0)).port();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void healthIsToldToAnybodyOnTheMachineAndEverythingElseToTheOwnerOnly() throws Exception {
        try (Pilot pilot = new Pilot(directory, 2, 1000, 20)) {
            pilot.start(0);

            assertThat(bare("/healthz").body()).isEqualTo("{\"ok\":true}");
            assertThat(bare("/healthz").statusCode()).isEqualTo(200);
            assertThat(bare("/readyz").statusCode()).as("nobody is there").isEqualTo(503);
            assertThat(bare("/v1/status").statusCode()).isEqualTo(401);
            assertThat(bare("/v1/log-level").statusCode()).isEqualTo(401);
            assertThat(bare("/").statusCode()).isEqualTo(404);

            JsonNode alone = AdminClient.find(address(0)).get("/v1/status");
            assertThat(JsonSchema.problems(StatusReport.schema(), alone)).isEmpty();
            assertThat(alone.path("alarms").path(0).path("code").asText()).isEqualTo("peer_unseen");
            assertThat(alone.path("nextAction").asText()).startsWith("waits for another member");

            pilot.start(1);
            await().atMost(SOON).until(() -> AdminClient.find(address(0)).yes("/readyz"));
            await().atMost(SOON).until(() -> Pilot.status(pilot.nodes.get(0)).consolidated() != null);
            JsonNode status = AdminClient.find(address(0)).get("/v1/status");
            assertThat(JsonSchema.problems(StatusReport.schema(), status)).isEmpty();
            assertThat(status.path("alarms")).isEmpty();
            assertThat(status.path("nextAction").asText()).startsWith("trains and swaps");
        }
    }

    @Test
    void theLevelOfTheLogChangesWhileTheNodeRuns() throws Exception {
        LogSetup.configure("warn", false);
        try (Pilot pilot = new Pilot(directory, 1, 10, 0)) {
            pilot.start(0);
            AdminClient owner = AdminClient.find(address(0));

            assertThat(owner.get("/v1/log-level").get("level").asText()).isEqualTo("warn");
            assertThat(owner.post("/v1/log-level?level=error").get("level").asText())
                    .isEqualTo("error");
            assertThat(LogSetup.level()).isEqualTo("error");
        } finally {
            LogSetup.configure("warn", false);
        }
    }

    @Test
    void outsideItsTimesAMemberRestsUntilTheyBeginAndAnOperatorsPauseIsAnotherOne() throws Exception {
        String inThreeDays = LocalDate.now(ZoneOffset.UTC)
                .plusDays(3)
                .getDayOfWeek()
                .getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        try (Pilot pilot = new Pilot(directory, 2, 1000, 20)) {
            pilot.settings = "[training]\nwindows = [\"" + inThreeDays + " 08:00-09:00\"]\n";
            Node node = pilot.start(0);
            pilot.settings = "";
            pilot.start(1);

            await().atMost(SOON).until(() -> Pilot.status(node).phase().equals("paused"));
            StatusReport status = Pilot.status(node);
            assertThat(status.pausedBy()).containsExactly("schedule");
            assertThat(status.pausedUntil()).isNotNull().contains(":00:00Z");
            assertThat(status.slot()).isZero();

            AdminClient owner = AdminClient.find(address(0));
            owner.post("/v1/pause");
            await().atMost(SOON).until(() -> Pilot.status(node).pausedBy().contains("operator"));
            assertThat(Pilot.status(node).pausedUntil()).isNull();
            owner.post("/v1/resume");
            await().atMost(SOON).until(() -> Pilot.status(node).pausedBy().size() == 1);
            assertThat(Pilot.status(node).phase()).isEqualTo("paused");
        }
    }

    @Test
    void aMemberThatMayWorkAFifthOfTheTimeKeepsCompanyAndFinishesItsPlan() throws Exception {
        try (Pilot pilot = new Pilot(directory, 2, 12, 0)) {
            pilot.settings = "[training]\ncpu_share = 0.2\n";
            Node capped = pilot.start(0);
            pilot.settings = "";
            Node free = pilot.start(1);

            await().atMost(SOON)
                    .until(() -> Pilot.status(capped).phase().equals("idle")
                            && Pilot.status(free).phase().equals("idle"));
            assertThat(Pilot.status(free).peers())
                    .allSatisfy(peer -> assertThat(peer.state()).isEqualTo("alive"));
            assertThat(Pilot.status(free).voids()).isZero();
        }
    }
}
