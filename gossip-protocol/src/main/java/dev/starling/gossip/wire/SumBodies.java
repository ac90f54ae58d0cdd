package dev.starling.gossip.wire;

import com.esotericsoftware.kryo.kryo5.Serializer;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Body.SumAnswer;
import dev.starling.gossip.message.Body.SumProposal;
import dev.starling.gossip.message.Body.SumReady;
import dev.starling.gossip.message.Body.SumTotal;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.SumList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The bodies about masked sums: a layout behind its length. No state. */
final class SumBodies {
    static final Serializer<SumReady> READY = layout(
            b -> quantity(new ByteWriter(SumBodies.HEAD), b.quantity())
                    .digest(b.rosterHead())
                    .u32(b.words()),
            in -> new SumReady(quantity(in), in.digest(), in.u31()));
    static final Serializer<SumProposal> PROPOSAL =
            layout(b -> list(writer(b.list()).flag(b.go()), b.list()), SumBodies::proposal);
    static final Serializer<SumAnswer> ANSWER = layout(SumBodies::write, SumBodies::answer);
    static final Serializer<SumTotal> TOTAL = layout(SumBodies::write, SumBodies::total);

    private static final int HEAD = 192;
    private static final int PEER = 32;

    private SumBodies() {}

    private static ByteWriter quantity(ByteWriter out, Quantity quantity) {
        return out.u32(quantity.index()).digest(quantity.model());
    }

    private static Quantity quantity(ByteReader in) {
        return new Quantity(in.u31(), in.digest());
    }

    static ByteWriter list(ByteWriter out, SumList list) {
        quantity(out, list.quantity())
                .peer(list.proposer())
                .u32(list.attempt())
                .digest(list.rosterHead())
                .u32(list.words())
                .u32(list.participants().size());
        list.participants().forEach(out::peer);
        return out;
    }

    static SumList list(ByteReader in) {
        Quantity quantity = quantity(in);
        PeerId proposer = in.peer();
        int attempt = in.u31();
        Digest rosterHead = in.digest();
        int words = in.u31();
        int count = in.u31();
        if (words > Limits.SUM_WORDS || count > Limits.SUM_PARTICIPANTS || count > in.remaining() / PEER) {
            throw new MalformedException("a sum above its cap");
        }
        List<PeerId> participants = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            participants.add(in.peer());
        }
        return new SumList(quantity, proposer, attempt, rosterHead, words, participants);
    }

    private static SumProposal proposal(ByteReader in) {
        boolean go = in.flag();
        return new SumProposal(list(in), go);
    }

    private static ByteWriter write(SumAnswer b) {
        ByteWriter out = b.earlier().map(SumBodies::writer).orElseGet(() -> new ByteWriter(HEAD));
        out.digest(b.list()).flag(b.accepted()).flag(b.earlier().isPresent());
        b.earlier().ifPresent(earlier -> list(out, earlier));
        return out;
    }

    private static SumAnswer answer(ByteReader in) {
        return new SumAnswer(in.digest(), in.flag(), in.flag() ? Optional.of(list(in)) : Optional.empty());
    }

    private static ByteWriter write(SumTotal b) {
        ByteWriter out = list(writer(b.list()), b.list()).u32(b.total().length);
        for (long word : b.total()) {
            out.i64(word);
        }
        return CertificateLayout.endorsements(out, b.endorsements());
    }

    private static SumTotal total(ByteReader in) {
        SumList list = list(in);
        int count = in.u31();
        if (count > Limits.TOTAL_WORDS) {
            throw new MalformedException("a total above its cap");
        }
        long[] total = new long[count];
        for (int k = 0; k < count; k++) {
            total[k] = in.i64();
        }
        return new SumTotal(list, total, CertificateLayout.endorsements(in));
    }

    private static ByteWriter writer(SumList list) {
        return new ByteWriter(HEAD + PEER * list.participants().size());
    }

    private static <T> Serializer<T> layout(Function<T, ByteWriter> write, Function<ByteReader, T> read) {
        return KryoBodies.serializer(
                (out, b) -> KryoBodies.writeSized(out, write.apply(b).toBytes()), in -> {
                    ByteReader reader = new ByteReader(KryoBodies.sized(in, Limits.BODY), 0);
                    T body = read.apply(reader);
                    reader.end();
                    return body;
                });
    }
}
