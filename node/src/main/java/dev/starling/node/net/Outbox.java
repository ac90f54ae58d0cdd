package dev.starling.node.net;

import dev.starling.node.net.channel.Bug;
import dev.starling.node.net.link.FrameSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sending half of a link. Single frames go to the channel at once; streams take turns, one frame each, and only while
 * the channel is below its high-water mark, so that what waits ahead of a single frame is bounded by that mark and one
 * frame. Between two frames of streams the event loop serves everything else, and a capped node waits, so that single frames
 * pass by. A peer that does not read is let go when
 * the single frames waiting for it exceed a bound. Confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and the link hears of that.
final class Outbox {
    /** Channel water marks, in bytes. */
    static final int LOW_WATER = 512 * 1024;

    static final int HIGH_WATER = 1024 * 1024;

    /** Single frames that may wait, in bytes, above four times the cap. */
    private static final long WAITING_FLOOR = 16L * 1024 * 1024;

    private static final int COPIED_UP_TO = 8 * 1024;

    private final Channel channel;
    private final int maxFrameBytes;
    private final long maxWaitingBytes;
    private final LongAdder waitingEverywhere;
    private final Pace pace;
    private final Queue<Cursor> streams = new ArrayDeque<>();
    private long waitingBytes;
    private boolean turnScheduled;

    private static final class Cursor {
        final FrameSource source;
        final int count;
        int next;

        Cursor(FrameSource source) {
            this.source = source;
            this.count = source.count();
        }
    }

    /**
     * Creates it.
     *
     * @param waitingEverywhere gauge of the bytes that wait in all outboxes together
     * @param pace of all outboxes together
     */
    Outbox(Channel channel, int maxFrameBytes, LongAdder waitingEverywhere, Pace pace) {
        this.pace = pace;
        this.channel = channel;
        this.waitingEverywhere = waitingEverywhere;
        this.maxFrameBytes = maxFrameBytes;
        this.maxWaitingBytes = Math.max(WAITING_FLOOR, 4L * maxFrameBytes);
    }

    /** Queues one frame; false if the peer has let too many bytes wait, and nothing was queued. */
    boolean send(byte[] frame) {
        if (waitingBytes + frame.length > maxWaitingBytes) {
            return false;
        }
        writeParts(List.of(ByteBuffer.wrap(frame)));
        return true;
    }

    void stream(FrameSource source) {
        Cursor cursor = new Cursor(source);
        boolean underWay =
                streams.stream().anyMatch(other -> other.source.name().equals(source.name()));
        if (cursor.count > 0 && !underWay) {
            streams.add(cursor);
            pump();
        }
    }

    /** Continues streaming; called when the channel has room again. */
    void pump() {
        if (!turnScheduled && !streams.isEmpty() && channel.isWritable()) {
            turnScheduled = true;
            pace.inTurn(this::turnOrClose);
        }
    }

    /** Gives up what was not pulled yet. */
    void abandonStreams() {
        streams.clear();
    }

    private void waiting(int change) {
        waitingBytes += change;
        waitingEverywhere.add(change);
    }

    private void turnOrClose() {
        try {
            turn();
        } catch (RuntimeException | Error bug) {
            abandonStreams();
            channel.close();
            Bug.report(bug);
        }
    }

    private void turn() {
        turnScheduled = false;
        if (!channel.isWritable()) {
            return;
        }
        Cursor cursor = streams.poll();
        if (cursor == null) {
            return;
        }
        writeParts(cursor.source.frame(cursor.next++));
        if (cursor.next < cursor.count) {
            streams.add(cursor);
        }
        pump();
    }

    static void requireSize(int length, int maxFrameBytes) {
        if (length == 0 || length > maxFrameBytes) {
            throw new IllegalArgumentException("a frame has 1.." + maxFrameBytes + " bytes, this one has " + length);
        }
    }

    /** Small parts are copied to where the prefix stands, large ones go out of their own arrays. */
    private void writeParts(List<ByteBuffer> parts) {
        int length = parts.stream().mapToInt(ByteBuffer::remaining).sum();
        requireSize(length, maxFrameBytes);
        waiting(length);
        pace.passed(length);
        ByteBuf small = channel.alloc().buffer(FrameReader.PREFIX_BYTES).writeIntLE(length);
        for (ByteBuffer part : parts) {
            if (part.remaining() <= COPIED_UP_TO) {
                small.writeBytes(part);
            } else {
                channel.write(small);
                channel.write(Unpooled.wrappedBuffer(part));
                small = channel.alloc().buffer();
            }
        }
        channel.writeAndFlush(small).addListener(done -> waiting(-length));
    }
}
