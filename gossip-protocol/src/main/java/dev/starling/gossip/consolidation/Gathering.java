package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.SliceBuffer;
import dev.starling.gossip.message.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Bytes that are fetched by hash: snapshots of a list, consolidated models. Each is asked for at its author first and then
 * at one member after the other, whoever holds it. Nothing is allocated but for what this member asked for. Confined to the
 * engine's thread.
 */
final class Gathering {
    private final ConsolidationPort port;
    private final Map<Digest, Fetch> fetches = new TreeMap<>();
    private long againAtNanos;
    private boolean begun;

    Gathering(ConsolidationPort port) {
        this.port = port;
    }

    /**
     * What is to be fetched.
     *
     * @param length from the charter
     * @param holder who is asked first
     * @param genuine whether these are the bytes with this root
     */
    record Wanted(Digest root, int length, PeerId holder, Predicate<byte[]> genuine) {}

    private static final class Fetch {
        final Wanted wanted;
        final SliceBuffer buffer;
        final BooleanSupplier now;
        final boolean anybody;
        final Consumer<byte[]> then;
        int asked;

        Fetch(Wanted wanted, Consumer<byte[]> then) {
            this(wanted, () -> true, true, then);
        }

        Fetch(Wanted wanted, BooleanSupplier now, boolean anybody, Consumer<byte[]> then) {
            this.now = now;
            this.anybody = anybody;
            this.wanted = wanted;
            this.buffer = new SliceBuffer(wanted.root(), wanted.length());
            this.then = then;
        }
    }

    /**
     * Fetches bytes, unless they are being fetched already.
     *
     * @param then takes them once they are there and genuine
     */
    void fetch(Wanted wanted, Consumer<byte[]> then) {
        if (!fetches.containsKey(wanted.root())) {
            Fetch fetch = new Fetch(wanted, then);
            put(fetch);
            ask(fetch);
        }
    }

    /**
     * Awaits bytes that only their holder has, and that it sends by itself when it has them.
     *
     * @param now whether it may be asked for them, when they do not come
     * @param then takes them once they are there
     */
    void await(Wanted wanted, BooleanSupplier now, Consumer<byte[]> then) {
        if (!fetches.containsKey(wanted.root())) {
            put(new Fetch(wanted, now, false, then));
        }
    }

    /** Patience begins with the first thing that is wanted. */
    private void put(Fetch fetch) {
        begun = begun && !fetches.isEmpty();
        fetches.put(fetch.wanted.root(), fetch);
    }

    boolean awaits(Digest root) {
        return fetches.containsKey(root);
    }

    /** Nothing is wanted any more. */
    void clear() {
        fetches.clear();
    }

    /** Takes a slice that is awaited. */
    void take(PeerId from, Slice slice) {
        Fetch fetch = fetches.get(slice.root());
        boolean asked = fetch != null && (fetch.anybody || from.equals(fetch.wanted.holder()));
        if (fetch == null || !asked || !fetch.buffer.take(slice)) {
            port.verdict(from, Verdict.of(asked ? Reason.WRONG_LENGTH : Reason.UNASKED_SLICE));
        } else if (fetch.buffer.complete()) {
            if (fetch.wanted.genuine().test(fetch.buffer.bytes())) {
                fetches.remove(slice.root());
                fetch.then.accept(fetch.buffer.bytes());
            } else {
                fetch.buffer.clear();
                port.verdict(from, Verdict.of(Reason.WRONG_ROOT));
            }
        }
    }

    /** Asks the next member for what is missing. */
    void askAgain(long nowNanos, long patienceNanos) {
        if (fetches.isEmpty() || (begun && nowNanos - againAtNanos < 0)) {
            return;
        }
        againAtNanos = nowNanos + patienceNanos;
        if (begun) {
            List.copyOf(fetches.values()).forEach(this::ask);
        }
        begun = true;
    }

    /** When {@link #askAgain} is due, {@link Long#MAX_VALUE} when never. */
    long nextDueNanos(long nowNanos) {
        if (fetches.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return begun ? againAtNanos : nowNanos;
    }

    private void ask(Fetch fetch) {
        if (!fetch.now.getAsBoolean()) {
            return;
        }
        List<PeerId> holders = new ArrayList<>(port.present());
        if (!fetch.anybody) {
            holders.retainAll(List.of(fetch.wanted.holder()));
        }
        if (holders.remove(fetch.wanted.holder())) {
            holders.add(0, fetch.wanted.holder());
        }
        if (!holders.isEmpty()) {
            PeerId holder = holders.get(fetch.asked++ % holders.size());
            // What a holder sends by itself comes over a new link unasked.
            if (fetch.anybody) {
                port.sendOnceMet(holder, fetch.buffer.missing());
            } else {
                port.send(holder, fetch.buffer.missing());
            }
        }
    }
}
