package dev.starling.node.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starling.node.address.HostPort;
import dev.starling.node.toml.ConfigException;
import dev.starling.node.toml.ConfigException.Problem;
import dev.starling.node.toml.Overrides;
import dev.starling.node.toml.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverridesTest {
    private static final String FILE = "organisation = \"North\"\n[data]\nfile = \"a.csv\"\n[net]\nmdns = true\n";

    private static EffectiveConfig parse(Map<String, String> environment) throws ConfigException {
        return EffectiveConfig.parse(
                FILE.getBytes(UTF_8), "starling.toml", Path.of("/home"), new Overrides(environment));
    }

    private static List<Problem> problems(Map<String, String> environment) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> parse(environment));
        assertThat(refusal).as("%s is refused", environment).isNotNull();
        return refusal.problems();
    }

    private static Setting setting(EffectiveConfig effective, String key) {
        return effective.settings().stream()
                .filter(s -> s.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aVariableOfEveryKindStandsInForItsKey() throws ConfigException {
        NodeConfig config = parse(Map.of(
                        "STARLING_ORGANISATION", "Hospital South",
                        "STARLING_DATA_FILE", "/srv/rows.csv",
                        "STARLING_DATA_HOLDOUT", "0.5",
                        "STARLING_DATA_SEED", "-7",
                        "STARLING_NET_BIND", "127.0.0.1:7171",
                        "STARLING_NET_PEERS", "a.example:7070, [2001:db8::1]:7070",
                        "STARLING_NET_MDNS", "false",
                        "STARLING_LOG_LEVEL", "debug"))
                .config();

        assertThat(config.organisation()).isEqualTo("Hospital South");
        assertThat(config.data())
                .isEqualTo(new DataConfig(Path.of("/srv/rows.csv"), null, TableRules.NONE, 0.5, 0, -7, 20));
        assertThat(config.net().bind()).hasToString("127.0.0.1:7171");
        assertThat(config.net().peers())
                .map(HostPort::toString)
                .containsExactly("a.example:7070", "[2001:db8::1]:7070");
        assertThat(config.net().mdns()).isFalse();
        assertThat(config.log().level()).isEqualTo(LogConfig.Level.DEBUG);
    }

    @Test
    void everyKeyIsShownWithWhereItsValueComesFrom() throws ConfigException {
        EffectiveConfig effective = parse(Map.of("STARLING_NET_MDNS", "false", "STARLING_DATA_LABELS", "l.idx"));

        assertThat(setting(effective, "net.mdns"))
                .isEqualTo(new Setting("net.mdns", "false", new Setting.OfVariable("STARLING_NET_MDNS")));
        assertThat(setting(effective, "data.labels").value()).isEqualTo("\"l.idx\"");
        assertThat(setting(effective, "data.file"))
                .isEqualTo(new Setting("data.file", "\"a.csv\"", new Setting.OfLine("starling.toml", 3)));
        assertThat(setting(effective, "net.bind"))
                .isEqualTo(new Setting("net.bind", "\"0.0.0.0:7070\"", new Setting.ByDefault()));
        assertThat(setting(effective, "net.advertise").value()).isEqualTo("[]");
        assertThat(setting(parse(Map.of()), "data.labels").value()).isNull();
        assertThat(effective.overridden()).extracting(Setting::key).containsExactly("data.labels", "net.mdns");
    }

    @Test
    void theTemplateSaysSomethingAboutEveryKey() throws ConfigException {
        String template = NodeConfig.template("North", "a.csv", null);
        for (Setting setting : parse(Map.of()).settings()) {
            String key = setting.key().substring(setting.key().indexOf('.') + 1);
            assertThat(template).as(setting.key()).containsPattern("(?m)^(# )?" + key + " = ");
        }
    }

    @Test
    void aValueThatDoesNotFitIsReportedUnderTheNameOfItsVariable() {
        assertThat(problems(Map.of("STARLING_NET_MDNS", "yes")))
                .map(Problem::toString)
                .containsExactly("environment variable STARLING_NET_MDNS: net.mdns is neither true nor false;"
                        + " the default is true");
        assertThat(problems(Map.of("STARLING_DATA_HOLDOUT", "NaN"))).hasSize(1);
        assertThat(problems(Map.of("STARLING_ADMIN_PORT", "70000"))).hasSize(1);
        assertThat(problems(Map.of("STARLING_NET_PEERS", "a:1,,b:2")).get(0).toString())
                .contains("STARLING_NET_PEERS")
                .contains("entry 2");
    }

    @Test
    void aVariableThatWasMeantForAKeyIsRefusedWithTheRightName() {
        assertThat(problems(Map.of("STARLING_NET_BNID", "x")))
                .map(Problem::toString)
                .containsExactly("environment variable STARLING_NET_BNID: stands for no key; did you mean"
                        + " STARLING_NET_BIND?");
        assertThat(problems(Map.of("STARLING_ORGANIZATION", "x")).get(0).remedy())
                .contains("STARLING_ORGANISATION");
        assertThat(problems(Map.of("STARLING_LOG_COLOUR_OF_THE_LINES", "x"))
                        .get(0)
                        .remedy())
                .contains("config show");
        assertThat(problems(Map.of("STARLING_PASSPHRASE", "secret")).get(0).toString())
                .contains("STARLING_PASSPHRASE_FILE")
                .doesNotContain("secret");
    }

    @Test
    void variablesThatAreNoKeysAreLeftAlone() throws ConfigException {
        EffectiveConfig effective = parse(Map.of(
                "STARLING_DIR", "/x",
                "STARLING_PASSPHRASE_FILE", "/p",
                "STARLING_SERVICE_HOST", "10.0.0.1",
                "STARLING_PORT", "tcp://10.0.0.1:7070",
                "STARLING_PORT_7070_TCP_ADDR", "10.0.0.1",
                "STARLING_NET_BIND", "",
                "PATH", "/bin"));

        assertThat(effective.overridden()).isEmpty();
    }
}
