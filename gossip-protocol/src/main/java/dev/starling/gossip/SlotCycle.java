package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.consolidation.ConsolidationDesk;
import dev.starling.gossip.exchange.Exchanges;
import dev.starling.gossip.exchange.Ledger;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.pacing.Pacing;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One member's round of slots: wait for members, train, publish, swap, go on; alone, idle or leaving where that is what
 * the world asks for. {@link #progress} looks at what is known now and takes every step that is due. Confined to the
 * engine's thread.
 */
final class SlotCycle {
    private static final long SECOND = 1_000_000_000L;
    private static final long ALONE_AFTER_NANOS = 3 * SECOND;
    private static final long FETCH_AGAIN_NANOS = SECOND;
    private static final long CLAIM_HOLDS_NANOS = 2 * SECOND;
    private static final long REST_NANOS = SECOND;
    private static final long LEAVE_WITHIN_NANOS = 10 * SECOND;
    private static final int NEAR_ENOUGH = 2;
    private static final int MOST_REST_DOUBLINGS = 4;
    private static final long NEVER = Long.MAX_VALUE;

    private final GossipSettings settings;
    private final Ledger ledger;
    private final Exchanges exchanges;
    private final MemberTable members;
    private final Neighbourhood neighbourhood;
    private final Publisher publisher;
    private final ConsolidationDesk consolidation;
    private final Supplier<Roster> roster;
    private final Outbox outbox;
    private final Pacing pacing;

    private Phase phase = Phase.WAITING;
    private long sinceNanos;
    private long training;
    private boolean inTraining;
    private int trainingSlot;
    private boolean stopAsked;
    private final EnumSet<Pauser> pausers = EnumSet.noneOf(Pauser.class);
    private float @Nullable [] displacement;
    private int stepsDone;
    private @Nullable PrivateCopy privateCopy;
    private int restSlots;
    private long askAgainAtNanos;
    private boolean headerClaimed;
    private long headerDueNanos;

    SlotCycle(EngineParts parts, BiConsumer<PeerId, Snapshot> announce) {
        this.settings = parts.settings();
        this.ledger = parts.ledger();
        this.exchanges = parts.exchanges();
        this.members = parts.members();
        this.neighbourhood = new Neighbourhood(parts);
        this.pacing = new Pacing(Limits.slices(Float.BYTES * ledger.parameters().dimension()));
        this.publisher = new Publisher(parts, announce);
        this.consolidation = parts.consolidation();
        this.roster = parts.roster();
        this.outbox = parts.outbox();
    }

    Phase phase() {
        return phase;
    }

    Pacing pacing() {
        return pacing;
    }

    /** Neighbours of the latest slot, as they were when it was published. */
    List<PeerId> neighbours() {
        return neighbourhood.latest();
    }

    /** The slot that comes next: what is being trained, or will be. */
    int slotAhead() {
        return phase == Phase.TRAINING ? trainingSlot : ledger.slot() + 1;
    }

    /** Who will be a neighbour then, as far as is known now. */
    List<PeerId> neighboursAhead() {
        return neighbourhood.inSlot(slotAhead());
    }

    boolean leaving() {
        return phase == Phase.LEAVING || phase == Phase.LEFT || phase == Phase.REVOKED;
    }

    /** Slots trained on the private copy, 0 in company. */
    int privateSlots() {
        PrivateCopy copy = privateCopy;
        return copy == null ? 0 : copy.slots();
    }

    void started(long nowNanos) {
        askAgainAtNanos = nowNanos;
        enter(Phase.WAITING, nowNanos);
    }

    /**
     * A peer says that it has published this slot. Its header follows; a newcomer waits for it, so that it does not start
     * from genesis among members that are far ahead, but only so long that a liar cannot hold it.
     */
    void slotClaimed(int slot, long nowNanos) {
        if (fresh() && slot > NEAR_ENOUGH && !headerClaimed) {
            headerClaimed = true;
            headerDueNanos = nowNanos + CLAIM_HOLDS_NANOS;
        }
    }

    /** The others have removed this member. */
    void revoked(long nowNanos) {
        if (phase != Phase.LEFT) {
            stopTraining();
            enter(Phase.REVOKED, nowNanos);
        }
    }

    void leave(long nowNanos) {
        if (phase == Phase.REVOKED) {
            enter(Phase.LEFT, nowNanos);
        } else if (!leaving()) {
            stopTraining();
            enter(Phase.LEAVING, nowNanos);
        }
    }

    /** No training any more from the end of this slot on, until {@link #resume}. Exchanges that are under way still finish. */
    void pause(Pauser by) {
        if (pausers.add(by) && pausers.size() == 1) {
            stopTraining();
        }
    }

    /** Training goes on when nobody else wants this member to rest. */
    void resume(Pauser by, long nowNanos) {
        pausers.remove(by);
        if (phase == Phase.PAUSED && pausers.isEmpty()) {
            enter(Phase.WAITING, nowNanos);
        }
    }

    void displacementReady(Event.DisplacementReady event, long nowNanos) {
        if (event.training() != training || !inTraining) {
            return;
        }
        inTraining = false;
        if (phase == Phase.ALONE) {
            addToPrivateCopy(event.displacement());
        } else if (phase == Phase.TRAINING) {
            displacement = event.displacement();
            stepsDone = event.stepsDone();
            long took = Math.max(nowNanos - sinceNanos, settings.minSlotNanos());
            pacing.trained(stopAsked ? Math.max(took, pacing.trainingNanos()) : took);
        }
    }

    /** Who wants this member to rest, whether it does so yet or not. */
    Set<Pauser> pausers() {
        return pausers;
    }

    /** A newcomer's snapshot came: it is the start, unless it is too old by now. */
    void fetched(PeerId peer, Snapshot snapshot, long nowNanos) {
        int slot = snapshot.header().header().slot();
        float[] values = ledger.parameters().decode(snapshot);
        if (fresh() && values != null && neighbourhood.newestSlot() - slot <= NEAR_ENOUGH) {
            start(values, slot, new Report.StartedFrom(peer, slot));
        } else {
            askAgainAtNanos = nowNanos;
        }
    }

    private void start(float[] values, int slot, Report report) {
        ledger.startFrom(values, slot);
        outbox.save(ledger.checkpoint());
        outbox.tell(report);
    }

    /** Takes every step that is due. */
    void progress(long nowNanos) {
        Phase before;
        do {
            before = phase;
            switch (phase) {
                case WAITING -> waiting(nowNanos);
                case TRAINING -> trainingOn(nowNanos);
                case EXCHANGING -> exchanging(nowNanos);
                case ALONE -> alone(nowNanos);
                case IDLE -> idle(nowNanos);
                case LEAVING -> leaving(nowNanos);
                case PAUSED, LEFT, REVOKED -> {}
            }
        } while (phase != before);
    }

    /** When {@link #progress} has something to do next if nothing happens, {@link Long#MAX_VALUE} when never. */
    long nextDueNanos(long nowNanos) {
        return switch (phase) {
            case WAITING -> waitingUntilNanos(nowNanos);
            case TRAINING -> trainingUntilNanos(nowNanos);
            case EXCHANGING -> exchangingUntilNanos(nowNanos);
            case IDLE -> restWanted() ? restAtNanos() : NEVER;
            case LEAVING -> sinceNanos + LEAVE_WITHIN_NANOS;
            case ALONE, PAUSED, LEFT, REVOKED -> NEVER;
        };
    }

    /** Features cannot be scaled yet, so nothing can be learnt. */
    private boolean awaitsStatistics() {
        return settings.statisticsWords() > 0 && roster.get().statistics().isEmpty();
    }

    private long waitingUntilNanos(long nowNanos) {
        if (awaitsStatistics()) {
            return NEVER;
        }
        if (neighbourhood.companions() == 0) {
            return fresh() ? NEVER : sinceNanos + ALONE_AFTER_NANOS;
        }
        if (fresh() && neighbourhood.newestSlot() > NEAR_ENOUGH) {
            return askAgainAtNanos;
        }
        return awaitsHeader(nowNanos) ? headerDueNanos : NEVER;
    }

    /** Before its first slot a member waits for company however long it takes; later it trains a private copy alone. */
    private void waiting(long nowNanos) {
        if (!pausers.isEmpty()) {
            enter(Phase.PAUSED, nowNanos);
        } else if (awaitsStatistics()) {
            return;
        } else {
            waitingForCompany(nowNanos);
        }
    }

    private void waitingForCompany(long nowNanos) {
        int alive = neighbourhood.companions();
        int newest = neighbourhood.newestSlot();
        if (alive == 0) {
            if (!fresh() && nowNanos - sinceNanos >= ALONE_AFTER_NANOS) {
                privateCopy = new PrivateCopy(ledger.parameters().copy());
                enter(Phase.ALONE, nowNanos);
            }
        } else if (fresh() && newest > NEAR_ENOUGH) {
            Optional<float[]> model = consolidation.startFor(newest);
            if (model.isPresent()) {
                start(model.get(), newest, new Report.StartedFromModel(consolidation.newestIndex(), newest));
            } else if (nowNanos - askAgainAtNanos >= 0) {
                askForSnapshot(nowNanos);
            }
        } else if (awaitsHeader(nowNanos)) {
            return;
        } else if (members.greetedCount() + 1 >= startMembers() || newest > 0 || ledger.slot() > 0) {
            startTraining(nowNanos);
        }
    }

    /** Where links are made as they are needed, company is all there is to wait for. */
    private int startMembers() {
        int wanted = settings.startMembers();
        return MemberTable.linkedOnDemand(roster.get()) ? Math.min(2, wanted) : wanted;
    }

    private boolean awaitsHeader(long nowNanos) {
        return fresh() && headerClaimed && headerDueNanos - nowNanos > 0;
    }

    private void askForSnapshot(long nowNanos) {
        exchanges.newestPeer(neighbourhood::counts).ifPresent(peer -> {
            exchanges.fetch(peer);
            askAgainAtNanos = nowNanos + FETCH_AGAIN_NANOS;
        });
    }

    private void startTraining(long nowNanos) {
        int slot = ledger.slot() + 1;
        privateCopy = null;
        if (!pausers.isEmpty()) {
            enter(Phase.PAUSED, nowNanos);
            return;
        }
        if (planDone()) {
            restSlots = 0;
            enter(Phase.IDLE, nowNanos);
            outbox.tell(new Report.PlanDone(ledger.slot(), ledger.parameters().copy()));
            return;
        }
        enter(Phase.TRAINING, nowNanos);
        train(slot, ledger.parameters().copy());
    }

    private void train(int slot, float[] start) {
        trainingSlot = slot;
        pacing.training();
        displacement = null;
        stopAsked = false;
        inTraining = true;
        outbox.emit(new Effect.Train(++training, slot, start, settings.stepsPerSlot()));
    }

    private void trainingOn(long nowNanos) {
        OptionalInt catchUp = Pacing.catchUp(trainingSlot, neighbourhood.slots(trainingSlot));
        float[] ready = displacement;
        if (ready == null) {
            if (pacing.mustStop(nowNanos, trainingSlot, catchUp)) {
                stopTraining();
            }
        } else if (neighbourhood.companions() == 0) {
            privateCopy = new PrivateCopy(ledger.parameters().copy());
            addToPrivateCopy(ready);
            enter(Phase.ALONE, nowNanos);
        } else if (mayPublish(nowNanos) && (catchUp.isPresent() || nowNanos - sinceNanos >= settings.minSlotNanos())) {
            takeStep(ready);
            publish(catchUp.orElse(trainingSlot), stepsDone, nowNanos);
            enter(Phase.EXCHANGING, nowNanos);
        }
    }

    /** Lets go of the displacement: publishing needs the room for its checkpoint. */
    private void takeStep(float[] ready) {
        if (stepsDone > 0) {
            publisher.takeStep(ready);
        }
        displacement = null;
    }

    private void publish(int wanted, int steps, long nowNanos) {
        int slot = Math.max(wanted, ledger.slot() + 1);
        if (neighbourhood.slotOver()) {
            pacing.missed();
        }
        publisher.publish(slot, steps, neighbourhood.settle(slot), nowNanos);
        pacing.published(nowNanos);
    }

    private void exchanging(long nowNanos) {
        boolean goesOn = pacing.mayTrain(nowNanos, neighbourhood.company(ledger.slot()));
        if (goesOn && (!planDone() || mayPublish(nowNanos))) {
            outbox.tell(new Report.SlotEnded(
                    ledger.slot(),
                    neighbourhood.mixedCount(),
                    ledger.parameters().consensusDistance()));
            if (neighbourhood.companions() == 0) {
                enter(Phase.WAITING, nowNanos);
            } else {
                startTraining(nowNanos);
            }
        }
    }

    /** The plan ends with its last exchanges. */
    private boolean planDone() {
        return settings.plannedSlots() > 0 && ledger.slot() >= settings.plannedSlots();
    }

    /** A new snapshot breaks off what is under way with the one before. */
    private boolean mayPublish(long nowNanos) {
        OptionalLong since = neighbourhood.swappingSinceNanos();
        return since.isEmpty() || nowNanos - since.getAsLong() >= pacing.exchangeLimitNanos();
    }

    private long swapsDueNanos(long nowNanos) {
        return mayPublish(nowNanos)
                ? nowNanos
                : neighbourhood.swappingSinceNanos().orElse(nowNanos) + pacing.exchangeLimitNanos();
    }

    private long trainingUntilNanos(long nowNanos) {
        if (displacement == null) {
            return stopAsked ? NEVER : pacing.stopDueNanos();
        }
        return Math.max(sinceNanos + settings.minSlotNanos(), swapsDueNanos(nowNanos));
    }

    private long exchangingUntilNanos(long nowNanos) {
        return planDone() ? Math.max(pacing.deadlineNanos(), swapsDueNanos(nowNanos)) : pacing.deadlineNanos();
    }

    private void alone(long nowNanos) {
        if (neighbourhood.companions() > 0) {
            if (inTraining) {
                stopTraining();
            } else {
                enter(Phase.WAITING, nowNanos);
            }
        } else if (!pausers.isEmpty() && !inTraining) {
            enter(Phase.PAUSED, nowNanos);
        } else if (!inTraining) {
            int slot = ledger.slot() + privateSlots() + 1;
            PrivateCopy copy = privateCopy;
            if (copy != null && (settings.plannedSlots() == 0 || slot <= settings.plannedSlots())) {
                train(slot, copy.start());
            }
        }
    }

    /** After the plan a member publishes again, without training, only to agree with somebody who came back late. */
    private void idle(long nowNanos) {
        int newest = neighbourhood.newestSlot();
        if (newest > ledger.slot() && newest <= settings.lastSlot()) {
            publish(newest, 0, nowNanos);
            sinceNanos = nowNanos;
        } else if (restWanted() && nowNanos - restAtNanos() >= 0) {
            restSlots = Math.min(restSlots + 1, MOST_REST_DOUBLINGS);
            publish(ledger.slot() + 1, 0, nowNanos);
            sinceNanos = nowNanos;
        }
    }

    /**
     * Somebody is there, and not all of them have swapped the latest snapshot, or with less weight than would make them agree:
     * two camps would stay apart for good.
     */
    private boolean restWanted() {
        return ledger.slot() < settings.lastSlot()
                && ledger.slot() > 0
                && neighbourhood.companions() > 0
                && (ledger.laden() || !neighbourhood.allSwapped());
    }

    private long restAtNanos() {
        return sinceNanos + (REST_NANOS << restSlots);
    }

    private void leaving(long nowNanos) {
        boolean finished = ledger.openTransactions() == 0 && ledger.unacknowledgedReplies() == 0;
        if (finished || nowNanos - sinceNanos >= LEAVE_WITHIN_NANOS) {
            enter(Phase.LEFT, nowNanos);
        }
    }

    private void stopTraining() {
        if (inTraining && !stopAsked) {
            stopAsked = true;
            outbox.emit(new Effect.StopTraining(training));
        }
    }

    private void addToPrivateCopy(float[] d) {
        PrivateCopy copy = privateCopy;
        if (copy != null) {
            copy.add(d);
        }
    }

    /** Nothing durable but the birth: a newcomer. */
    private boolean fresh() {
        return ledger.slot() == 0;
    }

    private void enter(Phase next, long nowNanos) {
        sinceNanos = nowNanos;
        if (phase != next) {
            phase = next;
            outbox.tell(new Report.PhaseChanged(next));
        }
    }
}
