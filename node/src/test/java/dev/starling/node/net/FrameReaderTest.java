package dev.starling.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.starling.crypto.trust.LobbyAllowance;
import dev.starling.node.net.link.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakGate.class)
class FrameReaderTest implements FrameReader.Sink {
    private static final int CAP = 1000;

    private final FrameReader reader = new FrameReader(CAP);
    private final List<byte[]> frames = new ArrayList<>();
    private final List<Refusal> breaches = new ArrayList<>();

    @Test
    void howeverTheBytesAreCutTheSameFramesComeOut() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<byte[]> sent = new ArrayList<>();
            ByteBuf stream = PooledByteBufAllocator.DEFAULT.buffer();
            for (int i = random.nextInt(20); i >= 0; i--) {
                byte[] frame = new byte[1 + random.nextInt(CAP)];
                random.nextBytes(frame);
                sent.add(frame);
                stream.writeIntLE(frame.length).writeBytes(frame);
            }
            frames.clear();

            while (stream.isReadable()) {
                int piece = Math.min(stream.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 3 : 700));
                reader.read(stream.readSlice(piece), this);
            }

            stream.release();
            assertThat(frames).as("seed " + seed).containsExactlyElementsOf(sent);
            assertThat(breaches).isEmpty();
        }
    }

    @Test
    void aFrameIsCopiedOnce() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int length = 1 << 20;
        FrameReader large = new FrameReader(length);
        ByteBuf stream = Unpooled.buffer(4 + length);
        stream.writeIntLE(length).writeZero(length);
        ByteBuf[] pieces = new ByteBuf[(4 + length) / 4096];
        Arrays.setAll(pieces, k -> stream.readSlice(Math.min(4097, stream.readableBytes())));
        long before = threads.getCurrentThreadAllocatedBytes();
        for (ByteBuf piece : pieces) {
            large.read(piece, this);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(frames).hasSize(1);
        assertThat(allocated).isBetween((long) length, length + length / 8L);
    }

    @ParameterizedTest
    @CsvSource({
        "0, FRAME_EMPTY",
        "1001, FRAME_TOO_LARGE",
        "2147483647, FRAME_TOO_LARGE",
        "-1, FRAME_TOO_LARGE",
        "-2147483648, FRAME_TOO_LARGE"
    })
    void aLengthOutOfBoundsIsABreachAsSoonAsItsFourBytesAreThere(int length, Refusal refusal) {
        ByteBuf prefix = PooledByteBufAllocator.DEFAULT.buffer(4).writeIntLE(length);
        reader.read(prefix.readSlice(3), this);
        assertThat(breaches).isEmpty();
        reader.read(prefix, this);
        prefix.release();

        assertThat(breaches).containsExactly(refusal);
    }

    @Test
    void afterABreachNothingMoreIsTakenOrReported() {
        read(0);
        read(0);
        readFrame(10);

        assertThat(breaches).hasSize(1);
        assertThat(frames).isEmpty();
    }

    @Test
    void afterStoppingAHalfReadFrameIsDropped() {
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.buffer().writeIntLE(10).writeZero(9);
        reader.read(bytes, this);
        reader.stop();
        bytes.clear().writeZero(1);
        reader.read(bytes, this);
        bytes.release();

        assertThat(frames).isEmpty();
    }

    @Test
    void aStrangersAllowanceCountsPrefixesAndEndsExactlyAtItsBytes() {
        reader.allowance(new LobbyAllowance());
        int frame = 508;
        for (int spent = 0; spent < LobbyAllowance.BYTES; spent += 4 + frame) {
            readFrame(frame);
        }
        assertThat(frames).hasSize(LobbyAllowance.BYTES / 512);
        assertThat(breaches).isEmpty();

        read(1);
        assertThat(breaches).containsExactly(Refusal.LOBBY_EXHAUSTED);
    }

    @Test
    void anAllowanceThatIsLiftedNoLongerCounts() {
        reader.allowance(new LobbyAllowance());
        for (int i = 0; i < 1000; i++) {
            reader.allowance(null);
            readFrame(1000);
        }

        assertThat(breaches).isEmpty();
        assertThat(frames).hasSize(1000);
    }

    private void read(int length) {
        ByteBuf prefix = PooledByteBufAllocator.DEFAULT.buffer(4).writeIntLE(length);
        reader.read(prefix, this);
        prefix.release();
    }

    private void readFrame(int length) {
        ByteBuf bytes =
                PooledByteBufAllocator.DEFAULT.buffer().writeIntLE(length).writeZero(length);
        reader.read(bytes, this);
        bytes.release();
    }

    @Override
    public void frame(byte[] frame) {
        frames.add(frame);
    }

    @Override
    public void breach(Refusal refusal, String detail) {
        assertThat(detail).isNotBlank();
        breaches.add(refusal);
    }
}
