package dev.starling.gossip.wire;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Body.Consolidated;
import dev.starling.gossip.message.Body.ConsolidationStatus;
import dev.starling.gossip.message.Body.ConsolidationVote;
import dev.starling.gossip.message.Body.Hello;
import dev.starling.gossip.message.Body.Hint;
import dev.starling.gossip.message.Body.Join;
import dev.starling.gossip.message.Body.JoinDecision;
import dev.starling.gossip.message.Body.Leave;
import dev.starling.gossip.message.Body.ListProposal;
import dev.starling.gossip.message.Body.Pause;
import dev.starling.gossip.message.Body.PeerHints;
import dev.starling.gossip.message.Body.RosterUpdate;
import dev.starling.gossip.message.Body.SumAnswer;
import dev.starling.gossip.message.Body.SumProposal;
import dev.starling.gossip.message.Body.SumReady;
import dev.starling.gossip.message.Body.SumTotal;
import dev.starling.gossip.message.Body.Vote;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.gossip.message.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Signed bodies by Kryo: one bounded serializer a record, the type given by our own kind code. Kryo bounds no length by
 * itself, so every length is read here and checked against its cap and the bytes that remain before anything is
 * allocated; class ids, references and generic collections are never read. Confined to one thread, as Kryo is.
 */
final class KryoBodies {
    private final Kryo kryo = new Kryo();

    KryoBodies() {
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        kryo.setMaxDepth(4);
    }

    byte[] encode(Body body) {
        try (Output out = new Output(256, Limits.BODY)) {
            body.handle(new Writing(out));
            return out.toBytes();
        }
    }

    /** Reads a body of this kind; throws {@link MalformedException} or {@link KryoException} only. */
    Body decode(FrameKind kind, byte[] bytes) {
        try (Input in = new Input(bytes)) {
            Body body = switch (kind) {
                case HELLO -> kryo.readObject(in, Hello.class, HELLO);
                case ROSTER -> kryo.readObject(in, RosterUpdate.class, ROSTER);
                case PEERS -> kryo.readObject(in, PeerHints.class, PEERS);
                case JOIN -> kryo.readObject(in, Join.class, JOIN);
                case DECISION -> kryo.readObject(in, JoinDecision.class, DECISION);
                case VOTE -> kryo.readObject(in, Vote.class, VOTE);
                case LEAVE -> kryo.readObject(in, Leave.class, LEAVE);
                case PAUSE -> kryo.readObject(in, Pause.class, PAUSE);
                case CONSOLIDATION_STATUS -> kryo.readObject(in, ConsolidationStatus.class, ConsolidationBodies.STATUS);
                case LIST_PROPOSAL -> kryo.readObject(in, ListProposal.class, ConsolidationBodies.PROPOSAL);
                case CONSOLIDATION_VOTE -> kryo.readObject(in, ConsolidationVote.class, ConsolidationBodies.VOTE);
                case CONSOLIDATED -> kryo.readObject(in, Consolidated.class, ConsolidationBodies.CONSOLIDATED);
                case SUM_READY -> kryo.readObject(in, SumReady.class, SumBodies.READY);
                case SUM_LIST -> kryo.readObject(in, SumProposal.class, SumBodies.PROPOSAL);
                case SUM_ANSWER -> kryo.readObject(in, SumAnswer.class, SumBodies.ANSWER);
                case SUM_TOTAL -> kryo.readObject(in, SumTotal.class, SumBodies.TOTAL);
                default -> throw new MalformedException("not a signed kind");
            };
            if (in.position() != in.limit()) {
                throw new MalformedException("bytes left over");
            }
            return body;
        }
    }

    /** The kind that belongs to a body. */
    static FrameKind kindOf(Body body) {
        return body.handle(new KindOf());
    }

    private static final Serializer<Hello> HELLO = serializer(
            (out, b) -> {
                out.writeLong(b.life());
                out.writeInt(b.slot());
                out.writeInt(b.rosterVersion());
                out.writeBytes(b.rosterHead().bytes());
                out.writeLong(b.yourLife());
                out.writeInt(b.yourSlot());
                writeStrings(out, b.addresses());
            },
            in -> new Hello(
                    in.readLong(),
                    count(in, Integer.MAX_VALUE),
                    count(in, Integer.MAX_VALUE),
                    digest(in),
                    in.readLong(),
                    count(in, Integer.MAX_VALUE),
                    strings(in)));

    private static final Serializer<RosterUpdate> ROSTER = serializer(
            (out, b) -> {
                out.writeInt(b.from());
                out.writeInt(b.entries().size());
                b.entries().forEach(entry -> writeSized(out, entry));
            },
            in -> {
                int from = count(in, Integer.MAX_VALUE);
                int entries = count(in, Limits.ROSTER_ENTRIES);
                List<byte[]> list = new ArrayList<>(entries);
                for (int k = 0; k < entries; k++) {
                    list.add(sized(in, Limits.ROSTER_ENTRY));
                }
                return new RosterUpdate(from, list);
            });

    private static final Serializer<PeerHints> PEERS = serializer(
            (out, b) -> {
                out.writeInt(b.hints().size());
                for (Hint hint : b.hints()) {
                    out.writeBytes(hint.peer().digest().bytes());
                    writeStrings(out, hint.addresses());
                }
            },
            in -> {
                int hints = count(in, Limits.HINTS);
                List<Hint> list = new ArrayList<>(hints);
                for (int k = 0; k < hints; k++) {
                    list.add(new Hint(new PeerId(digest(in)), strings(in)));
                }
                return new PeerHints(list);
            });

    private static final Serializer<Join> JOIN = serializer(
            (out, b) -> {
                writeSized(out, b.invitation());
                writeSized(out, b.member());
            },
            in -> new Join(sized(in, Limits.ROSTER_ENTRY), sized(in, Limits.ROSTER_ENTRY)));

    private static final Serializer<JoinDecision> DECISION = serializer(
            (out, b) -> {
                out.writeInt(b.status().code());
                writeSized(out, b.reason().getBytes(StandardCharsets.UTF_8));
                writeSized(out, b.charter());
                writeSized(out, b.charterSignatures());
            },
            in -> new JoinDecision(
                    status(in.readInt()),
                    text(in, Limits.SENTENCE),
                    sized(in, Limits.CHARTER),
                    sized(in, Limits.CHARTER_SIGNATURES)));

    private static final Serializer<Vote> VOTE =
            serializer((out, b) -> writeSized(out, b.entry()), in -> new Vote(sized(in, Limits.ROSTER_ENTRY)));

    private static final Serializer<Leave> LEAVE = serializer(
            (out, b) -> {
                out.writeLong(b.life());
                out.writeInt(b.slot());
            },
            in -> new Leave(in.readLong(), count(in, Integer.MAX_VALUE)));

    private static final Serializer<Pause> PAUSE = serializer(
            (out, b) -> {
                out.writeLong(b.life());
                out.writeInt(b.slot());
                out.writeInt(b.paused() ? 1 : 0);
            },
            in -> new Pause(in.readLong(), count(in, Integer.MAX_VALUE), count(in, 1) == 1));

    static <T> Serializer<T> serializer(BiConsumer<Output, T> write, Function<Input, T> read) {
        return new Serializer<>() {
            @Override
            public void write(Kryo kryo, Output out, T body) {
                write.accept(out, body);
            }

            @Override
            public T read(Kryo kryo, Input in, Class<? extends T> type) {
                return read.apply(in);
            }
        };
    }

    static void writeSized(Output out, byte[] bytes) {
        out.writeInt(bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeStrings(Output out, List<String> strings) {
        out.writeInt(strings.size());
        strings.forEach(s -> writeSized(out, s.getBytes(StandardCharsets.UTF_8)));
    }

    private static int count(Input in, int cap) {
        int value = in.readInt();
        if (value < 0 || value > cap) {
            throw new MalformedException("a count above its cap");
        }
        return value;
    }

    static byte[] sized(Input in, int cap) {
        int length = count(in, cap);
        if (length > in.limit() - in.position()) {
            throw new MalformedException("the bytes end early");
        }
        return in.readBytes(length);
    }

    private static String text(Input in, int cap) {
        return new String(sized(in, cap), StandardCharsets.UTF_8);
    }

    private static List<String> strings(Input in) {
        int entries = count(in, Limits.ADDRESSES);
        List<String> list = new ArrayList<>(entries);
        for (int k = 0; k < entries; k++) {
            list.add(text(in, Limits.ADDRESS));
        }
        return list;
    }

    private static Digest digest(Input in) {
        return Digest.wrap(in.readBytes(Digest.BYTES));
    }

    private static JoinStatus status(int code) {
        for (JoinStatus status : JoinStatus.values()) {
            if (status.code() == code) {
                return status;
            }
        }
        throw new MalformedException("an unknown join status");
    }

    /** Writes each record with its serializer. */
    private final class Writing implements Body.Handler<Void> {
        private final Output out;

        Writing(Output out) {
            this.out = out;
        }

        private <T> Void write(T body, Serializer<T> serializer) {
            kryo.writeObject(out, body, serializer);
            return done();
        }

        @SuppressWarnings("NullAway") // Void has no other value
        private static Void done() {
            return null;
        }

        @Override
        public Void hello(Hello body) {
            return write(body, HELLO);
        }

        @Override
        public Void rosterUpdate(RosterUpdate body) {
            return write(body, ROSTER);
        }

        @Override
        public Void peerHints(PeerHints body) {
            return write(body, PEERS);
        }

        @Override
        public Void join(Join body) {
            return write(body, JOIN);
        }

        @Override
        public Void joinDecision(JoinDecision body) {
            return write(body, DECISION);
        }

        @Override
        public Void vote(Vote body) {
            return write(body, VOTE);
        }

        @Override
        public Void leave(Leave body) {
            return write(body, LEAVE);
        }

        @Override
        public Void pause(Pause body) {
            return write(body, PAUSE);
        }

        @Override
        public Void consolidationStatus(ConsolidationStatus body) {
            return write(body, ConsolidationBodies.STATUS);
        }

        @Override
        public Void listProposal(ListProposal body) {
            return write(body, ConsolidationBodies.PROPOSAL);
        }

        @Override
        public Void consolidationVote(ConsolidationVote body) {
            return write(body, ConsolidationBodies.VOTE);
        }

        @Override
        public Void consolidated(Consolidated body) {
            return write(body, ConsolidationBodies.CONSOLIDATED);
        }

        @Override
        public Void sumReady(SumReady body) {
            return write(body, SumBodies.READY);
        }

        @Override
        public Void sumProposal(SumProposal body) {
            return write(body, SumBodies.PROPOSAL);
        }

        @Override
        public Void sumAnswer(SumAnswer body) {
            return write(body, SumBodies.ANSWER);
        }

        @Override
        public Void sumTotal(SumTotal body) {
            return write(body, SumBodies.TOTAL);
        }
    }

    private static final class KindOf implements Body.Handler<FrameKind> {
        @Override
        public FrameKind hello(Hello body) {
            return FrameKind.HELLO;
        }

        @Override
        public FrameKind rosterUpdate(RosterUpdate body) {
            return FrameKind.ROSTER;
        }

        @Override
        public FrameKind peerHints(PeerHints body) {
            return FrameKind.PEERS;
        }

        @Override
        public FrameKind join(Join body) {
            return FrameKind.JOIN;
        }

        @Override
        public FrameKind joinDecision(JoinDecision body) {
            return FrameKind.DECISION;
        }

        @Override
        public FrameKind vote(Vote body) {
            return FrameKind.VOTE;
        }

        @Override
        public FrameKind leave(Leave body) {
            return FrameKind.LEAVE;
        }

        @Override
        public FrameKind pause(Pause body) {
            return FrameKind.PAUSE;
        }

        @Override
        public FrameKind consolidationStatus(ConsolidationStatus body) {
            return FrameKind.CONSOLIDATION_STATUS;
        }

        @Override
        public FrameKind listProposal(ListProposal body) {
            return FrameKind.LIST_PROPOSAL;
        }

        @Override
        public FrameKind consolidationVote(ConsolidationVote body) {
            return FrameKind.CONSOLIDATION_VOTE;
        }

        @Override
        public FrameKind consolidated(Consolidated body) {
            return FrameKind.CONSOLIDATED;
        }

        @Override
        public FrameKind sumReady(SumReady body) {
            return FrameKind.SUM_READY;
        }

        @Override
        public FrameKind sumProposal(SumProposal body) {
            return FrameKind.SUM_LIST;
        }

        @Override
        public FrameKind sumAnswer(SumAnswer body) {
            return FrameKind.SUM_ANSWER;
        }

        @Override
        public FrameKind sumTotal(SumTotal body) {
            return FrameKind.SUM_TOTAL;
        }
    }
}
