package dev.starling.node.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.Revocation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.wire.FrameCodec;
import dev.starling.node.address.HostPort;
import dev.starling.node.admin.AdminServer;
import dev.starling.node.doctor.PeerProbe;
import dev.starling.node.finding.Grade;
import dev.starling.node.net.ConnectProxy;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.Federation;
import dev.starling.node.site.FederationFiles;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each failure that the doctor names, caused for real wherever it can be. */
class DoctorTest {
    private static Shell alone;
    private static Shell pair;

    @TempDir
    Path root;

    private Shell shell;

    /** Keys are slow on purpose: two federations are founded once, and each test has a copy. */
    @BeforeAll
    static void found(@TempDir Path once, @TempDir Path twice) {
        alone = new Shell(once);
        alone.federation("north");
        fresh(alone, "north");
        pair = new Shell(twice);
        String card = pair.member("south", 50);
        pair.federation("north", "--founder", card);
        fresh(pair, "north");
    }

    @BeforeEach
    void quietly() {
        shell = new Shell(root);
        shell.set("STARLING_NET_MDNS", "false");
        shell.set("STARLING_NET_BIND", "127.0.0.1:0");
    }

    private Shell.Result doctor() {
        return shell.execute("doctor", "--dir", shell.dir("north"));
    }

    /** The lines of one check: grade and everything that is said. */
    private String line(String check) {
        StringBuilder lines = new StringBuilder();
        for (JsonNode finding : shell.execute("doctor", "--json", "--dir", shell.dir("north"))
                .json()
                .get("checks")) {
            if (finding.get("check").asText().startsWith(check)) {
                lines.append(finding.get("grade").asText())
                        .append(' ')
                        .append(finding.get("what").asText())
                        .append(" -> ")
                        .append(finding.get("remedy").asText())
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private void founded() {
        shell.copy(alone);
    }

    /** Files of the test's own clock are not written in the future. */
    private static void fresh(Shell shell, String member) {
        for (String name : List.of("identity.p12", "starling.toml", "charter.toml")) {
            Path file = shell.path(member + "/" + name);
            try {
                if (Files.exists(file)) {
                    Files.setLastModifiedTime(file, FileTime.from(Shell.NOW));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void beforeInitItSaysWhatIsMissing() {
        Shell.Result result = doctor();

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("FAIL  configuration")
                .contains("create one with `starling init`")
                .contains("FAIL  key ")
                .contains("PASS  java")
                .contains("PASS  native library");
        assertThat(shell.path("north")).doesNotExist();
    }

    @Test
    void beforeJoiningEverythingElseIsLookedAt() {
        shell.member("north", 60);
        fresh(shell, "north");

        Shell.Result result = doctor();

        assertThat(result.succeeded().out())
                .contains("WARN  charter")
                .contains("starling join")
                .contains("60 rows")
                .contains("0 FAIL, 1 WARN");
    }

    @Test
    void aSoundMemberPassesAndNothingIsChangedByLooking() {
        founded();
        Map<String, String> before = shell.listing();

        Shell.Result result = doctor();

        assertThat(result.succeeded().out())
                .contains("PASS  key ")
                .contains("PASS  roster")
                .contains("fits the charter, 48 rows to train on, 12 for the verdict")
                .contains("PASS  memory")
                .contains("PASS  disk")
                .contains("PASS  open files")
                .contains("0 FAIL, 0 WARN");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void aCharterThatNobodyHereHasAcceptedIsNamed() throws IOException {
        founded();
        assertThat(line("acceptance")).startsWith("PASS");

        Files.delete(shell.path("north/charter.accepted"));
        assertThat(line("acceptance")).startsWith("FAIL").contains("starling charter accept");
    }

    @Test
    void aMistakeInTheConfigurationIsNamedWithItsLine() {
        founded();
        shell.write("north/starling.toml", shell.read("north/starling.toml").replace("holdout", "hodlout"));

        assertThat(line("configuration"))
                .startsWith("FAIL")
                .contains("starling.toml:")
                .contains("holdout");
    }

    @Test
    void aKeyThatDoesNotOpenOrThatOthersMayReadIsNamed() throws Exception {
        founded();
        shell.passphraseFile(shell.write("wrong", "wrong horse\n"));
        assertThat(line("key")).contains("FAIL").contains("passphrase");

        shell.typing();
        assertThat(line("key")).contains("WARN not opened").contains("--passphrase-file");

        Files.setPosixFilePermissions(shell.path("north/identity.p12"), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(line("key file")).startsWith("FAIL").contains("chmod 600");
    }

    @Test
    void aPassphraseFileThatOthersMayReadIsNamed() throws Exception {
        founded();
        Files.setPosixFilePermissions(shell.path("passphrase"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(line("passphrase file")).startsWith("WARN").contains("chmod 600");
    }

    @Test
    void dataThatIsMissingOrDoesNotFitTheCharterIsNamedWithoutItsValues() {
        founded();
        shell.set("STARLING_DATA_FILE", "nowhere.csv");
        assertThat(line("data")).startsWith("FAIL").contains("nowhere.csv");

        shell.write("other.csv", "age,pressure,diagnosis\n" + "31.4159,120,sick\n".repeat(40));
        shell.set("STARLING_DATA_FILE", shell.path("other.csv").toString());
        assertThat(line("data")).startsWith("FAIL").contains("smoker").doesNotContain("31.4159");
    }

    @Test
    void aCharterThatWasAlteredAndARosterWithoutThisMemberAreNamed() {
        founded();
        shell.member("west", 40);
        shell.write("west/charter.toml", shell.read("north/charter.toml"));
        shell.write("west/charter.sig", shell.read("north/charter.sig"));
        assertThat(shell.execute("doctor", "--dir", shell.dir("west")).out())
                .contains("FAIL  roster")
                .contains("is not on the roster");

        shell.write("north/charter.toml", shell.read("north/charter.toml") + "\n# more\n");
        assertThat(line("charter")).startsWith("FAIL").contains("altered");
    }

    @Test
    void aPortThatIsTakenOrNotOfThisMachineIsNamed() throws Exception {
        founded();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            shell.set("STARLING_NET_BIND", "127.0.0.1:" + taken.getLocalPort());
            shell.set("STARLING_NET_ADVERTISE", "127.0.0.1:7070");
            assertThat(line("port")).startsWith("FAIL another program listens").contains("net.bind");
            assertThat(line("advertise")).startsWith("WARN not tried").contains("see the port");
        }
        shell.set("STARLING_NET_BIND", "192.0.2.1:7070");
        assertThat(line("port")).startsWith("FAIL this machine has no address 192.0.2.1");
        shell.set("STARLING_NET_BIND", "nowhere.invalid:7070");
        assertThat(line("port")).startsWith("FAIL there is no address for the name nowhere.invalid");
    }

    @Test
    void anAdvertisedAddressThatLeadsElsewhereIsNamed() throws Exception {
        founded();
        int free = freePort();
        shell.set("STARLING_NET_BIND", "127.0.0.1:" + free);
        shell.set("STARLING_NET_ADVERTISE", "127.0.0.1:" + free);
        assertThat(line("advertise")).startsWith("PASS");

        try (ServerSocket other = speaking("a bank's printer")) {
            shell.set("STARLING_NET_ADVERTISE", "127.0.0.1:" + other.getLocalPort());
            assertThat(line("advertise")).startsWith("FAIL somebody else answers");
        }
        shell.set("STARLING_NET_ADVERTISE", "127.0.0.1:" + freePort());
        assertThat(line("advertise")).startsWith("WARN").contains("port forwarding");
    }

    @Test
    void aPeerIsFollowedHopByHopToTheOneThatFails() throws Exception {
        founded();
        shell.set("STARLING_NET_PEERS", "nowhere.invalid:7070,127.0.0.1:" + freePort());
        assertThat(line("peer"))
                .contains("FAIL name: there is no address for nowhere.invalid")
                .contains("FAIL connection: 127.0.0.1 port")
                .contains("refused");

        try (ServerSocket other = speaking("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            shell.set("STARLING_NET_PEERS", "127.0.0.1:" + other.getLocalPort());
            assertThat(line("peer")).startsWith("FAIL TLS:");
        }
        try (Federation federation = shell.open("north");
                Identity stranger = Identity.generate(new SecureRandom());
                Doorkeeper impostor = new Doorkeeper(stranger, federation.roster(), federation.signedCharter())) {
            shell.set("STARLING_NET_PEERS", impostor.address());
            assertThat(line("peer")).startsWith("FAIL key:").contains("is not on the roster");
        }
    }

    /** North and south, founders both, and south's node at the door. */
    private Doorkeeper south() throws Exception {
        shell.copy(pair);
        shell.sign("north", "south");
        Doorkeeper door = new Doorkeeper(shell.open("south"));
        shell.set("STARLING_NET_PEERS", door.address());
        return door;
    }

    @Test
    void aMemberWhoAnswersPassesAndOneThatTurnsThisOneAwayIsNamed() throws Exception {
        try (Doorkeeper south = south()) {
            south.greeting(new Body.Hello(1, 7, 0, Digest.of(new byte[0]), 0, 0, List.of()));
            assertThat(line("peer")).startsWith("PASS south answers").contains("slot 7");

            south.greeting(new Farewell(FarewellCode.OTHER_VERSION));
            assertThat(line("peer")).startsWith("FAIL words:").contains("install the newer release");
        }
    }

    @Test
    void aMemberWhoSpeaksAnotherLanguageOrSaysNothingIsNamed() throws Exception {
        Body hello = new Body.Hello(1, 7, 0, Digest.of(new byte[0]), 0, 0, List.of());
        try (Doorkeeper south = south();
                Federation own = shell.open("north")) {
            try (Identity somebody = Identity.generate(new SecureRandom())) {
                south.greeting(new FrameCodec(Digest.of(new byte[] {1})).encode(somebody, hello));
            }
            assertThat(line("peer")).startsWith("FAIL words:").contains("is not understood");

            south.greeting(new byte[0]);
            PeerProbe probe = new PeerProbe(
                    new PeerProbe.Caller(
                            ChannelIdentity.issue(own.identity(), Shell.NOW),
                            Optional.of(own.identity().peerId()),
                            true),
                    Optional.of(own.roster()),
                    () -> Shell.NOW,
                    Duration.ofMillis(300),
                    Optional.empty());
            assertThat(probe.checks("peer", List.of(HostPort.parse(south.address())))
                            .get(0)
                            .look())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.grade()).isEqualTo(Grade.WARN))
                    .satisfies(finding ->
                            assertThat(finding.what()).contains("says nothing").contains("no answer"));
        }
    }

    @Test
    void aMembersKeyBehindWhichAnotherProgramSpeaksIsNamed() throws Exception {
        try (Doorkeeper south = south();
                Federation other = shell.open("south");
                ServerSocket server = behind(other.identity())) {
            assertThat(south.roster().size()).isEqualTo(2);
            answering(server, "HTTP/1.1 400 Bad Request\r\n\r\n");
            shell.set("STARLING_NET_PEERS", "127.0.0.1:" + server.getLocalPort());
            assertThat(line("peer")).startsWith("FAIL words:").contains("speaks another protocol");
        }
    }

    private static ServerSocket behind(Identity identity) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {ChannelIdentity.issue(identity, Shell.NOW).keyManager()}, null, null);
        return context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @Test
    void throughAProxyEachHopIsFollowedToo() throws Exception {
        try (Doorkeeper south = south()) {
            south.greeting(new Body.Hello(1, 7, 0, Digest.of(new byte[0]), 0, 0, List.of()));
            assertThat(behindProxy(south, "200 Connection established"))
                    .startsWith("PASS south answers")
                    .contains("slot 7");
            assertThat(behindProxy(south, "407 Who are you"))
                    .startsWith("FAIL proxy:")
                    .contains("proxy_credentials_file");
            assertThat(behindProxy(south, "403 Forbidden"))
                    .startsWith("FAIL proxy:")
                    .contains("let CONNECT through");
            assertThat(behindProxy(south, "502 Bad Gateway"))
                    .startsWith("FAIL proxy:")
                    .contains("does not reach it");
            shell.set("STARLING_NET_NO_PROXY", "10.0.0.0/8,127.0.0.1");
            assertThat(behindProxy(south, "403 Forbidden")).startsWith("PASS south answers");

            shell.set("STARLING_NET_NO_PROXY", "");
            shell.set("STARLING_NET_PROXY", "127.0.0.1:" + freePort());
            assertThat(line("p"))
                    .containsPattern("FAIL proxy: .* refused")
                    .containsPattern("FAIL connection: .* refused -> is net.proxy right, and does the proxy run");
            shell.set(
                    "STARLING_NET_PROXY_CREDENTIALS_FILE",
                    shell.write("login", "north\n").toString());
            assertThat(line("proxy")).startsWith("FAIL").contains("is not user:password -> write user:password");
        }
    }

    /** What is said of the peer behind a proxy that answers so. */
    private String behindProxy(Doorkeeper peer, String status) throws IOException {
        try (ConnectProxy proxy = new ConnectProxy(peer.port(), head -> status)) {
            shell.set("STARLING_NET_PROXY", proxy.address().toString());
            return line("peer");
        }
    }

    @Test
    void whoWasRemovedIsNamedAtBothEnds() throws Exception {
        try (Doorkeeper south = south();
                Federation own = shell.open("north");
                Federation other = shell.open("south")) {
            RosterEntry entry = RosterEntry.propose(
                            own.roster(), new Revocation(other.identity().peerId(), "the contract ended"))
                    .signedBy(own.identity(), own.roster().federation());
            Roster without = own.roster().extend(entry).roster();
            FederationFiles.saveRoster(new DataDirectory(shell.path("north")), without);
            FederationFiles.saveRoster(new DataDirectory(shell.path("south")), without);
            assertThat(south.roster().size()).isEqualTo(2);

            assertThat(line("peer")).startsWith("FAIL key:").contains("was removed from the roster");
            assertThat(shell.execute("doctor", "--dir", shell.dir("south")).out())
                    .containsPattern("FAIL  roster .* was removed .*the contract ended");
        }
    }

    @Test
    void aCharterThatAFounderHasNotSignedAndAddressesThatAreNoneAreNamed() {
        shell.copy(pair);
        shell.write("north/peers.hints", "no address at all");

        assertThat(line("charter")).startsWith("FAIL").contains("is not signed yet by south");
        assertThat(line("peers")).startsWith("WARN").contains("peers.hints");
    }

    @Test
    void aClockThatIsBehindIsTold() throws Exception {
        try (Doorkeeper south = south()) {
            assertThat(south.roster().size()).isEqualTo(2);
            shell.at(Shell.NOW.minus(Duration.ofMinutes(30)));
            assertThat(line("peer")).startsWith("FAIL clock:").contains("NTP");
            assertThat(line("clock")).as("own files").startsWith("FAIL").contains("was written at");

            shell.at(Shell.NOW.minus(Duration.ofDays(3)));
            assertThat(line("peer")).startsWith("FAIL TLS:").contains("clocks");
        }
    }

    @Test
    void besideARunningNodeItAsksThatAndTakesNeitherItsPortNorItsKey() throws Exception {
        Files.createDirectories(shell.path("north/state"));
        try (Doorkeeper south = south();
                ServerSocket own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AdminServer admin =
                        new AdminServer(new DataDirectory(shell.path("north")).adminAddress(), new SecureRandom())) {
            shell.set("STARLING_NET_BIND", "127.0.0.1:" + own.getLocalPort());
            shell.set("STARLING_NET_PEERS", south.address());
            admin.get(
                            "/v1/status",
                            parameters -> CompletableFuture.completedFuture(Map.of(
                                    "phase",
                                    "lobby",
                                    "slot",
                                    0,
                                    "peers",
                                    List.of(Map.of("organisation", "south", "state", "dead")),
                                    "alarms",
                                    List.of(Map.of("code", "slow", "text", "answers come late", "remedy", "wait")))))
                    .start(0);

            assertThat(doctor().out())
                    .contains("the running node has it")
                    .contains("runs: lobby")
                    .contains("WARN  alarm           answers come late; wait")
                    .contains("WARN  member          south is dead")
                    .contains("FAIL  members         none of the others is reached")
                    .containsPattern("PASS  peer 127.0.0.1:[0-9]+  south answers");
        }
    }

    @Test
    void aNativeLibraryThatIsNotForThisPlatformIsNamed() throws Exception {
        String otherPlatform = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches(".*-(linux|macosx|windows)-.*jar"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.home=" + root,
                        "-cp",
                        otherPlatform,
                        "dev.starling.node.cli.Starling",
                        "doctor",
                        "--dir",
                        shell.dir("north"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(out).contains("FAIL  native library").contains("-Dstarling.native.cache=DIRECTORY");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** A server that says the same to everybody. */
    private static ServerSocket speaking(String words) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        answering(server, words);
        return server;
    }

    private static void answering(ServerSocket server, String words) {
        background(() -> {
            while (!server.isClosed()) {
                try (Socket caller = server.accept()) {
                    caller.getOutputStream().write(words.getBytes(UTF_8));
                    caller.shutdownOutput();
                    caller.getInputStream().readAllBytes();
                }
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The other end is done.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
