package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.trust.document.Invitation;
import dev.starling.gossip.message.Body.JoinDecision;
import dev.starling.gossip.message.Body.RosterUpdate;
import dev.starling.node.net.ConnectProxy;
import dev.starling.node.site.Federation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joining over real sockets, at a member that decides by the federation's own rules. */
class JoinTest {
    @TempDir
    Path root;

    private Shell shell;
    private Federation federation;
    private Doorkeeper north;

    @BeforeEach
    void found() throws Exception {
        shell = new Shell(root);
        shell.federation("north");
        shell.member("west", 50);
        federation = shell.open("north");
        north = new Doorkeeper(federation);
    }

    @AfterEach
    void close() {
        north.close();
        federation.close();
    }

    private String invitation() {
        return invitation(north.address());
    }

    private String invitation(String address) {
        return Shell.invitation(federation, address);
    }

    private Shell.Result join(String invitation) {
        return shell.execute("join", "--dir", shell.dir("west"), "--timeout", "20s", invitation);
    }

    private String refused(int code, String invitation) {
        Map<String, String> before = shell.listing();
        Shell.Result result = join(invitation);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
        assertThat(result.err()).doesNotContain("Exception");
        assertThat(shell.listing()).isEqualTo(before);
        return result.err();
    }

    @Test
    void aNewcomerWithAnInvitationIsAdmittedAndHasTheFilesOfAMember() throws Exception {
        Shell.Result result = join(invitation());

        assertThat(result.succeeded().out())
                .contains("pilot")
                .contains("admitted by north")
                .contains("2 members");
        assertThat(Files.readAllBytes(shell.path("west/charter.toml")))
                .isEqualTo(Files.readAllBytes(shell.path("north/charter.toml")));
        try (Federation west = shell.open("west")) {
            assertThat(west.roster()).isEqualTo(north.roster());
            assertThat(west.self().organisation()).isEqualTo("west");
            assertThat(west.self().rows()).isEqualTo(40);
        }
        assertThat(shell.read("west/peers.hints")).isEqualTo(north.address() + "\n");
        assertThat(shell.execute("roster", "--dir", shell.dir("west")).out())
                .contains("west, invited by north, signed by north");
    }

    @Test
    void theInvitationMayStandInAFile() {
        shell.write("west.invitation", "\n" + invitation() + "\n");

        assertThat(join(shell.path("west.invitation").toString()).succeeded().out())
                .contains("2 members");

        shell.write("west.invitation", "Dear West,\n");
        assertThat(refused(2, shell.path("west.invitation").toString()))
                .contains("west.invitation")
                .contains("begins with starling1:");
        assertThat(refused(2, shell.path("no.invitation").toString())).contains("nor is there such a file");
    }

    @Test
    void whereTheOnlyWayOutIsAProxyTheNewcomerTakesIt() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.asking(north.port(), "d2VzdDpzZWNyZXQ=")) {
            shell.set("STARLING_NET_PROXY", proxy.address().toString());
            Shell.Result turnedAway = shell.execute(
                    "join", "--dir", shell.dir("west"), "--timeout", "1s", invitation("north.example:7070"));
            assertThat(turnedAway.code()).isEqualTo(5);
            assertThat(turnedAway.err())
                    .contains("north.example:7070")
                    .contains("407 Proxy Authentication Required")
                    .contains("net.proxy_credentials_file");

            shell.set(
                    "STARLING_NET_PROXY_CREDENTIALS_FILE",
                    shell.write("login", "west:secret\n").toString());
            int asked = proxy.requests.size();
            assertThat(join(invitation("north.example:7070")).succeeded().out()).contains("2 members");
            assertThat(proxy.requests.subList(asked, proxy.requests.size()))
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT north.example:7070 HTTP/1.1\r\n");
            assertThat(shell.read("west/peers.hints")).isEqualTo("north.example:7070\n");
        }
    }

    @Test
    void whomTheProxyIsNotForIsAskedDirectly() throws Exception {
        try (ConnectProxy proxy = new ConnectProxy(1, head -> "403 Forbidden")) {
            shell.set("STARLING_NET_PROXY", proxy.address().toString());
            shell.set("STARLING_NET_NO_PROXY", "127.0.0.0/8");

            assertThat(join(invitation()).succeeded().out()).contains("2 members");
            assertThat(proxy.requests).isEmpty();
        }
    }

    @Test
    void joiningAgainBringsTheRosterUpToDate() throws Exception {
        join(invitation()).succeeded();
        Map<String, String> before = shell.listing();

        assertThat(join(invitation()).succeeded().out()).contains("2 members");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void aSecondNewcomerCannotUseTheSameInvitation() {
        String invitation = invitation();
        join(invitation).succeeded();
        shell.member("east", 30);
        Map<String, String> before = shell.listing();

        Shell.Result result = shell.execute("join", "--dir", shell.dir("east"), invitation);

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains("the member who invited you").contains("used before");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void whereMoreThanOneMustApproveTheNewcomerIsToldToWait() throws Exception {
        String card = shell.member("south", 30);
        shell.member("centre", 30);
        shell.found("centre", "--label", "diagnosis", "--founder", card, "--quorum", "2")
                .succeeded();
        shell.sign("centre", "south");
        try (Federation south = shell.open("south");
                Doorkeeper door = new Doorkeeper(south)) {
            Shell.Result invited = shell.execute("invite", "--dir", shell.dir("south"), "--address", door.address());

            assertThat(refused(6, invited.succeeded().out()))
                    .contains("waits for approval")
                    .contains("starling approve");
        }
    }

    @Test
    void anotherCharterThanThatOfTheInvitationIsNotBelieved() {
        north.lying(body -> body instanceof JoinDecision told
                ? new JoinDecision(told.status(), told.reason(), new byte[] {1}, told.charterSignatures())
                : body);

        assertThat(refused(6, invitation())).contains("not the one of the invitation");
    }

    @Test
    void aCharterWithoutTheFoundersSignaturesIsNotBelieved() {
        north.lying(body -> body instanceof JoinDecision told
                ? new JoinDecision(told.status(), told.reason(), told.charter(), new byte[0])
                : body);

        assertThat(refused(6, invitation())).contains("not signed by all");
    }

    @Test
    void aRosterWithoutTheNewcomerIsNotBelieved() {
        north.lying(body -> body instanceof RosterUpdate told ? new RosterUpdate(told.from(), List.of()) : body);

        assertThat(refused(6, invitation())).contains("does not hold this member");
    }

    @Test
    void aMemberOfAnotherReleaseSaysWhatToDo() {
        north.speaking(2);

        assertThat(refused(6, invitation())).contains("different versions of the wire", "install the newer release");
    }

    @Test
    void aMemberOfOneFederationDoesNotJoinAnother() {
        shell.federation("elsewhere");
        String invitation = shell.execute("invite", "--dir", shell.dir("elsewhere"), "--address", "127.0.0.1:9")
                .succeeded()
                .out();
        join(invitation()).succeeded();

        assertThat(refused(6, invitation)).contains("belongs to federation");
    }

    @Test
    void aMalformedInvitationIsAMistakeOfTheCommandLine() {
        String invitation = invitation();

        assertThat(refused(2, invitation.substring(0, 60)))
                .contains("the invitation")
                .contains("one line");
        assertThat(refused(2, invitation.replace('A', 'B'))).contains("checksum");
        assertThat(refused(2, "hello")).contains("starling1:");
    }

    @Test
    void anInvitationThatItsIssuerDidNotSignIsRefusedWithoutACall() throws Exception {
        byte[] forged = Invitation.parse(invitation()).encode();
        forged[forged.length - 1] ^= 1;

        assertThat(refused(6, Invitation.decode(forged).text())).contains("altered");
    }

    @Test
    void anExpiredInvitationIsRefusedWithoutACall() {
        shell.at(Shell.NOW.plus(Duration.ofHours(2)));

        assertThat(refused(6, invitation())).contains("expired");
    }

    @Test
    void anUnreachableMemberIsNamedWithWhatWentWrong() throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        Map<String, String> before = shell.listing();

        Shell.Result result = shell.execute(
                "join", "--dir", shell.dir("west"), "--timeout", "1s", invitation("127.0.0.1:" + closedPort));

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .contains("127.0.0.1:" + closedPort)
                .contains("refused")
                .contains("firewall");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void dataThatDoesNotFitTheCharterIsAWarningOnly() {
        shell.write("west.csv", shell.read("west.csv").replaceFirst("pressure", "druck"));

        Shell.Result result = join(invitation());

        assertThat(result.succeeded().err())
                .contains("Warning")
                .contains("west.csv:1")
                .contains("pressure");
    }
}
