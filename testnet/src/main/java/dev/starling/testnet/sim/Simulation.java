package dev.starling.testnet.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Revocation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.gossip.Effect;
import dev.starling.gossip.EngineMaker;
import dev.starling.gossip.Event;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.testnet.sim.training.Trainer;
import dev.starling.testnet.sim.weather.Cut;
import dev.starling.testnet.sim.weather.VirtualClock;
import dev.starling.testnet.sim.weather.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A federation on virtual time. Members are numbered from 0 in the order in which they appear. Confined to one thread; a
 * helper thread may compute displacements ahead of time and changes nothing.
 */
public final class Simulation {
    private static final int SEED_BYTES = 32;
    private static final double MINUTE_NANOS = 60e9;
    private static final int ANSWERS = 50;

    private final SimulationSettings settings;
    private final Trainer trainer;
    private final List<Witness> witnesses;
    private final @Nullable Executor helper;
    private final Timeline timeline = new Timeline();
    private final Chance chance;
    private final Network network;
    private final SignedCharter charter;
    private final EngineMaker engines;
    private final Roster founding;
    private final @Nullable DurableCodec durable;
    private final List<SimulatedMember> members = new ArrayList<>();
    private final Map<PeerId, SimulatedMember> byId = new HashMap<>();
    private long patienceNanos;
    private long steps;

    /** All founders are there, none has started. */
    public Simulation(SimulationSettings settings, Trainer trainer, List<Witness> witnesses) {
        this(settings, trainer, witnesses, null);
    }

    /**
     * @param helper computes displacements ahead of time; null for none
     */
    public Simulation(
            SimulationSettings settings, Trainer trainer, List<Witness> witnesses, @Nullable Executor helper) {
        this.settings = settings;
        this.trainer = trainer;
        this.witnesses = List.copyOf(witnesses);
        this.helper = helper;
        this.patienceNanos = patience(settings.weather());
        this.chance = new Chance(settings.seed());
        this.network = new Network(timeline, settings.weather(), chance.weather);
        this.charter = new SignedCharter(("a simulated federation, seed " + settings.seed()).getBytes(UTF_8), Map.of());
        this.engines = new EngineMaker(charter);
        this.durable = settings.throughBytes()
                ? new DurableCodec(charter.federation(), settings.gossip().genesis().length)
                : null;
        List<Identity> identities = new ArrayList<>();
        List<Member> founders = new ArrayList<>();
        for (int rows : settings.rows()) {
            Identity identity = newIdentity();
            identities.add(identity);
            founders.add(new Member(identity.publicIdentity(), "Hospital " + founders.size(), rows));
        }
        this.founding = Roster.founding(charter.federation(), settings.quorum(), founders);
        network.keepLinks(!MemberTable.linkedOnDemand(founding));
        identities.forEach(identity -> appear(identity, founding));
    }

    // What happens to the federation.

    /** Starts every member. */
    public void startAll() {
        members.forEach(SimulatedMember::start);
    }

    /** The process of a member dies; how many of its writes are synced is left to chance. */
    public void crash(SimulatedMember member) {
        crash(member, chance.faults.nextInt(member.pendingWrites() + 1));
    }

    /** The process of a member dies, and of the writes that are not synced only the first so many are kept. */
    public void crash(SimulatedMember member, int synced) {
        if (member.up()) {
            checked(() -> member.crash(synced));
            network.dropAll(member);
        }
    }

    /** The disk of a member that is down is lost: it will start a new life. */
    public void loseDisk(SimulatedMember member) {
        if (member.up()) {
            throw new IllegalStateException("only a member that is down can lose its disk");
        }
        checked(member::loseDisk);
    }

    /**
     * Somebody is invited by a running member, knocks until it is let in, and starts.
     *
     * @param rows training rows it brings
     */
    public void join(int rows) {
        List<SimulatedMember> running = running();
        if (running.isEmpty()) {
            throw new IllegalStateException("nobody is there to invite anybody");
        }
        SimulatedMember inviter = running.get(chance.faults.nextInt(running.size()));
        Invitation invitation = Invitation.issue(
                inviter.identity(),
                charter.federation(),
                List.of("simulated:7070"),
                SimulatedMember.NOON.plus(Duration.ofDays(365)),
                chance.faults);
        new Applicant(this, newIdentity(), rows, invitation).knock();
    }

    /** A member finishes its transactions and goes. */
    public void leave(SimulatedMember member) {
        member.take(new Event.Leave());
    }

    /** As many running members as the quorum asks for remove a member from the roster, all at once. */
    public void revoke(SimulatedMember member, String reason) {
        List<SimulatedMember> others =
                new ArrayList<>(running().stream().filter(m -> m != member).toList());
        if (others.size() < settings.quorum()) {
            throw new IllegalStateException("too few members run to remove one");
        }
        for (int k = 0; k < settings.quorum(); k++) {
            SimulatedMember asker = others.remove(chance.faults.nextInt(others.size()));
            asker.take(new Event.Revoke(new Revocation(member.id(), reason)));
        }
    }

    /** Nothing passes between two groups for a while. */
    public void cut(Cut cut) {
        network.cut(cut);
    }

    /** The weather changes. */
    public void weather(Weather weather) {
        patienceNanos = Math.max(patienceNanos, patience(weather));
        network.weather(weather);
    }

    /** Messages that are lost are said again, later each time; a slot ends without answers after a minute at the latest. */
    private long patience(Weather weather) {
        double answered = (1 - weather.loss()) * (1 - weather.loss());
        double bytes = (double) Float.BYTES
                * settings.gossip().genesis().length
                * settings.rows().size();
        double transfer = weather.bytesPerSecond() == 0 ? 0 : MINUTE_NANOS / 60.0 * bytes / weather.bytesPerSecond();
        return (long) ((MINUTE_NANOS + ANSWERS * (weather.mostDelayNanos() + transfer)) / answered);
    }

    /** How long a slot may take beside trainings, in the worst weather so far. */
    long patienceNanos() {
        return patienceNanos;
    }

    /** The weather now. */
    public Weather weather() {
        return network.weather();
    }

    /** Runs an action at this time. */
    public void at(long atNanos, Runnable action) {
        timeline.at(atNanos, action);
    }

    /** Runs everything that is due until then. */
    public void run(long untilNanos) {
        runWhile(untilNanos, () -> true);
    }

    /**
     * Runs while a condition holds, looked at before every action.
     *
     * @return true when the condition ended it, false when the time was up
     */
    public boolean runWhile(long untilNanos, BooleanSupplier condition) {
        while (condition.getAsBoolean()) {
            if (!timeline.next(untilNanos)) {
                timeline.passTo(untilNanos);
                return false;
            }
        }
        return true;
    }

    /** Looks at something, and adds to whatever is thrown the seed, the time and how to see it again. */
    public void examine(Runnable look) {
        checked(look);
    }

    /** Nothing more will happen: witnesses look at the end. */
    public void end() {
        tell(witness -> witness.ended(this));
    }

    // What there is to see.

    /** Members in the order of their numbers. */
    public List<SimulatedMember> members() {
        return List.copyOf(members);
    }

    /** Members whose process runs. */
    public List<SimulatedMember> running() {
        return members.stream().filter(SimulatedMember::up).toList();
    }

    /** The member with this id, null when it is none. */
    public @Nullable SimulatedMember member(PeerId id) {
        return byId.get(id);
    }

    /** Virtual time since the beginning. */
    public long nowNanos() {
        return timeline.nowNanos();
    }

    /** Steps taken by all engines. */
    public long steps() {
        return steps;
    }

    public SimulationSettings settings() {
        return settings;
    }

    public SignedCharter charter() {
        return charter;
    }

    /** Chance for whoever plans faults. */
    public SplittableRandom faults() {
        return chance.faults;
    }

    // For the parts of the simulation.

    Timeline timeline() {
        return timeline;
    }

    Network network() {
        return network;
    }

    Identity newIdentity() {
        byte[] signing = new byte[SEED_BYTES];
        byte[] agreement = new byte[SEED_BYTES];
        chance.identities.nextBytes(signing);
        chance.identities.nextBytes(agreement);
        return Identity.fromSeeds(signing, agreement);
    }

    SimulatedMember appear(Identity identity, Roster roster) {
        SimulatedMember member = new SimulatedMember(this, members.size(), identity, roster);
        members.add(member);
        byId.put(member.id(), member);
        tell(witness -> witness.appeared(member));
        return member;
    }

    EngineMaker engines() {
        return engines;
    }

    Roster founding() {
        return founding;
    }

    VirtualClock newClock() {
        int most = settings.weather().skewPartsPerMillion();
        return most == 0
                ? new VirtualClock(0, 0)
                : new VirtualClock(chance.clocks.nextLong() >> 2, chance.clocks.nextInt(-most, most + 1));
    }

    Disk newDisk() {
        return new Disk(durable);
    }

    long syncNanos() {
        return 1 + chance.disks.nextLong(settings.mostSyncNanos());
    }

    Exercise exercise(Effect.Train asked, SimulatedMember member) {
        return new Exercise(asked, member, trainer, nowNanos(), helper);
    }

    /** Small federations keep a link to everybody; in large ones an engine asks for each that it needs. */
    void dialAll(SimulatedMember member) {
        if (MemberTable.linkedOnDemand(member.roster())) {
            return;
        }
        for (Member other : member.roster().members()) {
            dial(member, other.id());
        }
    }

    void dial(SimulatedMember member, PeerId other) {
        SimulatedMember found = byId.get(other);
        if (found != null && found != member && found.up()) {
            network.dial(member, found);
        }
    }

    List<Effect> step(SimulatedMember member, Event event, Arrival arrival) {
        steps++;
        try {
            List<Effect> effects = member.step(event);
            Step step = new Step(steps, nowNanos(), member, event, arrival, effects);
            for (Witness witness : witnesses) {
                witness.stepped(step);
            }
            return effects;
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    void synced(SimulatedMember member, Effect write) {
        tell(witness -> witness.synced(member, write));
    }

    void crashed(SimulatedMember member, List<Effect> lost) {
        tell(witness -> witness.crashed(member, lost));
    }

    void diskLost(SimulatedMember member) {
        tell(witness -> witness.diskLost(member));
    }

    private void tell(Consumer<Witness> what) {
        checked(() -> witnesses.forEach(what));
    }

    private void checked(Runnable action) {
        try {
            action.run();
        } catch (SimulationFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private SimulationFailure failure(RuntimeException cause) {
        return new SimulationFailure(
                "seed %d, event %d, %.6f s of virtual time: %s%nto see it again: %s"
                        .formatted(settings.seed(), steps, nowNanos() / 1e9, cause.getMessage(), settings.repeat()),
                cause);
    }
}
