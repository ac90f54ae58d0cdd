package dev.starling.testnet.invariant;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.Report;
import dev.starling.gossip.averaging.Flow;
import dev.starling.gossip.averaging.OuterStep;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.Side;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.testnet.invariant.Addition.Displaced;
import dev.starling.testnet.invariant.Addition.Flowed;
import dev.starling.testnet.invariant.Addition.Replaced;
import dev.starling.testnet.invariant.Addition.Transaction;
import dev.starling.testnet.invariant.Addition.Voided;
import dev.starling.testnet.invariant.MemberBook.Offer;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads from journal records, checkpoints and displacements what every member's parameters must have become, and undoes what
 * a crash loses. Whatever moves parameters has a record; that nothing else does is looked at after every so many steps.
 * Confined to the simulation's thread.
 */
final class Books implements Witness {
    private final GossipSettings settings;
    private final List<Auditor> auditors;
    private final long interval;
    private final List<MemberBook> books = new ArrayList<>();
    private final Map<Digest, float[]> bases = new HashMap<>();
    private @Nullable Digest meanRowsOf;
    private double meanRows;

    /**
     * @param interval steps between two looks at all vectors
     */
    Books(GossipSettings settings, List<Auditor> auditors, long interval) {
        this.settings = settings;
        this.auditors = List.copyOf(auditors);
        this.interval = interval;
        bases.put(Parameters.hash(settings.genesis()), settings.genesis());
    }

    @Override
    public void appeared(SimulatedMember member) {
        float[] x = member.engine().parameters();
        books.add(new MemberBook(x));
        auditors.forEach(auditor -> auditor.appeared(x));
    }

    @Override
    public void stepped(Step step) {
        MemberBook book = book(step.member());
        if (step.event() instanceof Event.DisplacementReady ready) {
            book.displacement = ready.displacement();
        }
        Entering entering = new Entering(step.member(), book);
        for (Effect effect : step.effects()) {
            effect.handle(entering);
        }
        if (!entering.entered.isEmpty()) {
            moved(step.member(), book, entering.entered, false);
        }
        if (step.number() % interval == 0) {
            compareAll(List.of(step.member()));
        }
    }

    @Override
    public void synced(SimulatedMember member, Effect write) {
        write.handle(new Only() {
            @Override
            public void saveCheckpoint(Effect.SaveCheckpoint effect) {
                book(member).synced(effect.token());
            }

            @Override
            public void appendJournal(Effect.AppendJournal effect) {
                book(member).synced(effect.token());
            }
        });
    }

    @Override
    public void crashed(SimulatedMember member, List<Effect> lost) {
        MemberBook book = book(member);
        moved(member, book, book.undo(), true);
    }

    @Override
    public void diskLost(SimulatedMember member) {
        MemberBook book = book(member);
        float[] x = member.engine().parameters();
        moved(member, book, List.of(new Replaced(book.parameters, x)), false);
        book.momentum = new float[x.length];
        book.latest = null;
        book.offers.clear();
    }

    @Override
    public void ended(Simulation simulation) {
        compareAll(simulation.members());
    }

    private MemberBook book(SimulatedMember member) {
        return books.get(member.number());
    }

    private void moved(SimulatedMember member, MemberBook book, List<Addition> additions, boolean undone) {
        float[] before = book.parameters;
        book.parameters = member.engine().parameters();
        Movement movement = new Movement(member, before, book.parameters, additions, undone);
        for (Auditor auditor : auditors) {
            auditor.moved(movement);
        }
    }

    private void compareAll(List<SimulatedMember> members) {
        for (SimulatedMember member : members) {
            Violation.unless(
                    Arrays.equals(member.engine().parameters(), book(member).parameters),
                    "I1",
                    "the parameters of member %d changed without a record",
                    member.number());
        }
    }

    /** Enters what one step of a member writes. */
    private final class Entering implements Only {
        final List<Addition> entered = new ArrayList<>();
        private final SimulatedMember member;
        private final MemberBook book;
        private @Nullable List<Addition> ofLastWrite;

        Entering(SimulatedMember member, MemberBook book) {
            this.member = member;
            this.book = book;
        }

        private void enter(Addition addition) {
            entered.add(addition);
            Objects.requireNonNull(ofLastWrite).add(addition);
        }

        @Override
        public void saveCheckpoint(Effect.SaveCheckpoint effect) {
            ofLastWrite = book.written(effect.token());
            Snapshot published = effect.checkpoint().latest().orElse(null);
            Snapshot before = book.latest;
            if (published != null
                    && published.header().header().stepsDone() > 0
                    && (before == null || !before.root().equals(published.root()))) {
                enter(displaced(published.header().header().slot()));
                Violation.unless(
                        Arrays.equals(book.momentum, effect.checkpoint().momentum()),
                        "I8",
                        "the momentum of member %d is not what its displacements make",
                        member.number());
            }
            book.latest = published;
        }

        private Displaced displaced(int slot) {
            float mu = settings.momentum();
            float share = share(member);
            float[] d = book.displacement;
            float[] v = book.momentum.clone();
            float[] step = new float[d.length];
            for (int k = 0; k < d.length; k++) {
                v[k] = mu * v[k] + d[k];
                step[k] = share * (d[k] + mu * v[k]);
            }
            book.momentum = v;
            return new Displaced(slot, d, v, step);
        }

        @Override
        public void appendJournal(Effect.AppendJournal effect) {
            ofLastWrite = book.written(effect.token());
            JournalRecord record = effect.record();
            if (record instanceof JournalRecord.Offered offered) {
                book.offers.put(offered.peer(), new Offer(offered.seq(), latest(offered.own()), offered.theirs()));
            } else if (record instanceof JournalRecord.Answered answered) {
                Snapshot theirs = new Snapshot(answered.theirs(), answered.body());
                enter(flowed(answered.peer(), answered.seq(), latest(answered.own()), theirs, false));
            } else if (record instanceof JournalRecord.Completed completed) {
                Offer open = opened(completed.peer(), completed.seq());
                Snapshot theirs = new Snapshot(open.theirs(), completed.body());
                enter(flowed(completed.peer(), completed.seq(), open.mine(), theirs, true));
            } else if (record instanceof JournalRecord.Voided voided) {
                enter(voided(voided));
            }
        }

        private Offer opened(PeerId peer, long seq) {
            Offer offer = book.offers.get(peer);
            Violation.unless(
                    offer != null && offer.seq() == seq,
                    "I3",
                    "member %d ends a transaction that it has not opened: %s",
                    member.number(),
                    seq);
            return Objects.requireNonNull(offer);
        }

        private Voided voided(JournalRecord.Voided record) {
            PeerId self = member.id();
            if (record.side() == Side.ANSWERED) {
                Transaction transaction = new Transaction(record.peer(), self, record.life(), record.seq());
                return new Voided(transaction, false, record.flow());
            }
            long life =
                    opened(record.peer(), record.seq()).mine().header().header().life();
            return new Voided(new Transaction(self, record.peer(), life, record.seq()), true, record.flow());
        }

        private Snapshot latest(Digest root) {
            Snapshot latest = book.latest;
            Violation.unless(
                    latest != null && latest.root().equals(root),
                    "I2",
                    "member %d swaps a snapshot that is not its latest",
                    member.number());
            return Objects.requireNonNull(latest);
        }

        private Flowed flowed(PeerId peer, long seq, Snapshot mine, Snapshot theirs, boolean lower) {
            Snapshot ofLower = lower ? mine : theirs;
            Snapshot ofHigher = lower ? theirs : mine;
            SnapshotHeader low = ofLower.header().header();
            SnapshotHeader high = ofHigher.header().header();
            float[] flow = Flow.of(Flow.weight(low.degree(), high.degree()), values(ofLower), values(ofHigher));
            PeerId self = member.id();
            Transaction transaction = new Transaction(lower ? self : peer, lower ? peer : self, low.life(), seq);
            return new Flowed(transaction, lower, mine, theirs, flow);
        }

        /** Snapshots refer to it from here on. */
        @Override
        public void releaseModel(Effect.ReleaseModel effect) {
            bases.putIfAbsent(effect.certificate().model(), effect.parameters());
        }

        /** A newcomer's start: the books have it as given. */
        @Override
        public void tell(Effect.Tell effect) {
            if (effect.report() instanceof Report.StartedFrom || effect.report() instanceof Report.StartedFromModel) {
                enter(new Replaced(book.parameters, member.engine().parameters()));
            }
        }
    }

    private float[] values(Snapshot snapshot) {
        SnapshotHeader header = snapshot.header().header();
        float[] base = bases.get(header.base());
        float[] values = new float[settings.genesis().length];
        boolean decoded = base != null && settings.encoding().decode(snapshot.body(), base, values);
        Violation.unless(decoded, "I11", "a snapshot is swapped that cannot be decoded: %s", header);
        return values;
    }

    private float share(SimulatedMember member) {
        Roster roster = member.engine().roster();
        if (!roster.head().equals(meanRowsOf)) {
            meanRowsOf = roster.head();
            meanRows =
                    roster.members().stream().mapToInt(Member::rows).average().orElseThrow();
        }
        int rows = roster.member(member.id()).map(Member::rows).orElse(1);
        return OuterStep.share(rows, meanRows);
    }
}
