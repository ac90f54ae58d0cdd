package dev.starling.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.trust.LobbyAllowance;
import dev.starling.node.net.link.Refusal;
import dev.starling.node.net.settings.BindFailure;
import dev.starling.node.net.settings.NetSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each test: somebody misbehaves, is refused exactly once for a named reason, and the server goes on serving. */
@ExtendWith(LeakGate.class)
@Timeout(120)
class RefusalTest {
    private static final String TLS13 = "TLSv1.3";

    private final List<Party> parties = new ArrayList<>();
    private Party server;
    private Party friend;

    @BeforeEach
    void open() throws BindFailure {
        server = party(1, Party.settings()).listening();
        friend = party(2, Party.settings()).listening();
        Party.acquaint(server, friend);
    }

    @AfterEach
    void close() {
        parties.forEach(Party::close);
    }

    @Test
    void garbageInsteadOfTls() throws Exception {
        try (RawClient client = RawClient.plain(server.port())) {
            client.write("GET / HTTP/1.1\r\nHost: example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.awaitEnd();
        }
        assertRefusedOnceAndServing(Refusal.TLS_REFUSED);
    }

    @Test
    void aConnectionThatIsOpenedAndClosed() throws Exception {
        RawClient.plain(server.port()).close();

        assertRefusedOnceAndServing(Refusal.TLS_REFUSED);
    }

    @Test
    void aClientWithoutCertificate() throws Exception {
        try (RawClient client = RawClient.tls(server.port(), null, TLS13)) {
            client.awaitEnd();
        }
        assertRefusedOnceAndServing(Refusal.TLS_REFUSED);
    }

    @Test
    void aClientOfTls12() {
        assertThatThrownBy(() -> RawClient.tls(server.port(), Party.identity(3), "TLSv1.2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("protocol_version");
        assertRefusedOnceAndServing(Refusal.TLS_REFUSED);
    }

    @Test
    void aMembersFrameAboveTheCap() throws Exception {
        try (RawClient client = member(3)) {
            client.writePrefix((1 << 20) + 1);
            client.awaitEnd();
        }
        assertRefusedOnceAndServing(Refusal.FRAME_TOO_LARGE);
        assertThat(server.downs).anyMatch(reason -> reason.startsWith("FRAME_TOO_LARGE: a frame of 1048577 bytes"));
    }

    @Test
    void aFrameLengthThatWouldBeNegative() throws Exception {
        try (RawClient client = member(3)) {
            client.writePrefix(-1);
            client.awaitEnd();
        }
        assertRefusedOnceAndServing(Refusal.FRAME_TOO_LARGE);
        assertThat(server.refusals.peek()).contains("4294967295 bytes");
    }

    @Test
    void aFrameOfNoBytes() throws Exception {
        try (RawClient client = member(3)) {
            client.writeFrame(new byte[] {1, 2, 3});
            client.writePrefix(0);
            client.writeFrame(new byte[] {4, 5, 6});
            client.awaitEnd();
        }
        assertThat(server.awaitFrame()).containsExactly(1, 2, 3);
        assertRefusedOnceAndServing(Refusal.FRAME_EMPTY);
    }

    @Test
    void aStrangerBeyondItsAllowance() throws Exception {
        byte[] half = new byte[LobbyAllowance.BYTES / 2 - 4];
        try (RawClient client = stranger(3)) {
            client.writeFrame(half);
            client.writeFrame(half);
            assertThat(server.awaitFrame()).hasSameSizeAs(half);
            assertThat(server.awaitFrame()).hasSameSizeAs(half);
            assertThat(server.refusals).isEmpty();

            client.writeFrame(new byte[1]);
            client.awaitEnd();
        }
        assertRefusedOnceAndServing(Refusal.LOBBY_EXHAUSTED);
    }

    @Test
    void aStrangersFrameBeyondItsAllowanceButBelowTheMembersCap() throws Exception {
        try (RawClient client = stranger(3)) {
            client.writePrefix(LobbyAllowance.BYTES);
            client.awaitEnd();
        }
        assertRefusedOnceAndServing(Refusal.LOBBY_EXHAUSTED);
    }

    @Test
    void aStrangersSecondConnectionWhileTheFirstGoesOn() throws Exception {
        try (RawClient first = stranger(3)) {
            try (RawClient second = RawClient.tls(server.port(), Party.identity(3), TLS13)) {
                second.awaitEnd();
            }
            first.writeFrame(new byte[] {7});
            assertThat(server.awaitFrame()).containsExactly(7);
            assertRefusedOnceAndServing(Refusal.LOBBY_SECOND_LINK);
        }
    }

    @Test
    void oneStrangerMoreThanTheLobbyHolds() throws Exception {
        List<RawClient> lobby = new ArrayList<>();
        for (int seed = 10; seed < 14; seed++) {
            lobby.add(stranger(seed));
        }
        try (RawClient last = RawClient.tls(server.port(), Party.identity(14), TLS13)) {
            last.awaitEnd();
        }
        assertRefusedOnceAndServing(Refusal.LOBBY_FULL);
        for (RawClient client : lobby) {
            client.close();
        }
    }

    @Test
    void oneMemberMoreThanThereMayBeLinks() throws Exception {
        NetSettings narrow = new NetSettings(
                "127.0.0.1",
                0,
                1 << 20,
                1,
                4,
                Party.settings().connectTimeout(),
                Party.settings().idleTimeout(),
                Party.settings().backoffFirst(),
                Party.settings().backoffCap());
        Party small = party(4, narrow).listening();
        Party.acquaint(small, friend);
        friend.network.dial(small.address());
        small.awaitUp();
        small.members.add(Party.identity(3).peerId());

        try (RawClient client = RawClient.tls(small.port(), Party.identity(3), TLS13)) {
            client.awaitEnd();
        }

        Party.awaitUntil("the refusal", () -> !small.refusals.isEmpty());
        assertThat(small.refusals).singleElement().asString().startsWith("TOO_MANY_LINKS: 1 links");
        small.network.send(small.awaitUp().link(), new byte[] {1});
        assertThat(friend.awaitFrame()).containsExactly(1);
    }

    @Test
    void aStrangerThatIsAdmittedMaySendWithoutAllowance() throws Exception {
        try (RawClient client = stranger(3)) {
            client.writeFrame(new byte[60_000]);
            server.awaitFrame();

            server.members.add(Party.identity(3).peerId());
            server.network.refresh(Party.identity(3).peerId());
            server.network.send(server.awaitUp().link(), new byte[] {1});
            assertThat(client.readFrame()).containsExactly(1);

            client.writeFrame(new byte[500_000]);
            assertThat(server.awaitFrame()).hasSize(500_000);
        }
        assertThat(server.refusals).isEmpty();
    }

    @Test
    void aMemberThatIsExpelledFallsBackToTheAllowance() throws Exception {
        try (RawClient client = member(3)) {
            client.writeFrame(new byte[100_000]);
            server.awaitFrame();

            server.members.remove(Party.identity(3).peerId());
            server.network.refresh(Party.identity(3).peerId());
            server.network.send(server.awaitUp().link(), new byte[] {1});
            client.readFrame();

            client.writePrefix(100_000);
            client.awaitEnd();
        }
        assertRefusedOnceAndServing(Refusal.LOBBY_EXHAUSTED);
    }

    @Test
    void aStrangersByteCountGoesWithItsLink() throws Exception {
        try (RawClient client = stranger(3)) {
            client.writeFrame(new byte[1000]);
            server.awaitFrame();
            assertThat(server.network.bytesReceivedFrom(Party.identity(3).peerId()))
                    .isGreaterThan(1000);
        }
        Party.awaitUntil("the link to go", () -> server.up().isEmpty());
        Party.awaitUntil(
                "the count to go",
                () -> server.network.bytesReceivedFrom(Party.identity(3).peerId()) == 0);
        assertThat(server.network.bytesReceived()).isGreaterThan(1000);
    }

    private RawClient member(int seed) throws IOException {
        server.members.add(Party.identity(seed).peerId());
        return stranger(seed);
    }

    private RawClient stranger(int seed) throws IOException {
        RawClient client = RawClient.tls(server.port(), Party.identity(seed), TLS13);
        Party.awaitUntil(
                "the server to have its link",
                () -> server.up().stream()
                        .anyMatch(
                                link -> link.peer().equals(Party.identity(seed).peerId())));
        return client;
    }

    private void assertRefusedOnceAndServing(Refusal refusal) {
        Party.awaitUntil("the refusal", () -> !server.refusals.isEmpty());
        friend.network.dial(server.address());
        friend.network.send(friend.awaitUp().link(), new byte[] {42, 42});
        assertThat(server.awaitFrame()).containsExactly(42, 42);
        assertThat(server.refusals).singleElement().asString().startsWith(refusal.name() + ": ");
    }

    private Party party(int seed, NetSettings settings) {
        Party party = new Party(seed, settings);
        parties.add(party);
        return party;
    }
}
