package dev.starling.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaks a pooled buffer. It tracks every buffer, and at the end leaks one itself on purpose and
 * waits until that one is found: so garbage was collected, and the detector works.
 */
final class LeakGate implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /** The detector reports leaks with equal histories once only. */
    private static final AtomicInteger CANARIES = new AtomicInteger();

    @Override
    public void beforeAll(ExtensionContext context) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(records));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        String canary = "leaked on purpose, number " + CANARIES.incrementAndGet() + ";";
        leak(canary);
        await("the leak detector to find the buffer leaked on purpose")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    System.gc();
                    PooledByteBufAllocator.DEFAULT.buffer(1).release();
                    return LEAKS.stream().anyMatch(leak -> leak.contains(canary));
                });
        List<String> unwanted = LEAKS.stream()
                .filter(leak -> !leak.contains("leaked on purpose"))
                .toList();
        LEAKS.clear();
        assertThat(unwanted).as("leaked buffers").isEmpty();
    }

    private static void leak(String hint) {
        ByteBuf lost = PooledByteBufAllocator.DEFAULT.buffer(64);
        lost.touch(hint);
    }
}
