package dev.starling.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.net.link.FrameSource;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.settings.BindFailure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A member connects and does not read until told to. */
@ExtendWith(LeakGate.class)
@Timeout(120)
class StreamTest {
    private static final int FRAME = 256 * 1024;
    private static final int COUNT = 256;

    /** What the two kernels' socket buffers may hold, generously. */
    private static final int KERNEL_BYTES = 16 * 1024 * 1024;

    private final Party server = new Party(1);

    @BeforeEach
    void open() throws BindFailure {
        server.listening();
        server.members.add(Party.identity(2).peerId());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aStreamWaitsForASlowReaderAndASingleFrameOvertakesIt() throws Exception {
        try (RawClient reader = RawClient.tls(server.port(), Party.identity(2), "TLSv1.3")) {
            LinkId link = server.awaitUp().link();
            Frames frames = new Frames(COUNT, FRAME);
            server.network.stream(link, frames);
            awaitStall();
            turnTheEventLoop(2 * COUNT);

            assertThat(server.network.bytesWaiting()).isLessThanOrEqualTo(Outbox.HIGH_WATER + 2L * FRAME);
            assertThat((long) frames.pulled() * FRAME).isLessThan(KERNEL_BYTES).isLessThan((long) COUNT * FRAME);

            server.network.send(link, new byte[] {42});
            Party.awaitUntil("the single frame to be queued", () -> server.network.bytesWaiting() % FRAME == 1);
            int pulledBefore = frames.pulled();

            int next = 0;
            byte[] frame = reader.readFrame();
            while (frame.length > 1) {
                assertThat(ByteBuffer.wrap(frame).getInt()).isEqualTo(next++);
                frame = reader.readFrame();
            }
            assertThat(frame).containsExactly(42);
            assertThat(next).isLessThanOrEqualTo(pulledBefore).isLessThan(COUNT);
            while (next < COUNT) {
                assertThat(ByteBuffer.wrap(reader.readFrame()).getInt()).isEqualTo(next++);
            }
            Party.awaitUntil("everything to be taken", () -> server.network.bytesWaiting() == 0);
        }
    }

    @Test
    void whatIsOnItsWayIsNotSentTwiceAndCanBeAskedForAgainAfterwards() throws Exception {
        try (RawClient reader = RawClient.tls(server.port(), Party.identity(2), "TLSv1.3")) {
            LinkId link = server.awaitUp().link();
            Frames frames = new Frames(COUNT, FRAME);
            server.network.stream(link, frames);
            awaitStall();
            server.network.stream(link, frames);
            server.network.stream(link, frames);
            for (int next = 0; next < COUNT; next++) {
                assertThat(ByteBuffer.wrap(reader.readFrame()).getInt()).isEqualTo(next);
            }
            Party.awaitUntil("everything to be taken", () -> server.network.bytesWaiting() == 0);
            server.network.send(link, new byte[] {42});
            assertThat(reader.readFrame()).containsExactly(42);
            assertThat(frames.pulled()).isEqualTo(COUNT);

            server.network.stream(link, new Frames(2, FRAME));
            assertThat(ByteBuffer.wrap(reader.readFrame()).getInt()).isZero();
        }
    }

    @Test
    void twoStreamsOfOneLinkTakeTurns() throws Exception {
        try (RawClient reader = RawClient.tls(server.port(), Party.identity(2), "TLSv1.3")) {
            LinkId link = server.awaitUp().link();
            Frames first = new Frames(COUNT, FRAME);
            AheadOfSecond second = new AheadOfSecond(first);
            server.network.stream(link, first);
            awaitStall();
            server.network.stream(link, second);

            int[] next = new int[2];
            while (next[0] + next[1] < COUNT + AheadOfSecond.COUNT) {
                byte[] frame = reader.readFrame();
                int stream = frame.length == FRAME ? 0 : 1;
                assertThat(ByteBuffer.wrap(frame).getInt()).isEqualTo(next[stream]++);
            }
            assertThat(second.pulledOfFirst).hasSize(AheadOfSecond.COUNT);
            for (int i = 1; i < AheadOfSecond.COUNT; i++) {
                assertThat(second.pulledOfFirst.get(i) - second.pulledOfFirst.get(i - 1))
                        .isEqualTo(1);
            }
        }
    }

    /** A shorter stream that notes, whenever it is its turn, how far the first one is. */
    private static final class AheadOfSecond implements FrameSource {
        static final int COUNT = 50;

        final List<Integer> pulledOfFirst = new CopyOnWriteArrayList<>();
        private final Frames first;
        private final Frames frames = new Frames(COUNT, FRAME / 2);

        AheadOfSecond(Frames first) {
            this.first = first;
        }

        @Override
        public Object name() {
            return this;
        }

        @Override
        public int count() {
            return COUNT;
        }

        @Override
        public List<ByteBuffer> frame(int index) {
            pulledOfFirst.add(first.pulled());
            return frames.frame(index);
        }
    }

    @Test
    void aPeerThatNeverReadsLosesItsLinkWhenSingleFramesPileUp() throws Exception {
        try (RawClient reader = RawClient.tls(server.port(), Party.identity(2), "TLSv1.3")) {
            LinkId link = server.awaitUp().link();
            for (int i = 0; i < 256; i++) {
                server.network.send(link, new byte[FRAME]);
            }
            Party.awaitUntil("the link to go", () -> !server.downs.isEmpty());
            assertThat(List.copyOf(server.downs)).containsExactly("the peer does not read what is sent to it");
            reader.awaitEnd();
        }
        Party.awaitUntil("what waited to be dropped", () -> server.network.bytesWaiting() == 0);
    }

    @Test
    void closingTheLinkDropsWhatWasNotPulledYet() throws Exception {
        try (RawClient reader = RawClient.tls(server.port(), Party.identity(2), "TLSv1.3")) {
            LinkId link = server.awaitUp().link();
            Frames frames = new Frames(COUNT, FRAME);
            server.network.stream(link, frames);
            awaitStall();
            server.network.close(link, "changed our mind");
            server.awaitNothingUp();
            reader.awaitEnd();

            Party.awaitUntil("what waited to be gone", () -> server.network.bytesWaiting() == 0);
            assertThat(frames.pulled()).isLessThan(COUNT);
        }
    }

    /** Every round trip with another member is a turn of the server's event loop, in which it could pull a frame. */
    private void turnTheEventLoop(int times) throws Exception {
        server.members.add(Party.identity(3).peerId());
        try (RawClient other = RawClient.tls(server.port(), Party.identity(3), "TLSv1.3")) {
            Party.awaitUntil("the other member's link", () -> server.up().size() == 2);
            LinkId link = server.up().get(1).link();
            for (int i = 0; i < times; i++) {
                server.network.send(link, new byte[] {1});
                other.readFrame();
            }
        }
    }

    private void awaitStall() {
        Party.awaitUntil(
                "the stream to fill the link", () -> server.network.bytesWaiting() > Outbox.HIGH_WATER - FRAME);
    }
}
