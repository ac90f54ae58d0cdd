package dev.starling.node.net;

import dev.starling.node.net.link.FrameSource;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbered frames of one length, made when asked for. */
final class Frames implements FrameSource {
    private final int count;
    private final int length;
    private final AtomicInteger pulled = new AtomicInteger();

    Frames(int count, int length) {
        this.count = count;
        this.length = length;
    }

    int pulled() {
        return pulled.get();
    }

    @Override
    public Object name() {
        return this;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public List<ByteBuffer> frame(int index) {
        if (index != pulled.getAndIncrement()) {
            throw new AssertionError("frames are pulled once and in order");
        }
        return List.of(ByteBuffer.allocate(length).putInt(index).rewind());
    }
}
