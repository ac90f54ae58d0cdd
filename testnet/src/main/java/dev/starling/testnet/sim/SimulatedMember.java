package dev.starling.testnet.sim;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.Effect;
import dev.starling.gossip.EngineMaker;
import dev.starling.gossip.EngineStatus;
import dev.starling.gossip.Event;
import dev.starling.gossip.GossipEngine;
import dev.starling.testnet.sim.weather.VirtualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One member: its engine, its disk, its clock, its training. Confined to the simulation's thread. */
public final class SimulatedMember implements Party {
    private static final int TRAININGS = 5;
    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final Simulation simulation;
    private final int number;
    private final Identity identity;
    private final VirtualClock clock;
    private final Disk disk;
    private final EffectDesk desk;
    private final Map<Long, PeerId> links = new TreeMap<>();
    private GossipEngine engine;
    private Roster roster;
    private boolean up;
    private int starts;
    private double pace = 1;
    private long life = 1;
    private @Nullable Exercise exercise;

    SimulatedMember(Simulation simulation, int number, Identity identity, Roster roster) {
        this.simulation = simulation;
        this.number = number;
        this.identity = identity;
        this.roster = roster;
        this.clock = simulation.newClock();
        this.disk = simulation.newDisk();
        this.desk = new EffectDesk(simulation, this);
        this.engine = fresh();
    }

    private GossipEngine fresh() {
        return simulation
                .engines()
                .fresh(identity, roster, simulation.settings().gossip(), life);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public PeerId id() {
        return identity.peerId();
    }

    @Override
    public boolean knows(PeerId peer) {
        return roster.contains(peer);
    }

    @Override
    public boolean up() {
        return up;
    }

    /** Its keys. */
    public Identity identity() {
        return identity;
    }

    /** Its engine, for looking at. */
    public GossipEngine engine() {
        return engine;
    }

    /** What its engine says now. */
    public EngineStatus status() {
        return engine.status(clock.local(simulation.nowNanos()));
    }

    /** The roster as it keeps it. */
    public Roster roster() {
        return roster;
    }

    /** Who is at the other end of a link, null when the link is gone. */
    public @Nullable PeerId otherEnd(long link) {
        return links.get(link);
    }

    /** True when more than half of the members run that are on its roster, and no cut parts them from it. */
    public boolean amongMost() {
        long reached = roster.members().stream()
                .map(member -> simulation.member(member.id()))
                .filter(member ->
                        member != null && member.up && !simulation.network().severed(this, member))
                .count();
        return 2 * reached > roster.size();
    }

    /** No slot may take longer here: some trainings, and what the worst weather so far can make of a few answers. */
    public long patienceNanos() {
        return simulation.patienceNanos()
                + TRAININGS * stepNanos() * simulation.settings().gossip().stepsPerSlot();
    }

    /** A full training takes so many times the usual time from now on. */
    public void pace(double factor) {
        pace = factor;
    }

    /** Starts the process, unless its member was removed; it dials everybody on its roster. */
    public void start() {
        if (!up && !removed()) {
            up = true;
            starts++;
            take(new Event.Started());
            simulation.dialAll(this);
        }
    }

    /**
     * The process dies: training and links are gone, and of the writes that are not synced only the first so many are
     * kept. For a member that was removed there is nothing to be made anew: all are kept.
     */
    void crash(int synced) {
        up = false;
        starts++;
        exercise = null;
        for (int k = removed() ? disk.pending() : synced; k > 0; k--) {
            simulation.synced(this, disk.sync());
        }
        List<Effect> lost = disk.lose();
        links.clear();
        if (!removed()) {
            recover();
        }
        simulation.crashed(this, lost);
    }

    private boolean removed() {
        return !roster.contains(id());
    }

    private void recover() {
        engine = disk.checkpoint()
                .map(checkpoint -> simulation
                        .engines()
                        .recovered(
                                identity,
                                roster,
                                simulation.settings().gossip(),
                                new EngineMaker.Past(checkpoint, disk.journal(), disk.models())))
                .orElseGet(this::fresh);
    }

    /** The disk is lost while the process is down; what starts next is a new life. */
    void loseDisk() {
        disk.wipe();
        life = engine.status(clock.local(simulation.nowNanos())).life() + 1;
        engine = fresh();
        simulation.diskLost(this);
    }

    /** Writes that are not synced yet. */
    public int pendingWrites() {
        return disk.pending();
    }

    /** The engine takes an event now. */
    public void take(Event event) {
        take(event, Arrival.FRESH);
    }

    private void take(Event event, Arrival arrival) {
        List<Effect> effects = simulation.step(this, event, arrival);
        for (Effect effect : effects) {
            effect.handle(desk);
        }
    }

    List<Effect> step(Event event) {
        return engine.step(clock.local(simulation.nowNanos()), event);
    }

    @Override
    public void linkUp(long link, PeerId other, boolean outbound) {
        links.put(link, other);
        take(new Event.LinkUp(link, other, outbound));
    }

    @Override
    public void linkDown(long link) {
        if (up && links.remove(link) != null) {
            take(new Event.LinkDown(link));
        }
    }

    @Override
    public void frame(long link, byte[] frame, Arrival arrival) {
        take(new Event.FrameArrived(link, frame, NOON.plusNanos(simulation.nowNanos())), arrival);
    }

    /** Runs an action after a while, unless the process has died by then. */
    void later(long nanos, Runnable action) {
        int start = starts;
        simulation.timeline().after(nanos, () -> {
            if (up && starts == start) {
                action.run();
            }
        });
    }

    VirtualClock clock() {
        return clock;
    }

    Disk disk() {
        return disk;
    }

    void keep(Roster changed) {
        roster = changed;
    }

    /** How long one local step takes here. */
    long stepNanos() {
        double full = simulation.settings().trainingNanos() * pace;
        return Math.max(1, (long) (full / simulation.settings().gossip().stepsPerSlot()));
    }

    @Nullable
    Exercise exercise() {
        return exercise;
    }

    void exercise(@Nullable Exercise next) {
        exercise = next;
    }
}
