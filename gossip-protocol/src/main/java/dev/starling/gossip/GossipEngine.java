package dev.starling.gossip;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.consolidation.ConsolidationDesk;
import dev.starling.gossip.exchange.Exchanges;
import dev.starling.gossip.exchange.Ledger;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.liveness.FailureDetector;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.membership.RosterDesk;
import dev.starling.gossip.membership.Schedule;
import dev.starling.gossip.membership.SlotOrders;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.sums.Sums;
import dev.starling.gossip.wire.Decoded;
import dev.starling.gossip.wire.FrameCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one member: a function from a time and an event to effects. It owns the parameters, decides everything
 * and does nothing. Events may come in any order; times must not run backwards. Nothing that a peer sends makes it throw;
 * an exception from here is a bug. Confined to one thread.
 */
public final class GossipEngine {
    private static final long NEVER = Long.MAX_VALUE;

    private final Identity identity;
    private final GossipSettings settings;
    private final Digest federation;
    private final FrameCodec codec;
    private final HeaderDesk headers;
    private final Outbox outbox = new Outbox();
    private final Ledger ledger;
    private final boolean fresh;
    private final Exchanges exchanges;
    private final MemberTable members;
    private final FailureDetector detector;
    private final Schedule schedule;
    private final RosterDesk desk;
    private final ConsolidationDesk consolidation;
    private final SlotCycle cycle;
    private final Sums sums;
    private final MessageDesk messages;
    private final LinkDesk links;
    private final LinkKeeper keeper;
    private final Judging judging = new Judging(this);
    private final AddressBook addresses = new AddressBook();
    private final VerdictCounts verdicts = new VerdictCounts();
    private final EventDesk events = new EventDesk();
    private long nowNanos;
    private long timerNanos = NEVER;

    GossipEngine(
            Identity identity,
            SignedCharter charter,
            Roster roster,
            GossipSettings settings,
            SlotOrders orders,
            EngineMaker.State state) {
        if (!roster.contains(identity.peerId())) {
            throw new IllegalArgumentException("the roster does not name this member");
        }
        this.identity = identity;
        this.settings = settings;
        this.federation = roster.federation();
        this.codec = new FrameCodec(
                federation,
                id -> roster().member(id).map(member -> member.identity().signingKey()));
        this.ledger = state.ledger();
        this.fresh = state.fresh();
        EnginePorts ports = new EnginePorts(this);
        this.exchanges = new Exchanges(identity.peerId(), ledger, ports, settings.maxNorm());
        this.members = new MemberTable(roster);
        this.detector = new FailureDetector(identity.peerId(), members, settings.liveness(), new MemberDesk(this));
        this.schedule = new Schedule(identity.peerId(), settings.fanout(), orders);
        this.desk = new RosterDesk(identity, roster, charter, ports);
        this.consolidation = new ConsolidationDesk(
                identity.peerId(), ledger.ballots(), new ConsolidationPorts(this, ports), federation);
        this.headers = new HeaderDesk(this);
        this.cycle = new SlotCycle(
                new EngineParts(
                        identity,
                        settings,
                        ledger,
                        exchanges,
                        members,
                        schedule,
                        codec.headers(),
                        consolidation,
                        desk::roster,
                        outbox),
                (peer, snapshot) -> ports.send(peer, new Announce(snapshot.header())));
        this.sums = new Sums(identity, settings.startMembers(), ledger.given(), ports);
        this.links = new LinkDesk(this);
        this.keeper = new LinkKeeper(this);
        this.messages = new MessageDesk(this);
    }

    /**
     * A member without a state of its own.
     *
     * @param life larger than that of any state this identity ever had; milliseconds since the epoch will do
     */
    public static GossipEngine fresh(
            Identity identity, SignedCharter charter, Roster roster, GossipSettings settings, long life) {
        return new EngineMaker(charter).fresh(identity, roster, settings, life);
    }

    /** A member that comes back: the checkpoint and the records after it, in order. */
    public static GossipEngine recovered(
            Identity identity,
            SignedCharter charter,
            Roster roster,
            GossipSettings settings,
            Checkpoint checkpoint,
            List<JournalRecord> records) {
        return new EngineMaker(charter).recovered(identity, roster, settings, checkpoint, records);
    }

    /**
     * Takes one event.
     *
     * @param nowNanos the engine's clock, any origin, never backwards
     * @return what is to be done, in order
     */
    public List<Effect> step(long nowNanos, Event event) {
        List<Effect> effects = new ArrayList<>();
        step(nowNanos, event, effects::add);
        return effects;
    }

    /**
     * Takes one event, and hands on what is to be done as soon as it is known: a record is on its way to the disk while its
     * flow is applied.
     *
     * @param nowNanos the engine's clock, any origin, never backwards
     * @param effects takes what is to be done, in order; must not call the engine
     */
    public void step(long nowNanos, Event event, Consumer<Effect> effects) {
        outbox.open(effects);
        try {
            this.nowNanos = nowNanos;
            Phase before = cycle.phase();
            event.handle(events);
            cycle.progress(nowNanos);
            consolidation.progress(nowNanos);
            phaseChanged(before, cycle.phase());
            keeper.progress(nowNanos);
            judging.progress();
            setTimer();
        } finally {
            outbox.close();
        }
    }

    private void phaseChanged(Phase before, Phase now) {
        if (now == Phase.LEFT && before != now) {
            links.sayLeave();
        } else if ((before == Phase.PAUSED) != (now == Phase.PAUSED)) {
            links.sayPaused();
        }
    }

    /** What the engine knows, for people. */
    public EngineStatus status(long nowNanos) {
        return StatusDesk.of(this, verdicts.counts(), nowNanos);
    }

    /** A copy of the shared parameters x, length d. */
    public float[] parameters() {
        return ledger.parameters().copy();
    }

    /** This member's id. */
    public PeerId self() {
        return identity.peerId();
    }

    /** Latest published slot. */
    public int slot() {
        return ledger.slot();
    }

    /** The roster as this member holds it. */
    public Roster roster() {
        return desk.roster();
    }

    /** Roster entries that wait for more signatures. */
    public Collection<RosterEntry> proposals() {
        return desk.proposals();
    }

    /** The desk that keeps the roster. */
    RosterDesk desk() {
        return desk;
    }

    ConsolidationDesk consolidation() {
        return consolidation;
    }

    Exchanges exchanges() {
        return exchanges;
    }

    Sums sums() {
        return sums;
    }

    MemberTable members() {
        return members;
    }

    FailureDetector detector() {
        return detector;
    }

    SlotCycle cycle() {
        return cycle;
    }

    Outbox outbox() {
        return outbox;
    }

    Ledger ledger() {
        return ledger;
    }

    Schedule schedule() {
        return schedule;
    }

    FrameCodec codec() {
        return codec;
    }

    Identity identity() {
        return identity;
    }

    Digest federation() {
        return federation;
    }

    long nowNanos() {
        return nowNanos;
    }

    GossipSettings settings() {
        return settings;
    }

    LinkDesk links() {
        return links;
    }

    LinkKeeper keeper() {
        return keeper;
    }

    AddressBook addresses() {
        return addresses;
    }

    void verdict(PeerId peer, Verdict verdict) {
        verdict.handle(verdicts);
        if (!verdict.accepted()) {
            outbox.tell(new Report.VerdictReached(peer, verdict));
        }
    }

    /** Counts what was not taken. */
    void judged(PeerId peer, Verdict verdict) {
        if (!verdict.accepted()) {
            verdict(peer, verdict);
        }
    }

    /** A header from a member; see {@link HeaderDesk}. */
    void announced(PeerId from, SignedHeader header) {
        headers.announced(from, header);
    }

    /** Peers know more of this member than it does: its state is an old one. */
    void beginNewLife(long atLeast, int slot) {
        long life = Math.max(atLeast, ledger.life()) + 1;
        outbox.tell(new Report.Alarm("the state on disk is older than what peers have seen of it; going on as life "
                + life + ", with open transactions voided"));
        exchanges.beginLife(life, slot);
        links.greetAll();
    }

    private void setTimer() {
        long next = Math.min(detector.nextDueNanos(), exchanges.nextRetryNanos());
        next = Math.min(next, Math.min(cycle.nextDueNanos(nowNanos), links.nextGreetingNanos()));
        next = Math.min(next, Math.min(keeper.nextDueNanos(), consolidation.nextDueNanos(nowNanos)));
        next = Math.min(next, sums.nextDueNanos());
        if (next != NEVER && next != timerNanos) {
            outbox.emit(new Effect.SetTimer(next));
        }
        timerNanos = next;
    }

    /** What each kind of event does before the cycle looks at the result. */
    private final class EventDesk implements Event.Handler<Void> {
        @SuppressWarnings("NullAway") // Void has no other value
        private static Void done() {
            return null;
        }

        @Override
        public Void started(Event.Started event) {
            // A state that was recovered is durable as it is; a checkpoint now would forget what the journal says about
            // the edges of the latest snapshot.
            if (fresh) {
                outbox.save(ledger.checkpoint());
            }
            exchanges.voidStrangers(roster()::contains);
            cycle.started(nowNanos);
            consolidation.fetchMissing();
            return done();
        }

        @Override
        public Void linkUp(Event.LinkUp event) {
            links.up(event);
            return done();
        }

        @Override
        public Void linkDown(Event.LinkDown event) {
            links.down(event);
            return done();
        }

        @Override
        public Void frameArrived(Event.FrameArrived event) {
            LinkDesk.Link link = links.get(event.link());
            if (link != null) {
                frame(link, event.frame(), event.at());
            }
            return done();
        }

        @Override
        public Void displacementReady(Event.DisplacementReady event) {
            cycle.displacementReady(event, nowNanos);
            return done();
        }

        @Override
        public Void termReady(Event.TermReady event) {
            sums.scalingTerm(event.words(), settings.statisticsWords(), nowNanos);
            return done();
        }

        @Override
        public Void persisted(Event.Persisted event) {
            outbox.persisted(event.token());
            return done();
        }

        @Override
        public Void timerDue(Event.TimerDue event) {
            timerNanos = NEVER;
            detector.due(nowNanos);
            exchanges.retry(nowNanos);
            consolidation.timerDue(nowNanos);
            links.greetWhereUnanswered();
            keeper.due(nowNanos);
            sums.timerDue(nowNanos);
            return done();
        }

        @Override
        public Void approve(Event.Approve event) {
            if (!desk.approve(event.newcomer())) {
                outbox.tell(new Report.Alarm("nobody with the id " + event.newcomer() + " waits for approval"));
            }
            return done();
        }

        @Override
        public Void leave(Event.Leave event) {
            cycle.leave(nowNanos);
            return done();
        }

        @Override
        public Void pause(Event.Pause event) {
            cycle.pause(event.by());
            return done();
        }

        @Override
        public Void resume(Event.Resume event) {
            cycle.resume(event.by(), nowNanos);
            return done();
        }

        @Override
        public Void revoke(Event.Revoke event) {
            desk.revoke(event.revocation());
            return done();
        }

        @Override
        public Void stop(Event.Stop event) {
            links.turnAllAway(FarewellCode.STOPPING);
            return done();
        }

        @Override
        public Void judged(Event.Judged event) {
            sums.metricsTerm(event.model(), event.words(), nowNanos);
            return done();
        }

        private void frame(LinkDesk.Link link, byte[] frame, Instant at) {
            Decoded decoded = codec.decode(frame);
            @Nullable Message message = decoded.message().orElse(null);
            boolean member = roster().contains(link.peer);
            if (message == null) {
                links.unreadable(link, decoded.verdict());
            } else if (member) {
                detector.heard(link.peer, nowNanos);
                if (!message.signOfLife()) {
                    link.usedAtNanos = nowNanos;
                }
                messages.fromMember(link, message, at);
            } else {
                messages.fromStranger(link, message, at);
            }
        }
    }

    /** True when new edges may start with the peer. */
    boolean mayStart(PeerId peer) {
        boolean there = members.alive(peer) && members.link(peer) != MemberTable.NO_LINK;
        return roster().contains(peer) && there && !cycle.leaving();
    }

    /** Answers a request for a snapshot under the ledger's rules; see {@link Exchanges}. */
    void announceLatest(PeerId peer, EnginePorts ports) {
        ledger.latest().map(Snapshot::header).ifPresent(header -> ports.send(peer, new Announce(header)));
    }
}
