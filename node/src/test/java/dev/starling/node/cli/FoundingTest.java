package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.InvitationCheck;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Mixing.Encoding;
import dev.starling.node.charter.Charter.Model;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From two empty directories to an invitation. */
class FoundingTest {
    @TempDir
    Path root;

    private Shell shell;

    @BeforeEach
    void open() {
        shell = new Shell(root);
    }

    private CharterDocument charter(String member) throws Exception {
        return CharterDocument.read(new DataDirectory(shell.path(member)));
    }

    @Test
    void twoFoundersAgreeAndOneOfThemInvites() throws Exception {
        shell.member("north", 100);
        String southernCard = shell.member("south", 60);
        Shell.Result founded = shell.found("north", "--label", "diagnosis", "--founder", southernCard, "--json");
        String federation = founded.succeeded().json().get("federation").asText();

        assertThat(founded.err()).contains("mean and deviation").contains("every member");
        assertThat(federation)
                .isEqualTo(Digest.of(Files.readAllBytes(shell.path("north/charter.toml")))
                        .hex());
        assertThat(founded.json().get("missing")).hasSize(1);
        assertThat(shell.execute("invite", "--dir", shell.dir("north")).err())
                .contains("south")
                .contains("charter sign");

        Files.copy(shell.path("north/charter.toml"), shell.path("south/charter.toml"));
        Files.copy(shell.path("north/charter.sig"), shell.path("south/charter.sig"));
        Shell.Result signed = shell.execute("charter", "sign", "--dir", shell.dir("south"));
        assertThat(signed.succeeded().err()).contains(federation);
        assertThat(charter("south").missing()).isEmpty();

        Shell.Result invited = shell.execute(
                "invite", "--dir", shell.dir("south"), "--expires", "2h", "--address", "south.example:7070");
        assertThat(invited.succeeded().out()).matches("starling1:[A-Za-z0-9_-]+");
        Invitation invitation = Invitation.parse(invited.out());
        assertThat(invitation.federation().hex()).isEqualTo(federation);
        assertThat(invitation.addresses()).containsExactly("south.example:7070");
        assertThat(invitation.expiry()).isEqualTo(Shell.NOW.plus(Duration.ofHours(2)));
        assertThat(InvitationCheck.of(invitation, charter("south").foundingRoster(), Shell.NOW))
                .isEqualTo(InvitationCheck.VALID);
    }

    @Test
    void threeFoundersMayLeaveTheScalingToTheirSums() throws Exception {
        shell.member("north", 100);
        String southern = shell.member("south", 60);
        String eastern = shell.member("east", 60);
        String[] arguments = {
            "charter",
            "new",
            "--dir",
            shell.dir("north"),
            "--name",
            "pilot",
            "--label",
            "diagnosis",
            "--columns-from",
            shell.path("north.csv").toString(),
            "--scale-federated",
            "--founder",
            southern,
            "--json"
        };
        assertThat(shell.execute(arguments).out()).contains("data.scaling").contains("2 founders");
        String[] three = Arrays.copyOf(arguments, arguments.length + 2);
        three[arguments.length] = "--founder";
        three[arguments.length + 1] = eastern;

        Shell.Result founded = shell.execute(three);

        assertThat(founded.succeeded().json().get("scaling").asText()).isEqualTo("federated");
        assertThat(founded.err()).contains("summed over all founders' rows");
        assertThat(Files.readString(shell.path("north/charter.toml"))).doesNotContain("mean = ");
        assertThat(charter("north").charter().schema().federatedScaling()).isTrue();
    }

    @Test
    void everyOptionOfTheCharterArrivesInIt() throws Exception {
        shell.federation(
                "north",
                "--model",
                "mlp:8,4",
                "--slots",
                "7",
                "--steps",
                "3",
                "--batch",
                "5",
                "--rate",
                "0.25",
                "--decay",
                "0.5",
                "--decay-after",
                "0.6",
                "--momentum",
                "0.1",
                "--encoding",
                "float32",
                "--fanout",
                "2",
                "--quorum",
                "1",
                "--start-members",
                "3",
                "--min-slot-millis",
                "40",
                "--seed",
                "-9",
                "--leave-out",
                "smoker");

        Charter charter = charter("north").charter();
        assertThat(charter.model()).isEqualTo(new Model(Model.Kind.MLP, List.of(8, 4), -9));
        assertThat(charter.training()).isEqualTo(new Charter.Training(3, 5, 0.25, 0.5, 0.6, 0.1, 0));
        assertThat(charter.plan()).isEqualTo(new Charter.Plan(7, 40, 3));
        assertThat(charter.mixing()).isEqualTo(new Charter.Mixing(2, Encoding.FLOAT32));
        assertThat(charter.layerSizes()).containsExactly(2, 8, 4, 2);
    }

    @Test
    void unscaledColumnsPublishNoStatistics() throws Exception {
        shell.member("north", 100);

        shell.execute(
                        "charter",
                        "new",
                        "--dir",
                        shell.dir("north"),
                        "--name",
                        "pilot",
                        "--label",
                        "diagnosis",
                        "--columns-from",
                        shell.path("north.csv").toString())
                .succeeded();

        assertThat(charter("north").charter().schema().columns())
                .contains(new Numeric("age", 0, 1), new Numeric("pressure", 0, 1));
    }

    @Test
    void aSecondCharterIsRefused() {
        shell.federation("north");
        Map<String, String> before = shell.listing();

        Shell.Result result = shell.found("north", "--label", "diagnosis");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains("charter.toml");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void optionsThatMakeNoCharterWriteNothing() {
        shell.member("north", 100);
        Map<String, String> before = shell.listing();

        Shell.Result result = shell.found("north", "--label", "diagnosis", "--fanout", "3", "--quorum", "2");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("fanout").contains("quorum");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void whoIsNoFounderCannotSign() throws Exception {
        shell.federation("north");
        shell.member("west", 40);
        Files.copy(shell.path("north/charter.toml"), shell.path("west/charter.toml"));
        Files.copy(shell.path("north/charter.sig"), shell.path("west/charter.sig"));
        Map<String, String> before = shell.listing();

        Shell.Result result = shell.execute("charter", "sign", "--dir", shell.dir("west"));

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains("no founder");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void signingTwiceChangesNothing() {
        shell.federation("north");
        Map<String, String> before = shell.listing();

        Shell.Result result = shell.execute("charter", "sign", "--dir", shell.dir("north"));

        assertThat(result.succeeded().out()).contains("nothing changed");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void theCharterIsShownWithoutAPassphrase() {
        shell.federation("north");
        shell.typing();

        JsonNode shown = shell.execute("charter", "show", "--dir", shell.dir("north"), "--json")
                .succeeded()
                .json();

        assertThat(shown.get("complete").asBoolean()).isTrue();
        assertThat(shown.get("classes")).hasSize(2);
        assertThat(shown.get("founders").get(0).get("rows").asInt()).isEqualTo(48);
        assertThat(shell.execute("charter", "show", "--dir", shell.dir("north")).out())
                .contains("pilot")
                .contains(shown.get("federation").asText());
    }

    @Test
    void theRosterBeginsWithTheFounders() {
        shell.federation("north");

        JsonNode roster = shell.execute("roster", "--dir", shell.dir("north"), "--json")
                .succeeded()
                .json();

        assertThat(roster.get("version").asInt()).isZero();
        assertThat(roster.get("head")).isEqualTo(roster.get("federation"));
        assertThat(roster.get("members").get(0).get("admitted").asText()).isEqualTo("founder");
        assertThat(roster.get("members").get(0).get("entry").isNull()).isTrue();
    }

    @Test
    void theAddressesOfTheConfigurationGoIntoAnInvitation() throws Exception {
        shell.federation("north");
        Path config = shell.path("north/starling.toml");
        String text = Files.readString(config);

        Files.writeString(config, text.replace("advertise = []", "advertise = [\"vpn.example:9000\"]"));
        Shell.Result advertised = shell.execute("invite", "--dir", shell.dir("north"));
        assertThat(Invitation.parse(advertised.succeeded().out()).addresses()).containsExactly("vpn.example:9000");

        Files.writeString(config, text.replace("0.0.0.0:7070", "192.0.2.7:7001"));
        Shell.Result bound = shell.execute("invite", "--dir", shell.dir("north"));
        assertThat(Invitation.parse(bound.succeeded().out()).addresses()).containsExactly("192.0.2.7:7001");

        Files.writeString(config, text.replace("0.0.0.0:7070", "0.0.0.0:0"));
        Shell.Result byChance = shell.execute("invite", "--dir", shell.dir("north"));
        assertThat(byChance.code()).isEqualTo(3);
        assertThat(byChance.err()).contains("--address");
    }

    @Test
    void anAddressThatNobodyCanDialIsAMistakeOfTheCommandLine() {
        shell.federation("north");

        Shell.Result result = shell.execute("invite", "--dir", shell.dir("north"), "--address", "no port");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("host:port");
        assertThat(result.out()).isEmpty();
    }
}
