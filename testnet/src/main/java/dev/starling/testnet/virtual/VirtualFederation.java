package dev.starling.testnet.virtual;

import dev.starling.gossip.Phase;
import dev.starling.testnet.invariant.ConservedMass;
import dev.starling.testnet.invariant.Invariants;
import dev.starling.testnet.local.ProcessMemory;
import dev.starling.testnet.scenario.Performance;
import dev.starling.testnet.scenario.Scenario;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import dev.starling.testnet.sim.measure.Agreement;
import dev.starling.testnet.sim.measure.Distances;
import dev.starling.testnet.sim.measure.Progress;
import dev.starling.testnet.sim.measure.TraceHash;
import dev.starling.testnet.sim.measure.Traffic;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Plays a plan once and measures. Confined to one thread, but for the training that a second one does ahead. */
public final class VirtualFederation {
    private static final long SECOND = 1_000_000_000L;
    private static final long LOOK_EVERY_NANOS = SECOND / 4;
    private static final int TIMES_THE_PLAN = 20;
    private static final long AT_LEAST_NANOS = 300 * SECOND;
    private static final double TOLERANCE = 0.05;
    private static final double EXACT_TOLERANCE = 1e-3;
    private static final long LOOK_AT_ALL_EVERY = 1000;
    private static final Set<Phase> GONE = Set.of(Phase.LEFT, Phase.REVOKED);

    private final VirtualPlan plan;
    private final Consumer<String> progressLines;
    private final Progress progress = new Progress();
    private final Traffic traffic = new Traffic();
    private final Agreement agreement = new Agreement(progress, traffic);
    private final TraceHash trace = new TraceHash();

    /**
     * @param progressLines told now and then how far it is
     */
    public VirtualFederation(VirtualPlan plan, Consumer<String> progressLines) {
        this.plan = plan;
        this.progressLines = progressLines;
    }

    /** Plays it. */
    public VirtualReport run() {
        long begin = System.nanoTime();
        Optional<Scenario> scenario = plan.scenario();
        if (scenario.isPresent()) {
            boolean exact = plan.settings().gossip().encoding().name().equals("float32");
            Performance played = new Performance(
                            scenario.get(),
                            plan.settings(),
                            plan.learning().trainer(),
                            exact ? EXACT_TOLERANCE : TOLERANCE,
                            observers())
                    .play();
            return report(played.simulation(), played.invariants(), System.nanoTime() - begin);
        }
        ExecutorService helper = plan.ahead() ? Executors.newSingleThreadExecutor() : null;
        try {
            return freely(helper, begin);
        } finally {
            if (helper != null) {
                helper.shutdownNow();
            }
        }
    }

    private VirtualReport freely(@Nullable ExecutorService helper, long begin) {
        Invariants invariants =
                plan.reckoning() ? Invariants.every(plan.settings().gossip(), LOOK_AT_ALL_EVERY) : Invariants.cheap();
        List<Witness> witnesses = new ArrayList<>(invariants.witnesses());
        witnesses.addAll(observers());
        Simulation simulation = new Simulation(plan.settings(), plan.learning().trainer(), witnesses, helper);
        simulation.startAll();
        plan.faults().plan(simulation);
        long planned = plan.settings().gossip().plannedSlots() * plan.settings().trainingNanos();
        long limit = Math.max(AT_LEAST_NANOS, TIMES_THE_PLAN * planned);
        while (simulation.nowNanos() < limit && !(simulation.nowNanos() >= planned && progress.done(simulation))) {
            simulation.run(simulation.nowNanos() + LOOK_EVERY_NANOS);
        }
        simulation.end();
        return report(simulation, invariants, System.nanoTime() - begin);
    }

    private List<Witness> observers() {
        List<Witness> observers = new ArrayList<>(plan.witnesses());
        observers.addAll(List.of(progress, traffic, agreement, trace, new Teller()));
        return observers;
    }

    /** Tells how far it is, about once in two seconds. */
    private final class Teller implements Witness {
        private static final long EVERY_NANOS = 2 * SECOND;
        private static final int LOOK_EVERY = 256;

        private long toldAt = System.nanoTime();

        @Override
        public void stepped(Step step) {
            if (step.number() % LOOK_EVERY == 0 && System.nanoTime() - toldAt >= EVERY_NANOS) {
                toldAt = System.nanoTime();
                progressLines.accept("slot %d of %d, %.1f s of virtual time, %d events"
                        .formatted(
                                progress.newestSlot(),
                                plan.settings().gossip().plannedSlots(),
                                step.nowNanos() / 1e9,
                                step.number()));
            }
        }
    }

    private VirtualReport report(Simulation simulation, Invariants invariants, long tookNanos) {
        List<SimulatedMember> there = simulation.running().stream()
                .filter(member -> !GONE.contains(progress.phase(member)))
                .toList();
        List<SimulatedMember> judged = there.isEmpty() ? simulation.members() : there;
        OptionalDouble massError = invariants
                .mass()
                .map(ConservedMass::largestError)
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
        int members = simulation.members().size();
        return new VirtualReport(
                members,
                plan.settings().seed(),
                plan.learning().accuracy().map(accuracy -> accuracy(judged, accuracy)),
                massError,
                Distances.of(judged).relative(),
                agreement.bodies(),
                traffic.bytes() / (double) members,
                judged.stream().mapToInt(progress::slot).min().orElse(0),
                invariants.models().models(),
                simulation.nowNanos() / 1e9,
                simulation.steps() * (double) TimeUnit.SECONDS.toNanos(1) / tookNanos,
                ProcessMemory.peakBytes(ProcessHandle.current().pid()),
                trace.digest().hex());
    }

    private static VirtualReport.Accuracy accuracy(List<SimulatedMember> members, ToDoubleFunction<float[]> accuracy) {
        DoubleSummaryStatistics all = members.stream()
                .mapToDouble(member -> accuracy.applyAsDouble(member.engine().parameters()))
                .summaryStatistics();
        return new VirtualReport.Accuracy(all.getAverage(), all.getMin(), all.getMax() - all.getMin());
    }
}
