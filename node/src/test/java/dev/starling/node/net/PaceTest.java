package dev.starling.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** In virtual time. */
class PaceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int RATE = 1_000_000;
    private static final int SLICE = 250_000;

    private record Due(long atNanos, long order, Runnable task) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::order));
    private long now;
    private long order;
    private final Pace pace = new Pace(RATE, () -> now, this::after);

    private void after(long nanos, Runnable task) {
        queue.add(new Due(now + nanos, order++, task));
    }

    private void runUntil(long end) {
        while (!queue.isEmpty() && queue.peek().atNanos() <= end) {
            Due due = queue.remove();
            now = due.atNanos();
            due.task().run();
        }
        now = end;
    }

    /** A link that has always more to send. */
    private final class Sender {
        long bytes;

        void ask() {
            pace.inTurn(() -> {
                bytes += SLICE;
                pace.passed(SLICE);
                ask();
            });
        }
    }

    @Test
    void inAnyTimeNoMoreThanTheCapPassesBesidesOneTurn() {
        Sender sender = new Sender();
        sender.ask();
        for (int second = 1; second <= 100; second++) {
            runUntil(second * SECOND);
            assertThat(sender.bytes).isBetween((long) second * RATE, (long) second * RATE + SLICE);
        }
    }

    @Test
    void timeInWhichNothingWasSentIsNotSavedUp() {
        runUntil(60 * SECOND);
        Sender sender = new Sender();
        sender.ask();
        runUntil(61 * SECOND);
        assertThat(sender.bytes).isLessThanOrEqualTo(RATE + SLICE);
    }

    @Test
    void everyLinkHasItsTurn() {
        List<Sender> senders = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            senders.add(new Sender());
        }
        senders.forEach(Sender::ask);
        runUntil(20 * SECOND);
        assertThat(senders)
                .allSatisfy(sender -> assertThat(sender.bytes).isBetween(4L * RATE - SLICE, 4L * RATE + SLICE));
    }

    @Test
    void whatDoesNotWaitIsMadeUpForByWhatDoes() {
        Sender sender = new Sender();
        sender.ask();
        long small = 0;
        for (int tenth = 1; tenth <= 1000; tenth++) {
            pace.passed(50_000);
            small += 50_000;
            runUntil(tenth * SECOND / 10);
        }
        assertThat(sender.bytes + small).isBetween(99L * RATE, 100L * RATE + 2 * SLICE);
        assertThat(sender.bytes).as("half is left for it").isGreaterThan(45L * RATE);
    }

    @Test
    void withoutACapEverythingIsFreeAtOnce() {
        Pace free = new Pace(0, () -> now, this::after);
        List<Integer> ran = new ArrayList<>();
        free.passed(Integer.MAX_VALUE);
        free.inTurn(() -> ran.add(1));
        free.inTurn(() -> ran.add(2));
        runUntil(0);
        assertThat(ran).containsExactly(1, 2);
        assertThat(free.free()).isTrue();
    }
}
