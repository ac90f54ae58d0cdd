package dev.starling.node.net.channel;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Lets what sockets receive lie in arrays. TLS by the JDK computes on arrays: what lies outside the heap it copies there
 * and back, on Java 25 in pieces of 512 bytes, and that takes longer than to decrypt.
 */
@SuppressWarnings("deprecation") // Handles are; nothing in their place has a name.
public final class HeapReads extends AdaptiveRecvByteBufAllocator {
    /** Of all buffers of a channel. */
    public static final ByteBufAllocator ALLOCATOR = new AdaptiveByteBufAllocator(false);

    @Override
    public RecvByteBufAllocator.Handle newHandle() {
        return new OnHeap(super.newHandle());
    }

    private static final class OnHeap extends RecvByteBufAllocator.DelegatingHandle {
        OnHeap(RecvByteBufAllocator.Handle sizes) {
            super(sizes);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return allocator.heapBuffer(guess());
        }
    }
}
