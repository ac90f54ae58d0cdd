package dev.starling.node.net;

import dev.starling.crypto.trust.LobbyAllowance;
import dev.starling.node.net.link.Refusal;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames. A length is checked against the cap, and a stranger's also against its allowance,
 * before anything is allocated for it; then the bytes are copied once, out of the pooled buffer into the frame's own
 * array. After a breach, or when stopped, whatever follows is dropped. Confined to the event loop.
 */
final class FrameReader {
    /** What comes out. */
    interface Sink {
        void frame(byte[] frame);

        void breach(Refusal refusal, String detail);
    }

    static final int PREFIX_BYTES = 4;

    private final int maxFrameBytes;
    private @Nullable LobbyAllowance allowance;
    private int prefixBytesRead;
    private int length;
    private byte @Nullable [] frame;
    private int frameBytesRead;
    private boolean stopped;

    FrameReader(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Sets a stranger's allowance, or lifts it. Counts whole frames and their prefixes, from the next frame on. */
    void allowance(@Nullable LobbyAllowance allowance) {
        this.allowance = allowance;
    }

    @Nullable
    LobbyAllowance allowance() {
        return allowance;
    }

    void stop() {
        stopped = true;
        frame = null;
    }

    /** Takes all of the buffer's bytes; the caller still owns the buffer. */
    void read(ByteBuf bytes, Sink sink) {
        while (!stopped && bytes.isReadable()) {
            if (frame != null) {
                readBody(frame, bytes, sink);
            } else {
                readPrefix(bytes, sink);
            }
        }
    }

    private void readPrefix(ByteBuf bytes, Sink sink) {
        length |= bytes.readUnsignedByte() << (8 * prefixBytesRead++);
        if (prefixBytesRead < PREFIX_BYTES) {
            return;
        }
        long announced = Integer.toUnsignedLong(length);
        int body = length;
        prefixBytesRead = 0;
        length = 0;
        if (announced == 0) {
            stop();
            sink.breach(Refusal.FRAME_EMPTY, "a frame of 0 bytes was announced");
        } else if (announced > maxFrameBytes) {
            stop();
            sink.breach(
                    Refusal.FRAME_TOO_LARGE,
                    "a frame of " + announced + " bytes was announced, at most " + maxFrameBytes + " are taken");
        } else if (allowance != null && !spend(allowance, announced)) {
            stop();
            sink.breach(
                    Refusal.LOBBY_EXHAUSTED,
                    "a stranger may send " + LobbyAllowance.BYTES + " bytes, and announced a frame of " + announced
                            + " beyond that");
        } else {
            frame = new byte[body];
            frameBytesRead = 0;
        }
    }

    private static boolean spend(LobbyAllowance allowance, long announced) {
        return allowance.spend((int) Math.min(Integer.MAX_VALUE, PREFIX_BYTES + announced));
    }

    private void readBody(byte[] body, ByteBuf bytes, Sink sink) {
        int taken = Math.min(body.length - frameBytesRead, bytes.readableBytes());
        bytes.readBytes(body, frameBytesRead, taken);
        frameBytesRead += taken;
        if (frameBytesRead == body.length) {
            frame = null;
            sink.frame(body);
        }
    }
}
