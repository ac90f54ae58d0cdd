package dev.starling.gossip.wire;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.Checkpoint.Declined;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.Outcome;
import dev.starling.gossip.journal.Checkpoint.PairState;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.Checkpoint.Settled;
import dev.starling.gossip.journal.JournalRecord.TermGiven;
import dev.starling.gossip.journal.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A checkpoint as bytes, see the package documentation. Immutable. */
final class CheckpointLayout {
    private static final int SETTLED = 0;
    private static final int DECLINED = 1;
    private static final int REPLIED = 2;
    private static final int MOST_TERMS = 64;

    private final DurableFields fields;

    CheckpointLayout(DurableFields fields) {
        this.fields = fields;
    }

    void write(ByteWriter out, Checkpoint c) {
        SnapshotTable table = SnapshotTable.of(c);
        out.digest(fields.federation())
                .u32(fields.dimension())
                .i64(c.life())
                .u32(c.slot())
                .i64(c.voids());
        fields.vector(out, c.parameters());
        fields.vector(out, c.momentum());
        out.u32(table.snapshots().size());
        table.snapshots().forEach(snapshot -> fields.snapshot(out, snapshot));
        out.u32(c.latest().map(table::numberOf).orElse(SnapshotTable.NONE))
                .u32(c.pairs().size());
        c.pairs().forEach(pair -> write(out, table, pair));
        AgreementLayout.write(out, table, c.agreement());
        out.u32(c.given().size());
        c.given().forEach(term -> RecordLayout.term(out, term));
    }

    Checkpoint decode(ByteReader in) {
        if (!in.digest().equals(fields.federation())) {
            throw new MalformedException("it belongs to another federation");
        }
        if (in.u31() != fields.dimension()) {
            throw new MalformedException("its model has another number of parameters");
        }
        long life = in.i64();
        int slot = in.u31();
        long voids = in.i64();
        float[] parameters = fields.vector(in);
        float[] momentum = fields.vector(in);
        SnapshotTable table = new SnapshotTable();
        for (int left = in.u31(); left > 0; left--) {
            if (!table.add(fields.snapshot(in))) {
                throw new MalformedException("a snapshot that stands there twice");
            }
        }
        int number = in.u31();
        Optional<Snapshot> latest =
                number == SnapshotTable.NONE ? Optional.empty() : Optional.of(table.numbered(number));
        List<PairState> pairs = new ArrayList<>();
        for (int left = in.u31(); left > 0; left--) {
            pairs.add(readPair(in, table));
        }
        AgreementState agreement = AgreementLayout.read(in, table);
        return new Checkpoint(life, slot, voids, parameters, momentum, latest, pairs, agreement, terms(in));
    }

    private static List<TermGiven> terms(ByteReader in) {
        int count = in.u31();
        if (count > MOST_TERMS) {
            throw new MalformedException("more terms than are kept");
        }
        List<TermGiven> terms = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            terms.add(RecordLayout.term(in));
        }
        return terms;
    }

    private void write(ByteWriter out, SnapshotTable table, PairState pair) {
        out.peer(pair.peer())
                .i64(pair.life())
                .i64(pair.lastOffered())
                .flag(pair.open().isPresent());
        pair.open()
                .ifPresent(open -> fields.header(out.i64(open.seq()).u32(table.numberOf(open.mine())), open.theirs()));
        out.i64(pair.lastSeq());
        write(out, table, pair.outcome());
    }

    private static void write(ByteWriter out, SnapshotTable table, Outcome outcome) {
        if (outcome instanceof Declined declined) {
            out.u8(DECLINED).u8(declined.code().code());
        } else if (outcome instanceof Replied replied) {
            out.u8(REPLIED).u32(table.numberOf(replied.mine())).u32(table.numberOf(replied.theirs()));
        } else {
            out.u8(SETTLED);
        }
    }

    private PairState readPair(ByteReader in, SnapshotTable table) {
        PeerId peer = in.peer();
        long life = in.i64();
        long lastOffered = in.i64();
        Optional<Open> open = in.flag()
                ? Optional.of(new Open(in.i64(), table.numbered(in.u31()), fields.header(in)))
                : Optional.empty();
        return new PairState(peer, life, lastOffered, open, in.i64(), readOutcome(in, table));
    }

    private static Outcome readOutcome(ByteReader in, SnapshotTable table) {
        return switch (in.u8()) {
            case SETTLED -> new Settled();
            case DECLINED -> new Declined(FrameCodec.refusalCode(in.u8()));
            case REPLIED -> new Replied(table.numbered(in.u31()), table.numbered(in.u31()));
            default -> throw new MalformedException("an unknown outcome");
        };
    }
}
