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
import java.util.function.Consumer;
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
    private record Deed(long token, Kind kind, long life, long seq, String roots, float amount) {}

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

    /**
     * What the other end's books are held against.
     *
     * @param deeds what was done, and is not lost
     * @param removed what was done in lives whose disks are lost
     * @param openSeq the transaction that this member opened and that has not ended, -1 when none is
     * @param life of this member
     * @param answeredSeq the one that it answered and whose fate at the other end it does not know, -1 when there is none
     * @param answeredLife of the other end in that
     */
    record Books(List<Entry> deeds, List<Entry> removed, long life, long openSeq, long answeredLife, long answeredSeq) {
        List<Entry> all() {
            List<Entry> all = new ArrayList<>(removed);
            all.addAll(deeds);
            return all;
        }
    }

    /** A deed, whenever it was. */
    record Entry(Kind kind, long life, long seq, String roots, float amount) {}

    final PeerId self;
    final PeerId peer;
    private final int index;
    private final Fault fault;
    private final Consumer<ModelledPair.Parcel> outside;

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
    private final List<Deed> deeds = new ArrayList<>();
    private final List<Deed> removed = new ArrayList<>();
    private int published;
    private int crashes;
    private int losses;
    private int verdicts;

    /**
     * @param outside takes what leaves
     */
    ModelledSide(int index, Fault fault, Consumer<ModelledPair.Parcel> outside) {
        this.index = index;
        this.fault = fault;
        this.outside = outside;
        this.self = ModelledPair.MEMBERS.get(index).id();
        this.peer = ModelledPair.MEMBERS.get(1 - index).id();
        this.ledger = born(1);
        this.exchanges = exchanges();
        saveCheckpoint();
    }

    private Ledger born(long life) {
        return new Ledger(parameters(), Ballots.none(ModelledPair.FEDERATION), life);
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
                ModelledPair.FEDERATION,
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
            outside.accept(held.remove().parcel());
        }
    }

    void crashes() {
        crashes++;
        linkLost();
        crash();
    }

    void losesItsDisk() {
        losses++;
        linkLost();
        loseDisk(10L * (1 + losses));
    }

    void givesTheOtherUp() {
        verdicts++;
        verdict();
    }

    /** The process dies and comes back with what the disk holds. */
    private void crash() {
        long durable = writes.isEmpty() ? issued : writes.peek().token() - 1;
        if (fault == Fault.LYING_DISK && !journal.isEmpty()) {
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
                : Ledger.recover(parameters(), Ballots.none(ModelledPair.FEDERATION), last, List.copyOf(journal));
        exchanges = exchanges();
        neighbour = false;
        alive = false;
    }

    /** The process dies and its disk with it: a new life. */
    private void loseDisk(long nextLife) {
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
    private void verdict() {
        alive = false;
        if (fault == Fault.VOID_ON_DEATH) {
            Pair pair = ledger.pair(peer);
            if (pair.open() != null) {
                record(new JournalRecord.Voided(peer, pair.life(), pair.open().seq(), Side.OFFERED, new float[0]));
            }
        }
    }

    /** What waits to leave would leave on a link that is gone. */
    void linkLost() {
        greeted = false;
        held.clear();
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

    /** What the engine does with a first word. */
    private void greeted(ModelledPair.Parcel.Greeting hello) {
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

    void hear(ModelledPair.Parcel parcel) {
        if (parcel instanceof ModelledPair.Parcel.Greeting greeting) {
            greeted(greeting);
        } else if (parcel instanceof ModelledPair.Parcel.Said said) {
            heard(said.message());
        }
    }

    /** What the engine does with a message. */
    private void heard(Message message) {
        alive = true;
        new Hearing(peer, this::announced, exchanges).hear(message);
    }

    void announced(SignedHeader header) {
        Verdict verdict = ModelledPair.HEADER_CHECKS.check(
                peer, ModelledPair.MEMBERS.get(1 - index), header, exchanges.lifeOf(peer), exchanges.held(peer), 2);
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
        if ((writes.isEmpty() && held.isEmpty()) || fault == Fault.HASTY) {
            outside.accept(parcel);
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

    /** What is wrong here, whatever the other end does; null when nothing is. */
    @Nullable
    String objection() {
        List<String> seen = new ArrayList<>();
        for (Entry deed : books().all()) {
            if (deed.kind() == Kind.ANSWERED || deed.kind() == Kind.COMPLETED) {
                String name = deed.life() + "." + deed.seq();
                if (seen.contains(name) || seen.contains(deed.roots())) {
                    return "flow " + name + " was applied twice at one end";
                }
                seen.add(name);
                seen.add(deed.roots());
            }
        }
        double expected = deeds.stream().mapToDouble(Deed::amount).sum();
        float x = ledger.parameters().copy()[0];
        return Math.abs(x - expected) > 1e-4 ? "a vector is " + x + " where its deeds sum to " + expected : null;
    }

    Books books() {
        Pair pair = ledger.pair(peer);
        Open open = pair.open();
        boolean replied = pair.outcome() instanceof Replied;
        return new Books(
                deeds.stream().map(ModelledSide::entry).toList(),
                removed.stream().map(ModelledSide::entry).toList(),
                ledger.life(),
                open == null ? -1 : open.seq(),
                replied ? pair.life() : -1,
                replied ? pair.lastSeq() : -1);
    }

    private static Entry entry(Deed deed) {
        return new Entry(deed.kind(), deed.life(), deed.seq(), deed.roots(), deed.amount());
    }

    SideStates.Facts facts(int books) {
        boolean open = ledger.openTransactions() > 0;
        boolean busy = ledger.pair(peer).pending != null || open || !writes.isEmpty() || !held.isEmpty();
        return new SideStates.Facts(
                !writes.isEmpty(), busy, open, greeted, alive, published, crashes, losses, verdicts, books);
    }

    /** Everything that decides what this member will do, in one line. */
    String describe() {
        StringJoiner line = new StringJoiner("|");
        line.add(ledger.life() + "," + ledger.slot() + "," + ledger.voids() + ","
                + ledger.parameters().copy()[0] + "," + ledger.edgesLeft() + "," + alive + "" + neighbour + greeted
                + published + crashes + losses + verdicts);
        line.add(ledger.latest().map(Snapshot::header).map(ModelledSide::name).orElse("-"));
        line.add(describe(ledger.pair(peer)));
        line.add(checkpoint == null ? "-" : describe(checkpoint));
        journal.forEach(record -> line.add(describe(record)));
        line.add("w");
        for (Write write : writes) {
            line.add(write.checkpoint() != null ? describe(write.checkpoint()) : describe(write.record()));
        }
        held.forEach(h -> line.add((issued - h.token()) + h.parcel().name()));
        deeds.forEach(deed -> line.add(describe(deed)));
        line.add("r");
        removed.forEach(deed -> line.add(describe(deed)));
        return line.toString();
    }

    private static String describe(Deed deed) {
        return deed.kind() + "" + deed.life() + "." + deed.seq() + deed.roots() + deed.amount();
    }

    private String describe(Pair pair) {
        Open open = pair.open();
        Assembly assembly = pair.assembly;
        return pair.life() + "," + pair.lastOffered() + "," + (open == null ? "-" : describe(open)) + ","
                + pair.lastSeq() + describe(pair.outcome()) + ledger.mixed(pair) + ledger.resolved(pair)
                + pair.replySeen + name(pair.header)
                + name(pair.earlier) + (pair.pending == null ? "-" : pair.pending.seq())
                + (assembly == null ? "-" : name(assembly.header) + assembly.complete());
    }

    private static String describe(Open open) {
        return open.seq() + name(open.mine().header()) + name(open.theirs());
    }

    private static String describe(Checkpoint.Outcome outcome) {
        if (outcome instanceof Replied replied) {
            return "R" + name(replied.mine().header()) + name(replied.theirs().header());
        }
        return outcome instanceof Declined declined ? "D" + declined.code() : "S";
    }

    /** With the degree, which a root does not cover. */
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
