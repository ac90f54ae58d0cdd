package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigVerbsTest {
    @TempDir
    Path root;

    private Shell shell;

    @BeforeEach
    void member() {
        shell = new Shell(root);
        shell.member("north", 20);
    }

    private JsonNode shown(String key) {
        String[] command = {"config", "show", "--json", "--effective", "--dir", shell.dir("north")};
        for (JsonNode setting : shell.execute(command).succeeded().json().get("settings")) {
            if (setting.get("key").asText().equals(key)) {
                return setting;
            }
        }
        throw new AssertionError("no " + key);
    }

    @Test
    void whatTookEffectIsShownWithItsOrigin() {
        shell.set("STARLING_NET_BIND", "127.0.0.1:7171");

        assertThat(shown("net.bind").toString())
                .isEqualTo("{\"key\":\"net.bind\",\"value\":\"\\\"127.0.0.1:7171\\\"\",\"source\":\"environment\","
                        + "\"variable\":\"STARLING_NET_BIND\"}");
        assertThat(shown("log.level").get("source").asText()).isEqualTo("file");
        assertThat(shown("log.level").get("line").asInt()).isPositive();
        assertThat(shown("data.labels").get("source").asText()).isEqualTo("default");
        assertThat(shell.execute("config", "show", "--effective", "--dir", shell.dir("north"))
                        .succeeded()
                        .out())
                .contains("data.labels          = (not set)")
                .contains("# environment variable STARLING_NET_BIND");
    }

    @Test
    void checkReportsEveryProblemOfFileAndEnvironmentAtOnce() {
        shell.write("north/starling.toml", "organisation = \"N\"\n[data]\nfile = \"a.csv\"\nholdoutt = 0.1\n");
        shell.set("STARLING_LOG_JSNO", "true");

        Shell.Result result = shell.execute("config", "check", "--dir", shell.dir("north"));

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .contains("starling.toml:4:1: data.holdoutt is not a key of this file; did you mean \"holdout\"?")
                .contains("did you mean STARLING_LOG_JSON?");
    }

    @Test
    void checkSaysThatNothingIsWrong() {
        Shell.Result result = shell.execute("config", "check", "--dir", shell.dir("north"));

        assertThat(result.succeeded().out()).contains("no problem found");
    }

    @Test
    void aVerbGoesByTheEnvironment() {
        shell.found("north", "--label", "diagnosis").succeeded();
        shell.set("STARLING_DATA_FILE", "/nowhere/else.csv");

        Shell.Result result = shell.execute("train", "--local", "--dir", shell.dir("north"));
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("/nowhere/else.csv");
    }

    @Test
    void theSchemaOfTheStatusIsPrintedWithoutANode() {
        assertThat(shell.execute("status", "--schema", "--json")
                        .succeeded()
                        .json()
                        .path("properties")
                        .has("alarms"))
                .isTrue();
    }
}
