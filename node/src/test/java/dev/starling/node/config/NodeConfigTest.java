package dev.starling.node.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starling.crypto.identity.PeerId;
import dev.starling.node.address.Bypass;
import dev.starling.node.address.HostPort;
import dev.starling.node.charter.Charters;
import dev.starling.node.config.LogConfig.Level;
import dev.starling.node.toml.ConfigException;
import dev.starling.node.toml.ConfigException.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
    private static final Path HOME = Path.of("home").toAbsolutePath();

    private static NodeConfig parse(String text) throws ConfigException {
        return NodeConfig.parse(text.getBytes(UTF_8), "starling.toml", HOME);
    }

    private static List<Problem> problems(String text) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> parse(text));
        assertThat(refusal).as("the text is refused").isNotNull();
        return refusal.problems();
    }

    @Test
    void theTemplateIsACompleteConfigurationWithTheDefaults() throws ConfigException {
        NodeConfig written = parse(NodeConfig.template("Klinik \"Süd\"", "rows.csv", null));

        assertThat(written).isEqualTo(parse("organisation = 'Klinik \"Süd\"'\n[data]\nfile = 'rows.csv'\n"));
        assertThat(written.organisation()).isEqualTo("Klinik \"Süd\"");
        assertThat(written.data())
                .isEqualTo(new DataConfig(HOME.resolve("rows.csv"), null, TableRules.NONE, 0.2, 0, 1, 20));
        assertThat(written.net().bind()).isEqualTo(new HostPort("0.0.0.0", 7070));
        assertThat(written.net().mdns()).isTrue();
        assertThat(written.admin().port()).isZero();
        assertThat(written.log()).isEqualTo(new LogConfig(Level.INFO, false, null, 10, 5));
    }

    @Test
    void theTemplateNamesTheLabelsOfAnArray() throws ConfigException {
        NodeConfig written = parse(NodeConfig.template("N", "images.idx", "labels.idx"));

        assertThat(written.data().labels()).isEqualTo(HOME.resolve("labels.idx"));
        assertThat(NodeConfig.template("N", "rows.csv", null)).contains("\n# labels = ");
    }

    @Test
    void everyKeyIsReadFromTheText() throws ConfigException {
        PeerId friend = Charters.member(1).id();
        PeerId foe = Charters.member(2).id();
        NodeConfig config = parse("""
                organisation = "North"
                [data]
                file = "/srv/rows.csv.gz"
                labels = "labels.idx"
                holdout = 0
                seed = 9
                [net]
                bind = "[::]:7171"
                advertise = ["node.example:7070", "[2001:db8::1]:443"]
                peers = ["192.0.2.1:7070"]
                mdns = false
                interfaces = ["eth0"]
                allow = ["%s", "%s"]
                deny = ["%s"]
                proxy = "proxy.example:3128"
                proxy_credentials_file = "proxy.secret"
                no_proxy = [".Hospital.example", "10.0.0.0/8"]
                max_bytes_per_second = 100_000
                [admin]
                port = 7071
                [log]
                level = "debug"
                json = true
                file = "n.log"
                megabytes = 20
                kept = 3
                """.formatted(friend.hex(), foe.hex(), foe.hex()));

        assertThat(config.data())
                .isEqualTo(new DataConfig(
                        Path.of("/srv/rows.csv.gz"), HOME.resolve("labels.idx"), TableRules.NONE, 0, 0, 9, 20));
        assertThat(config.net())
                .isEqualTo(new NetConfig(
                        true,
                        new HostPort("::", 7171),
                        List.of(new HostPort("node.example", 7070), new HostPort("2001:db8::1", 443)),
                        List.of(new HostPort("192.0.2.1", 7070)),
                        false,
                        List.of("eth0"),
                        Set.of(friend, foe),
                        Set.of(foe),
                        new NetConfig.Outward(
                                new HostPort("proxy.example", 3128),
                                HOME.resolve("proxy.secret"),
                                new Bypass(List.of("hospital.example", "10.0.0.0/8")),
                                100_000)));
        assertThat(config.admin().port()).isEqualTo(7071);
        assertThat(config.log()).isEqualTo(new LogConfig(Level.DEBUG, true, HOME.resolve("n.log"), 20, 3));
        assertThat(config.net().permits(friend)).isTrue();
        assertThat(config.net().permits(foe)).as("denied and allowed").isFalse();
        assertThat(config.net().permits(Charters.member(3).id()))
                .as("not on the list")
                .isFalse();
    }

    @Test
    void aWayOutThatContradictsItselfIsReportedLineByLine() {
        List<Problem> problems = problems("""
                organisation = 'N'
                [data]
                file = 'a.csv'
                [net]
                listen = false
                advertise = ["node.example:7070"]
                proxy_credentials_file = "proxy.secret"
                no_proxy = ["10.0.0.0/8"]
                max_bytes_per_second = 1000
                """);

        assertThat(problems).extracting(Problem::line).containsExactly(6, 7, 8, 9);
        assertThat(problems)
                .extracting(Problem::toString)
                .satisfiesExactly(
                        first -> assertThat(first).contains("net.advertise", "net.listen is false"),
                        second -> assertThat(second).contains("without net.proxy"),
                        third -> assertThat(third).contains("net.no_proxy", "without net.proxy"),
                        fourth -> assertThat(fourth).contains("65536"));
        assertThat(problems("organisation = 'N'\n[data]\nfile = 'a.csv'\n[net]\nproxy = 'http://proxy:3128'\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(5));
    }

    @Test
    void withoutAListEveryMemberIsPermittedExceptTheDenied() throws ConfigException {
        PeerId foe = Charters.member(2).id();
        NodeConfig config = parse("organisation = 'N'\n[data]\nfile = 'a.csv'\n[net]\ndeny = ['" + foe.hex() + "']\n");

        assertThat(config.net().permits(Charters.member(1).id())).isTrue();
        assertThat(config.net().permits(foe)).isFalse();
    }

    @Test
    void allProblemsAreReportedAtOnceWithTheirLines() {
        List<Problem> problems = problems("""
                organisation = "%s"
                [data]
                holdout = 0.95
                [net]
                bind = "7070"
                peers = ["fe80::1:7070"]
                allow = ["abc"]
                advertise = ["host:0"]
                mdsn = true
                [admin]
                port = 70000
                [log]
                level = "wran"
                """.formatted("x".repeat(81)));

        assertThat(problems).extracting(Problem::line).containsExactly(1, 2, 3, 5, 6, 7, 8, 9, 11, 13);
        assertThat(problems).extracting(Problem::remedy).contains("did you mean \"mdns\"?", "did you mean \"warn\"?");
    }

    @Test
    void aTableThatSpeaksItsOwnWayIsDescribed() throws ConfigException {
        DataConfig data = parse("""
                organisation = 'N'
                [data]
                file = 'a.npz'
                array = "scans"
                label_array = "findings"
                group = "patient"
                missing = ["", "NA", "-9"]
                holdout = 0.2
                validation = 0.1
                minimum_rows = 100
                [data.columns]
                age = "Alter (Jahre)"
                "blood pressure" = "RR"
                [data.categories.sex]
                M = "male"
                W = "female"
                """).data();

        assertThat(data.rules())
                .isEqualTo(new TableRules(
                        Map.of("age", "Alter (Jahre)", "blood pressure", "RR"),
                        Set.of("", "NA", "-9"),
                        Map.of("sex", Map.of("M", "male", "W", "female")),
                        "patient",
                        new TableRules.Arrays("scans", "findings")));
        assertThat(data.validation()).isEqualTo(0.1);
        assertThat(data.minimumRows()).isEqualTo(100);
    }

    @Test
    void aTableThatCannotBeDescribedSoIsReportedWithItsLine() {
        List<Problem> problems = problems("""
                organisation = 'N'
                [data]
                file = 'a.csv'
                holdout = 0.5
                validation = 0.5
                minimum_rows = 0
                missing = ["NA", 9]
                groop = "x"
                [data.columns]
                age = "Alter"
                years = "Alter"
                [data.categories.sex]
                M = 1
                """);

        assertThat(problems).extracting(Problem::line).containsExactlyInAnyOrder(5, 6, 7, 8, 9, 13);
        assertThat(problems).extracting(Problem::remedy).contains("did you mean \"group\"?");
    }
}
