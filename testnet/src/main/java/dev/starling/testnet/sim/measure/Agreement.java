package dev.starling.testnet.sim.measure;

import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How many model-sized messages each member sends until disagreement, the root mean square of the distances from the mean,
 * has fallen to a thousandth of the largest there was. Looks each time another tenth of the members has published, once
 * everybody has.
 */
public final class Agreement implements Witness {
    private static final double PART = 1e-3;
    private static final int LOOKS_A_SLOT = 10;

    private final Progress progress;
    private final Traffic traffic;
    private final List<SimulatedMember> members = new ArrayList<>();
    private long lookedAt;
    private double largest;
    private double last;
    private OptionalDouble bodies = OptionalDouble.empty();

    /** Both must see each step before this does. */
    public Agreement(Progress progress, Traffic traffic) {
        this.progress = progress;
        this.traffic = traffic;
    }

    @Override
    public void appeared(SimulatedMember member) {
        members.add(member);
    }

    @Override
    public void stepped(Step step) {
        long every = Math.max(1, members.size() / LOOKS_A_SLOT);
        if (bodies.isEmpty() && progress.published() >= Math.max(members.size(), lookedAt + every)) {
            lookedAt = progress.published();
            look();
        }
    }

    @Override
    public void ended(Simulation simulation) {
        if (bodies.isEmpty()) {
            look();
        }
    }

    private void look() {
        last = Distances.of(members).rootMeanSquare();
        largest = Math.max(largest, last);
        if (largest > 0 && last <= PART * largest) {
            bodies = OptionalDouble.of(traffic.bodies() / members.size());
        }
    }

    /** Model-sized messages sent per member until then; empty when it has not come so far. */
    public OptionalDouble bodies() {
        return bodies;
    }

    /** The last disagreement looked at, as a part of the largest. */
    public double lastPart() {
        return largest == 0 ? 0 : last / largest;
    }
}
