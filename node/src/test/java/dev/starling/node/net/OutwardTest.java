package dev.starling.node.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.address.HostPort;
import dev.starling.node.net.link.FrameSource;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.settings.BindFailure;
import dev.starling.node.net.settings.Outward;
import dev.starling.node.net.settings.Proxy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ways out of a site: through a proxy, and within a cap. */
@ExtendWith(LeakGate.class)
@Timeout(120)
class OutwardTest {
    private static final int SLICE = 256 * 1024;
    private static final int SLICES = 12;
    private static final long CAP = 4_000_000;
    private static final double NANOS = 1e9;

    private final List<AutoCloseable> opened = new ArrayList<>();

    private <T extends AutoCloseable> T closing(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private Party party(int seed, Outward outward) {
        return closing(new Party(seed, Party.settings().through(outward)));
    }

    private Party listening(Outward outward) throws BindFailure {
        return party(1, outward).listening();
    }

    private static Outward through(ConnectProxy proxy, Proxy.Login... login) {
        return sparing(host -> false, proxy, login);
    }

    private static Outward sparing(Predicate<String> spared, ConnectProxy proxy, Proxy.Login... login) {
        return new Outward(
                Optional.of(new Proxy(proxy.address(), List.of(login).stream().findFirst(), spared)), 0);
    }

    private static String basic(String login) {
        return Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }

    @Test
    void membersMeetThroughAProxyThatLooksTheNameUpAndKnowEachOtherByTheirKeys() throws Exception {
        Party server = listening(Outward.FREE);
        ConnectProxy proxy = closing(ConnectProxy.open(server.port()));
        Party client = party(2, through(proxy));
        Party.acquaint(server, client);
        client.network.dial("known-to-the-proxy-only.example:7070");
        Party.Up up = client.awaitUp();
        assertThat(up.peer()).isEqualTo(server.id());
        assertThat(server.awaitUp().peer()).isEqualTo(client.id());
        assertThat(proxy.requests)
                .singleElement()
                .asString()
                .startsWith("CONNECT known-to-the-proxy-only.example:7070 HTTP/1.1\r\n")
                .doesNotContainIgnoringCase("proxy-authorization");
        client.network.send(up.link(), new byte[] {1, 2, 3});
        assertThat(server.awaitFrame()).containsExactly(1, 2, 3);
        server.network.send(server.awaitUp().link(), new byte[] {4});
        assertThat(client.awaitFrame()).containsExactly(4);
        assertThat(client.network.bytesSentTo(server.id())).isPositive();
    }

    @Test
    void aProxyThatAsksForCredentialsGetsThem() throws Exception {
        Party server = listening(Outward.FREE);
        ConnectProxy proxy = closing(ConnectProxy.asking(server.port(), basic("north:secret:with colon")));
        Party client = party(2, through(proxy, new Proxy.Login("north", "secret:with colon")));
        Party.acquaint(server, client);
        client.network.dial("peer.example:7070");
        assertThat(client.awaitUp().peer()).isEqualTo(server.id());
    }

    @Test
    void whomTheProxyIsNotForIsDialledDirectlyAndItsNameIsLookedUpHere() throws Exception {
        Party server = listening(Outward.FREE);
        ConnectProxy proxy = closing(new ConnectProxy(1, head -> "403 Forbidden"));
        Party client = party(2, sparing("localhost"::equals, proxy));
        Party.acquaint(server, client);
        client.network.dial("localhost:" + server.port());
        assertThat(client.awaitUp().peer()).isEqualTo(server.id());
        assertThat(proxy.requests).isEmpty();

        client.network.dial("elsewhere.example:7070");
        Party.awaitUntil("the proxy to be asked for the other", () -> !client.failedDials.isEmpty());
        assertThat(proxy.requests).hasSize(1);
    }

    private String failure(Outward outward) {
        Party client = party(2, outward);
        client.network.dial("peer.example:7070");
        Party.awaitUntil("a dial to fail", () -> !client.failedDials.isEmpty());
        assertThat(client.refusals).as("no peer is to blame").isEmpty();
        return client.failedDials.element();
    }

    @Test
    void aProxyThatRefusesIsNamedWithItsStatusAndTheRemedy() throws Exception {
        ConnectProxy forbidding = closing(new ConnectProxy(1, head -> "403 Forbidden"));
        assertThat(failure(through(forbidding)))
                .isEqualTo("peer.example:7070 the proxy " + forbidding.address()
                        + " refused: 403 Forbidden; ask its administrators to permit CONNECT to this address and port");
    }

    @Test
    void aProxyThatWantsCredentialsSendsOneToTheirFile() throws Exception {
        ConnectProxy asking = closing(ConnectProxy.asking(1, basic("a:b")));
        assertThat(failure(through(asking)))
                .contains("407 Proxy Authentication Required", "name a file", "net.proxy_credentials_file");
    }

    @Test
    void credentialsThatAreNotTakenAreToBeChecked() throws Exception {
        ConnectProxy asking = closing(ConnectProxy.asking(1, basic("a:b")));
        assertThat(failure(through(asking, new Proxy.Login("a", "other"))))
                .contains("407", "check user and password in net.proxy_credentials_file")
                .doesNotContain("other");
    }

    @Test
    void aProxyThatIsNotThereIsToldFromAPeerThatIsNot() throws IOException {
        ConnectProxy gone = ConnectProxy.open(1);
        gone.close();
        assertThat(failure(through(gone))).contains("the proxy " + gone.address() + " cannot be reached", "net.proxy");
    }

    /** Nanoseconds until a body of {@link #SLICES} slices is there, with a single frame right behind its beginning. */
    private long streamed(Outward sending, Outward receiving) throws BindFailure {
        Party server = listening(receiving);
        Party client = party(2, sending);
        Party.acquaint(server, client);
        client.network.dial(server.address());
        LinkId link = client.awaitUp().link();
        server.awaitUp();
        long from = System.nanoTime();
        client.network.stream(link, new FrameSource() {
            @Override
            public Object name() {
                return "body";
            }

            @Override
            public int count() {
                return SLICES;
            }

            @Override
            public List<ByteBuffer> frame(int index) {
                return List.of(ByteBuffer.wrap(new byte[SLICE]));
            }
        });
        client.network.send(link, new byte[] {7});
        int before = 0;
        int slices = 0;
        while (slices < SLICES) {
            byte[] frame = server.awaitFrame();
            slices += frame.length == SLICE ? 1 : 0;
            before = frame.length == 1 ? slices : before;
        }
        long took = System.nanoTime() - from;
        assertThat(before).as("slices ahead of a heartbeat").isLessThan(SLICES);
        return took;
    }

    @Test
    void aCappedNodeSendsNoFasterThanItMayAndHeartbeatsPassBy() throws BindFailure {
        long took = streamed(new Outward(Optional.empty(), CAP), Outward.FREE);
        assertThat(took / NANOS).isGreaterThan((SLICES - 1) * (double) SLICE / CAP);
    }

    @Test
    void aCappedNodeReceivesNoFasterThanItMay() throws BindFailure {
        long took = streamed(Outward.FREE, new Outward(Optional.empty(), CAP));
        assertThat(took / NANOS).isGreaterThan((SLICES - 1) * (double) SLICE / CAP);
    }

    @Test
    void aCapThatLetsNothingThroughIsNone() {
        assertThatThrownBy(() -> new Outward(Optional.empty(), 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void aPasswordIsNeverPrinted() {
        assertThat(new Proxy(HostPort.parse("p:1"), Optional.of(new Proxy.Login("u", "secret")), host -> false)
                        .toString())
                .doesNotContain("secret");
    }
}
