package dev.starling.node.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.settings.BindFailure;
import dev.starling.node.net.settings.NetSettings;
import dev.starling.node.net.settings.Outward;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakGate.class)
@Timeout(120)
class PeerNetworkTest {
    private final List<Party> parties = new ArrayList<>();

    @AfterEach
    void close() {
        parties.forEach(Party::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 8 * 1024, 8 * 1024 + 1, 300_000, 1 << 20})
    void twoMembersExchangeFramesBothWays(int length) throws Exception {
        Party a = listening(1);
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());
        byte[] ping = random(length, 1);
        byte[] pong = random(length, 2);

        a.network.send(a.awaitUp().link(), ping);
        assertThat(b.awaitFrame()).isEqualTo(ping);
        b.network.send(b.awaitUp().link(), pong);
        assertThat(a.awaitFrame()).isEqualTo(pong);

        assertThat(a.awaitUp().peer()).isEqualTo(b.id());
        assertThat(a.awaitUp().outbound()).isTrue();
        assertThat(a.awaitUp().remoteAddress()).isEqualTo(b.address());
        assertThat(b.awaitUp().peer()).isEqualTo(a.id());
        assertThat(b.awaitUp().outbound()).isFalse();
    }

    @Test
    void framesArriveCompleteAndInOrder() throws Exception {
        Party a = listening(1);
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());
        Party.Up link = a.awaitUp();
        Random lengths = new Random(7);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sent.add(random(1 + lengths.nextInt(20_000), i));
        }

        sent.forEach(frame -> a.network.send(link.link(), frame));

        for (byte[] frame : sent) {
            assertThat(b.awaitFrame()).isEqualTo(frame);
        }
    }

    @Test
    void bothEndsCountTheSameSocketBytes() throws Exception {
        Party a = listening(1);
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());
        a.network.send(a.awaitUp().link(), new byte[100_000]);
        b.awaitFrame();

        Party.awaitUntil(
                "the counts to agree",
                () -> a.network.bytesSent() == b.network.bytesReceived()
                        && b.network.bytesSent() == a.network.bytesReceived());

        assertThat(a.network.bytesSent()).isBetween(100_000L, 110_000L);
        assertThat(a.network.bytesSentTo(b.id())).isEqualTo(a.network.bytesSent());
        assertThat(b.network.bytesReceivedFrom(a.id())).isEqualTo(b.network.bytesReceived());
        assertThat(a.network.bytesSentTo(a.id())).isZero();
    }

    @Test
    void aFrameOfImpossibleLengthIsRefusedBeforeItIsSent() {
        Party a = party(1, Party.settings());

        assertThatThrownBy(() -> a.network.send(new LinkId(1), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> a.network.send(new LinkId(1), new byte[(1 << 20) + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.." + (1 << 20));
    }

    @Test
    void whatWasSentBeforeClosingStillArrives() throws Exception {
        Party a = listening(1);
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());
        LinkId link = a.awaitUp().link();
        byte[] last = random(1 << 20, 9);

        a.network.send(link, last);
        a.network.close(link, "we are done here");

        assertThat(b.awaitFrame()).isEqualTo(last);
        Party.awaitUntil("a to report the link down", () -> a.downs.contains("we are done here"));
        Party.awaitUntil("b to report the link down", () -> b.downs.contains("the other side closed the connection"));
    }

    @Test
    void whatWasSentBeforeClosingStillArrivesWhileTheOtherSideIsSending() throws Exception {
        for (int round = 0; round < 5; round++) {
            Party a = listening(1);
            Party b = listening(2);
            Party.acquaint(a, b);
            a.network.dial(b.address());
            LinkId link = a.awaitUp().link();
            b.network.stream(b.awaitUp().link(), new Frames(1000, 64 * 1024));
            a.awaitFrame();
            byte[] last = random(1 << 20, round);

            a.network.send(link, last);
            a.network.close(link, "we are done here");

            assertThat(b.awaitFrame()).isEqualTo(last);
            a.close();
            b.close();
        }
    }

    /** A link that is dialled anew takes the place of the one before, and it stands before this peer has read a megabyte. */
    @Test
    void whoeverClosesALinkDialsAgainOnlyWhenAllThatItSentWasRead() throws Exception {
        Party a = listening(1);
        Outward slow = new Outward(Optional.empty(), 700_000);
        Party b = party(2, Party.settings().through(slow)).listening();
        Party.acquaint(a, b);
        a.network.dial(b.address());
        LinkId link = a.awaitUp().link();
        byte[] last = random(1 << 20, 9);

        a.network.send(link, last);
        a.network.close(link, "we are done here");

        assertThat(b.awaitFrame()).isEqualTo(last);
        Party.awaitUntil(
                "another link", () -> a.up().stream().anyMatch(up -> up.link().value() > link.value()));
        assertThat(b.downs).containsExactly("the other side closed the connection");
    }

    @Test
    void aLinkThatIsGoneTakesFramesSilently() throws Exception {
        Party a = listening(1);
        a.network.send(new LinkId(99), new byte[10]);
        a.network.stream(new LinkId(99), new Frames(3, 10));
        a.network.close(new LinkId(99), "never was");

        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());
        assertThat(a.awaitUp().peer()).isEqualTo(b.id());
        assertThat(a.downs).isEmpty();
    }

    @Test
    void anIdleLinkIsClosedAndDialledAgain() throws Exception {
        NetSettings settings = Party.settings();
        Party a = party(
                        1,
                        new NetSettings(
                                settings.bindHost(),
                                0,
                                settings.maxFrameBytes(),
                                settings.maxLinks(),
                                settings.maxLobbyLinks(),
                                settings.connectTimeout(),
                                Duration.ofMillis(300),
                                settings.backoffFirst(),
                                settings.backoffCap()))
                .listening();
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());

        LinkId first = a.awaitUp().link();
        Party.awaitUntil("the idle link to go", () -> a.downs.contains("nothing was heard or said for too long"));
        Party.awaitUntil(
                "another link to come",
                () -> a.up().stream().anyMatch(link -> link.link().value() > first.value()));
    }

    @Test
    void aPeerThatRestartsIsDialledAgain() throws Exception {
        Party a = listening(1);
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());
        LinkId first = a.awaitUp().link();

        b.close();
        a.awaitNothingUp();
        Party.awaitUntil("dialling to fail meanwhile", () -> !a.failedDials.isEmpty());
        Party restarted =
                party(2, Party.settings().listeningOn("127.0.0.1", b.port())).listening();
        Party.acquaint(a, restarted);

        assertThat(a.awaitUp().link()).isNotEqualTo(first);
        a.network.send(a.awaitUp().link(), new byte[] {42});
        assertThat(restarted.awaitFrame()).containsExactly(42);
        assertThat(a.failedDials).allMatch(text -> text.startsWith(b.address() + " "));
    }

    @Test
    void aForgottenAddressIsNotDialledAgain() throws Exception {
        Party a = listening(1);
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());
        a.network.forget(b.address());
        LinkId link = a.awaitUp().link();
        a.network.close(link, "enough");
        a.awaitNothingUp();

        b.network.dial(a.address());
        assertThat(a.awaitUp().outbound()).isFalse();
    }

    @Test
    void twentySimultaneousDialsEachLeaveExactlyOneLinkAtBothEnds() throws Exception {
        ExecutorService diallers = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                Party a = listening(1000 + 2 * round);
                Party b = listening(1001 + 2 * round);
                Party.acquaint(a, b);
                Future<?> dialled = diallers.submit(() -> a.network.dial(b.address()));
                b.network.dial(a.address());
                dialled.get();
                Party.awaitUntil("both dials to end", () -> a.network.dialsEnded() > 0 && b.network.dialsEnded() > 0);
                awaitSettled(a, b);

                byte[] ping = random(50, round);
                a.network.send(a.awaitUp().link(), ping);
                assertThat(b.awaitFrame()).isEqualTo(ping);
                b.network.send(b.awaitUp().link(), ping);
                assertThat(a.awaitFrame()).isEqualTo(ping);
                assertThat(a.up()).hasSize(1);
                assertThat(b.up()).hasSize(1);
                assertThat(a.up().get(0).outbound()).isNotEqualTo(b.up().get(0).outbound());
                assertThat(a.refusals).isEmpty();
                assertThat(b.refusals).isEmpty();
                a.close();
                b.close();
            }
        } finally {
            diallers.shutdownNow();
        }
    }

    @Test
    void aPeerKnownUnderTwoAddressesHasOneLink() throws Exception {
        Party a = listening(1);
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial("127.0.0.1:" + b.port());
        a.network.dial("localhost:" + b.port());
        Party.awaitUntil("both dials to end", () -> a.network.dialsEnded() >= 2);
        awaitSettled(a, b);

        a.network.send(a.awaitUp().link(), new byte[] {1});
        assertThat(b.awaitFrame()).containsExactly(1);
    }

    @Test
    void ourOwnAddressIsForgotten() throws Exception {
        Party a = listening(1);
        a.network.dial(a.address());

        Party.awaitUntil(
                "it to be recognised",
                () -> a.failedDials.contains(a.address() + " it is this node itself; not tried again"));
        Party.awaitUntil("both ends to be closed", () -> a.network.activity() == 0);
        assertThat(a.up()).isEmpty();
        assertThat(a.refusals).isEmpty();
    }

    @Test
    void anAddressWhereSomebodyAppearsLaterIsReached() throws Exception {
        Party a = listening(1);
        int port;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = reserved.getLocalPort();
        }
        a.network.dial("127.0.0.1:" + port);
        Party.awaitUntil("two failures", () -> a.failedDials.size() >= 2);

        Party b = party(2, Party.settings().listeningOn("127.0.0.1", port)).listening();
        Party.acquaint(a, b);
        assertThat(a.awaitUp().peer()).isEqualTo(b.id());
        assertThat(a.failedDials.peek()).startsWith("127.0.0.1:" + port + " Connection refused");
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsRefusedAndTriedAgain() throws Exception {
        Party a = listening(1);
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Future<?> unused = Executors.newSingleThreadExecutor(task -> {
                        Thread thread = new Thread(task);
                        thread.setDaemon(true);
                        return thread;
                    })
                    .submit(() -> greetUntilClosed(server));
            a.network.dial("127.0.0.1:" + server.getLocalPort());

            Party.awaitUntil("two attempts", () -> a.failedDials.size() >= 2);
            assertThat(a.refusals).allMatch(text -> text.startsWith("TLS_REFUSED: ") && text.endsWith("(outbound)"));
            assertThat(a.up()).isEmpty();
        }
    }

    @Test
    void linksWorkOverIpv6() throws Exception {
        assumeThat(hasIpv6Loopback()).as("IPv6 loopback").isTrue();
        Party a = party(1, Party.settings().listeningOn("::1", 0)).listening();
        Party b = party(2, Party.settings().listeningOn("::1", 0)).listening();
        Party.acquaint(a, b);
        a.network.dial("[::1]:" + b.port());

        a.network.send(a.awaitUp().link(), new byte[] {6});
        assertThat(b.awaitFrame()).containsExactly(6);
        assertThat(a.awaitUp().remoteAddress()).isEqualTo("[::1]:" + b.port());
    }

    @Test
    void aPortThatIsTakenIsNamedWithAReasonAndARemedy() throws Exception {
        Party a = listening(1);
        Party b = party(2, Party.settings().listeningOn("127.0.0.1", a.port()));

        assertThatThrownBy(b::listening)
                .isInstanceOf(BindFailure.class)
                .hasMessage("cannot listen on 127.0.0.1:" + a.port() + ": port " + a.port()
                        + " is in use; stop the program that holds it or choose another port");
    }

    @Test
    void anAddressThatIsNotOursIsNamedWithAReasonAndARemedy() {
        Party a = party(1, Party.settings().listeningOn("192.0.2.1", 0));

        assertThatThrownBy(a::listening)
                .isInstanceOf(BindFailure.class)
                .hasMessageContaining("this machine has no address 192.0.2.1; bind to one of its own addresses");
    }

    @Test
    void anEmptyStreamIsNothing() throws Exception {
        Party a = listening(1);
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());
        LinkId link = a.awaitUp().link();
        a.network.stream(link, new Frames(0, 10));
        a.network.send(link, new byte[] {5});

        assertThat(b.awaitFrame()).containsExactly(5);
    }

    @Test
    void afterClosingNothingHappensAndNothingThrows() throws Exception {
        Party a = listening(1);
        Party b = listening(2);
        Party.acquaint(a, b);
        a.network.dial(b.address());
        LinkId link = a.awaitUp().link();
        b.awaitUp();

        a.close();
        assertThat(a.up()).isEmpty();
        assertThat(a.downs).containsExactly("this node is closing its network");
        b.awaitNothingUp();

        a.network.send(link, new byte[1]);
        a.network.dial(b.address());
        a.network.refresh(b.id());
        a.close();
        assertThat(a.network.activity()).isZero();
    }

    /** To be called when the dials have ended: from then on connections only go away. */
    private static void awaitSettled(Party a, Party b) {
        Party.awaitUntil(
                "one socket and one link, the same, to be left at both ends",
                () -> a.network.activity() == 1 && b.network.activity() == 1 && haveOneLinkInCommon(a.up(), b.up()));
    }

    private static boolean haveOneLinkInCommon(List<Party.Up> a, List<Party.Up> b) {
        return a.size() == 1 && b.size() == 1 && a.get(0).outbound() != b.get(0).outbound();
    }

    private static Void greetUntilClosed(ServerSocket server) throws IOException {
        while (true) {
            try (var client = server.accept()) {
                client.getOutputStream().write("220 mail.example ESMTP ready, waiting\r\n".getBytes(US_ASCII));
            }
        }
    }

    private static boolean hasIpv6Loopback() {
        try (ServerSocket socket = new ServerSocket()) {
            byte[] loopback = new byte[16];
            loopback[15] = 1;
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(loopback), 0));
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    private static byte[] random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Party listening(int seed) throws BindFailure {
        return party(seed, Party.settings()).listening();
    }

    private Party party(int seed, NetSettings settings) {
        Party party = new Party(seed, settings);
        parties.add(party);
        return party;
    }
}
