package dev.starling.gossip.exchange;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.averaging.Flow;
import dev.starling.gossip.consolidation.Ballots;
import dev.starling.gossip.encoding.Float32Encoding;
import dev.starling.gossip.exchange.ModelledPair.Fault;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.Checkpoint.Declined;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.Side;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SnapshotHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One of the two members of a {@link ModelledPair}: the production exchange with its ledger, and around it what the engine
 * and the node do for it, as small as it can be: a slot that ends in an atomic checkpoint, a journal, effects that wait
 * for durability, a first word on every link.
 */
final class ModelledSide implements ExchangePort {
    /** Time stands still but for retries, which are always due. */
    private static final long NOW = 0;

    private static final long RETRIES_DUE = 1L << 40;
    private static final float[] GENESIS = {0};

    /** What a member did to its vector or said of a transaction, in order; what a crash loses is cut off. */
    record Deed(long token, Kind kind, long life, long seq, String roots, float amount) {}

    enum Kind {
        INJECTED,
        OFFERED,
        ANSWERED,
        COMPLETED,
        VOIDED_OFFER,
        VOIDED_ANSWER
    }

    private record Write(
            long token,
            @Nullable Checkpoint checkpoint,
            @Nullable JournalRecord record) {}

    private record Held(long token, ModelledPair.Parcel parcel) {}

    final PeerId self;
    final PeerId peer;
    private final int index;
    private final ModelledPair world;

    // The process.
    private Ledger ledger;
    private Exchanges exchanges;
    private boolean alive = true;
    private boolean neighbour;
    private boolean greeted;
    private final ArrayDeque<Write> writes = new ArrayDeque<>();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private long issued;
    private long bornAs = 1;

    // The disk.
    private @Nullable Checkpoint checkpoint;
    private final List<JournalRecord> journal = new ArrayList<>();

    // The books.
    final List<Deed> deeds = new ArrayList<>();
    final List<Deed> removed = new ArrayList<>();
    int published;
    int crashes;
    int losses;
    int verdicts;

    ModelledSide(ModelledPair world, int index, PeerId self, PeerId peer) {
        this.world = world;
        this.index = index;
        this.self = self;
        this.peer = peer;
        this.ledger = born(1);
        this.exchanges = exchanges();
        saveCheckpoint();
    }

    private Ledger born(long life) {
        return new Ledger(parameters(), Ballots.none(world.federation()), life);
    }

    private static Parameters parameters() {
        return new Parameters(Float32Encoding.INSTANCE, GENESIS);
    }

    private Exchanges exchanges() {
        return new Exchanges(self, ledger, this, 1e6);
    }

    // What the outside does.

    /** The end of a training: one atomic checkpoint, then the header to the neighbour. */
    void publish() {
        published++;
        int slot = Math.max(ledger.slot() + 1, exchanges.slotOf(peer));
        float amount = (index == 0 ? 1f : -0.5f) * published;
        neighbour = greeted && alive;
        float[] d = {amount};
        ledger.parameters().step(d, 0f, 1f);
        byte[] body = ledger.parameters().encode(0, 1).body();
        SnapshotHeader header = new SnapshotHeader(
                self,
                ledger.life(),
                slot,
                0,
                world.federation(),
                (neighbour ? 1 : 0) + ledger.openTransactions(),
                ledger.parameters().baseHash(),
                Float32Encoding.INSTANCE.code(),
                body.length,
                100,
                1,
                Snapshot.rootOf(self, ledger.life(), slot, body),
                List.of());
        SignedHeader signed =
                new SignedHeader(header, header.toString().getBytes(StandardCharsets.UTF_8), new byte[64]);
        Snapshot snapshot = new Snapshot(signed, body);
        exchanges.published(slot, snapshot, NOW);
        saveCheckpoint();
        deeds.add(new Deed(issued, Kind.INJECTED, ledger.life(), slot, "", amount));
        if (neighbour) {
            send(peer, new Announce(signed));
        }
        exchanges.startEdges(List.of(peer), NOW);
    }

    private void saveCheckpoint() {
        writes.add(new Write(++issued, ledger.checkpoint(), null));
    }

    boolean isWriting() {
        return !writes.isEmpty();
    }

    /** The oldest write reaches the disk, and what waited for it leaves. */
    void persist() {
        Write write = writes.remove();
        if (write.checkpoint() != null) {
            checkpoint = write.checkpoint();
            journal.clear();
        } else if (write.record() != null) {
            journal.add(write.record());
        }
        while (!held.isEmpty() && held.peek().token() <= write.token()) {
            world.put(index, held.remove().parcel());
        }
    }

    /** The process dies and comes back with what the disk holds. */
    void crash() {
        long durable = writes.isEmpty() ? issued : writes.peek().token() - 1;
        if (world.fault() == Fault.LYING_DISK && !journal.isEmpty()) {
            journal.remove(journal.size() - 1);
            durable--;
        }
        long kept = durable;
        deeds.removeIf(deed -> deed.token() > kept);
        writes.clear();
        held.clear();
        Checkpoint last = checkpoint;
        ledger = last == null
                ? born(++bornAs)
                : Ledger.recover(parameters(), Ballots.none(world.federation()), last, List.copyOf(journal));
        exchanges = exchanges();
        neighbour = false;
        alive = false;
    }

    /** The process dies and its disk with it: a new life. */
    void loseDisk(long nextLife) {
        crash();
        removed.addAll(deeds);
        deeds.clear();
        checkpoint = null;
        journal.clear();
        bornAs = nextLife;
        ledger = born(nextLife);
        exchanges = exchanges();
        saveCheckpoint();
    }

    /** The failure detector gives the peer up. */
    void verdict() {
        alive = false;
        if (world.fault() == Fault.VOID_ON_DEATH) {
            Pair pair = ledger.pair(peer);
            if (pair.open() != null) {
                record(new JournalRecord.Voided(peer, pair.life(), pair.open().seq(), Side.OFFERED, new float[0]));
            }
        }
    }

    /** The peer has been heard on the link that is up. */
    boolean isGreeted() {
        return greeted;
    }

    /** What waits to leave would leave on a link that is gone. */
    void linkLost() {
        greeted = false;
        held.clear();
    }

    boolean thinksAlive() {
        return alive;
    }

    void greet() {
        Heard heard = exchanges.heardOf(peer);
        put(new ModelledPair.Parcel.Greeting(ledger.life(), ledger.slot(), heard.life(), heard.slot()));
    }

    void retry() {
        exchanges.retry(RETRIES_DUE);
        Pair pair = ledger.pair(peer);
        for (Repeat repeat : List.of(pair.offerAgain, pair.replyAgain, pair.wantAgain, pair.announceAgain)) {
            repeat.restart(NOW, 0);
        }
    }

    boolean hasOpen() {
        return ledger.openTransactions() > 0;
    }

    /** What the engine does with a first word. */
    void greeted(ModelledPair.Parcel.Greeting hello) {
        alive = true;
        greeted = true;
        exchanges.noteLife(peer, hello.life());
        if (hello.yourLife() > ledger.life()
                || (hello.yourLife() == ledger.life() && hello.yourSlot() > ledger.slot())) {
            throw new AssertionError("a peer has seen more of this member than was durable");
        }
        ledger.latest().ifPresent(latest -> send(peer, new Announce(latest.header())));
        exchanges.linkUp(peer, NOW);
    }

    /** What the engine does with a message. */
    void heard(Message message) {
        alive = true;
        new Hearing(peer, this::announced, exchanges).hear(message);
    }

    void announced(SignedHeader header) {
        Verdict verdict = world.headerChecks()
                .check(peer, world.memberAt(1 - index), header, exchanges.lifeOf(peer), exchanges.held(peer), 2);
        if (verdict.accepted()) {
            exchanges.headerArrived(header, NOW);
        } else {
            verdict(peer, verdict);
            if (verdict.equals(Verdict.ignore(Reason.DUPLICATE))) {
                exchanges.headerRepeated(header, NOW);
            }
        }
    }

    // What the exchange needs.

    @Override
    public void send(PeerId to, Message message) {
        if (greeted) {
            put(new ModelledPair.Parcel.Said(message));
        }
    }

    private void put(ModelledPair.Parcel parcel) {
        if ((writes.isEmpty() && held.isEmpty()) || world.fault() == Fault.HASTY) {
            world.put(index, parcel);
        } else if (held.stream().noneMatch(other -> other.parcel().name().equals(parcel.name()))) {
            held.add(new Held(issued, parcel));
        }
    }

    @Override
    public void stream(PeerId to, Snapshot snapshot, int first, int count) {
        for (int k = first; k < first + count; k++) {
            send(to, new Slice(snapshot.root(), k, snapshot.body()));
        }
    }

    @Override
    public void record(JournalRecord record) {
        Deed deed = deedOf(record);
        ledger.apply(record);
        writes.add(new Write(++issued, null, record));
        if (deed != null) {
            deeds.add(deed);
        }
    }

    /** Taken before the record changes what it speaks of. */
    private @Nullable Deed deedOf(JournalRecord record) {
        Pair pair = ledger.pair(peer);
        long token = issued + 1;
        if (record instanceof JournalRecord.Offered r) {
            String roots = r.own().shortHex() + r.theirs().root().shortHex();
            return new Deed(token, Kind.OFFERED, ledger.life(), r.seq(), roots, 0);
        } else if (record instanceof JournalRecord.Answered r) {
            Snapshot mine = ledger.latest().orElseThrow();
            Snapshot theirs = new Snapshot(r.theirs(), r.body());
            return new Deed(token, Kind.ANSWERED, pair.life(), r.seq(), roots(theirs, mine), -flow(theirs, mine));
        } else if (record instanceof JournalRecord.Completed r) {
            Open open = pair.open();
            if (open == null) {
                throw new AssertionError("completed what is not open");
            }
            Snapshot theirs = new Snapshot(open.theirs(), r.body());
            return new Deed(
                    token,
                    Kind.COMPLETED,
                    ledger.life(),
                    r.seq(),
                    roots(open.mine(), theirs),
                    flow(open.mine(), theirs));
        } else if (record instanceof JournalRecord.Voided r) {
            boolean offered = r.side() == Side.OFFERED;
            return new Deed(
                    token,
                    offered ? Kind.VOIDED_OFFER : Kind.VOIDED_ANSWER,
                    offered ? ledger.life() : r.life(),
                    r.seq(),
                    "",
                    0);
        }
        return null;
    }

    private static String roots(Snapshot lower, Snapshot higher) {
        return lower.root().shortHex() + higher.root().shortHex();
    }

    private static float flow(Snapshot lower, Snapshot higher) {
        float[] zi = new float[1];
        float[] zj = new float[1];
        Float32Encoding.INSTANCE.decode(lower.body(), GENESIS, zi);
        Float32Encoding.INSTANCE.decode(higher.body(), GENESIS, zj);
        float weight = Flow.weight(
                lower.header().header().degree(), higher.header().header().degree());
        return Flow.of(weight, zi, zj)[0];
    }

    @Override
    public boolean linked(PeerId other) {
        return greeted;
    }

    @Override
    public boolean mayStart(PeerId other) {
        return greeted && alive;
    }

    @Override
    public boolean neighbour(PeerId other) {
        return neighbour;
    }

    @Override
    public boolean scheduled(PeerId other, int slot) {
        return true;
    }

    /** Both are honest: nothing that they say is anybody's fault. */
    @Override
    public void verdict(PeerId other, Verdict verdict) {
        for (Reason reason : Reason.values()) {
            if (!reason.blameless() && verdict.equals(Verdict.reject(reason))) {
                throw new AssertionError("an honest member is blamed: " + verdict);
            }
        }
    }

    @Override
    public void exchanged(PeerId other, long nanos) {}

    @Override
    public void arrived(Snapshot snapshot) {}

    @Override
    public void fetched(PeerId other, Snapshot snapshot) {}

    @Override
    public void rolledBack(PeerId other) {
        throw new AssertionError("a peer knows a transaction as acknowledged that is open here");
    }

    @Override
    public void quarantined(PeerId other, Grounds grounds) {
        throw new AssertionError("an honest member is quarantined: " + grounds);
    }

    // What is looked at.

    long life() {
        return ledger.life();
    }

    float x() {
        return ledger.parameters().copy()[0];
    }

    boolean isOpen(long life, long seq) {
        Open open = ledger.pair(peer).open();
        return open != null && open.seq() == seq && ledger.life() == life;
    }

    /** Answered, and what became of it at the other end is not known here. */
    boolean isUnacknowledged(long life, long seq) {
        Pair pair = ledger.pair(peer);
        return pair.outcome() instanceof Replied && pair.lastSeq() == seq && pair.life() == life;
    }

    boolean isBusy() {
        return ledger.pair(peer).pending != null || hasOpen() || isWriting() || !held.isEmpty();
    }

    /** Changes with whatever a message or a retry brings about. */
    String mark() {
        Pair pair = ledger.pair(peer);
        Assembly assembly = pair.assembly;
        return issued + "," + held.size() + "," + pair.slot + greeted + pair.replySeen + (pair.pending == null)
                + (pair.outcome() instanceof Replied) + (assembly == null ? "" : assembly.complete()) + pair.life();
    }

    /** Everything that decides what this member will do, in one line. */
    String describe() {
        StringJoiner line = new StringJoiner("|");
        line.add(ledger.life() + "," + ledger.slot() + "," + ledger.voids() + "," + x() + "," + ledger.edgesLeft() + ","
                + alive + "" + neighbour + greeted + published + crashes + losses + verdicts);
        line.add(describe(ledger.pair(peer)));
        line.add(checkpoint == null ? "-" : describe(checkpoint));
        journal.forEach(record -> line.add(describe(record)));
        line.add("w");
        for (Write write : writes) {
            line.add(write.checkpoint() != null ? describe(write.checkpoint()) : describe(write.record()));
        }
        held.forEach(h -> line.add((issued - h.token()) + h.parcel().name()));
        deeds.forEach(deed -> line.add(deed.kind() + "" + deed.life() + "." + deed.seq() + deed.roots()));
        line.add("r");
        removed.forEach(deed -> line.add(deed.kind() + "" + deed.life() + "." + deed.seq() + deed.roots()));
        return line.toString();
    }

    private String describe(Pair pair) {
        Open open = pair.open();
        Assembly assembly = pair.assembly;
        return pair.life() + "," + pair.lastOffered() + "," + (open == null ? "-" : describe(open)) + ","
                + pair.lastSeq() + describe(pair.outcome()) + ledger.mixed(pair) + ledger.resolved(pair)
                + pair.replySeen + name(pair.header)
                + name(pair.earlier) + (pair.pending == null ? "-" : pair.pending.seq())
                + (assembly == null ? "-" : assembly.root().shortHex() + assembly.complete());
    }

    private static String describe(Open open) {
        return open.seq() + open.mine().root().shortHex() + open.theirs().root().shortHex();
    }

    private static String describe(Checkpoint.Outcome outcome) {
        if (outcome instanceof Replied replied) {
            return "R" + replied.mine().root().shortHex()
                    + replied.theirs().root().shortHex();
        }
        return outcome instanceof Declined declined ? "D" + declined.code() : "S";
    }

    private static String name(@Nullable SignedHeader header) {
        return header == null ? "-" : header.root().shortHex() + header.header().degree();
    }

    private static String describe(Checkpoint saved) {
        StringJoiner line = new StringJoiner(",");
        line.add("C" + saved.life() + "." + saved.slot() + Arrays.toString(saved.parameters()));
        line.add(saved.latest().map(Snapshot::header).map(ModelledSide::name).orElse("-"));
        saved.pairs()
                .forEach(pair -> line.add(pair.life() + "." + pair.lastOffered()
                        + pair.open().map(ModelledSide::describe).orElse("-") + pair.lastSeq()
                        + describe(pair.outcome())));
        return line.toString();
    }

    private static String describe(@Nullable JournalRecord record) {
        if (record instanceof JournalRecord.Completed r) {
            return "Completed" + r.seq();
        } else if (record instanceof JournalRecord.Answered r) {
            return "Answered" + r.seq() + r.own().shortHex() + name(r.theirs());
        } else if (record instanceof JournalRecord.Offered r) {
            return "Offered" + r.seq() + r.own().shortHex() + name(r.theirs());
        } else if (record instanceof JournalRecord.Voided r) {
            return "Voided" + r.life() + "." + r.seq() + r.side();
        }
        return String.valueOf(record);
    }
}
