package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.consolidation.Gathering.Wanted;
import dev.starling.gossip.consolidation.WindowSum.Round;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.ModelList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This member's part in the sum of a list that is too long for everybody to fetch everything: window doubling, one vector
 * out and one in a round, {@code ceil(log2 n)} rounds. A window is named by SHA-256(list, round u32, sender) and travels in
 * slices; a member keeps those it sent until the index is decided, for whoever missed one. Confined to the engine's thread.
 */
final class RoundSum {
    private final ModelList list;
    private final ConsolidationPort port;
    private final Gathering gathering;
    private final Consumer<float[]> done;
    private final FixedPoint grid;
    private final WindowSum sum;
    private final int position;
    private final Map<Integer, long[]> arrived = new HashMap<>();
    private final Map<Digest, byte[]> sent = new HashMap<>();

    /** What the sum needs from around it. */
    record Around(ConsolidationPort port, Gathering gathering, Consumer<float[]> done) {}

    /**
     * @param position of this member in the list
     * @param own its snapshot, length d, every value below {@link ModelMean#CAP} in magnitude
     */
    RoundSum(ModelList list, int position, float[] own, Around around) {
        this.list = list;
        this.port = around.port();
        this.gathering = around.gathering();
        this.done = around.done();
        this.position = position;
        int participants = list.participants().size();
        this.grid = FixedPoint.of(participants, ModelMean.CAP);
        this.sum = new WindowSum(participants, position, grid.toWords(own));
    }

    /** Sends the first window and awaits those of every round. */
    void start() {
        List<Round> plan = WindowSum.plan(list.participants().size(), position);
        for (int r = 0; r < plan.size(); r++) {
            int round = r;
            PeerId from = member(plan.get(r).from());
            int length = Math.multiplyExact(sum.length(), Long.BYTES);
            gathering.await(
                    new Wanted(nameOf(round, from), length, from, bytes -> true), () -> sum.round() == round, bytes -> {
                        arrived.put(round, words(bytes));
                        advance();
                    });
        }
        send();
        advance();
    }

    /** A window that this member has sent. */
    byte @Nullable [] sent(Digest name) {
        return sent.get(name);
    }

    private void advance() {
        while (!sum.complete()) {
            long[] window = arrived.remove(sum.round());
            if (window == null) {
                return;
            }
            sum.incoming(window);
            if (sum.complete()) {
                done.accept(grid.mean(sum.total(), list.participants().size()));
            } else {
                send();
            }
        }
    }

    private void send() {
        if (!sum.complete()) {
            Digest name = nameOf(sum.round(), member(position));
            byte[] bytes = bytes(sum.outgoing());
            sent.put(name, bytes);
            port.stream(member(sum.current().to()), name, bytes, 0, Limits.slices(bytes.length));
        }
    }

    private PeerId member(int at) {
        return list.participants().get(at).member();
    }

    private Digest nameOf(int round, PeerId sender) {
        byte[] number = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(round)
                .array();
        return Digest.of(list.hash().bytes(), number, sender.digest().bytes());
    }

    private static byte[] bytes(long[] words) {
        ByteBuffer out = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.asLongBuffer().put(words);
        return out.array();
    }

    private static long[] words(byte[] bytes) {
        long[] words = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        return words;
    }
}
