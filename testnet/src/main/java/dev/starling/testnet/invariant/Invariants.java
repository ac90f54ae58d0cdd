package dev.starling.testnet.invariant;

import dev.starling.gossip.GossipSettings;
import dev.starling.testnet.sim.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All invariants of exact mode, to be handed to a simulation, and what they measured on the way. */
public final class Invariants {
    private final List<Witness> witnesses;
    private final Optional<ConservedMass> mass;
    private final CancellingFlows flows;
    private final IdenticalModels models;

    private Invariants(
            List<Witness> witnesses, Optional<ConservedMass> mass, CancellingFlows flows, IdenticalModels models) {
        this.witnesses = List.copyOf(witnesses);
        this.models = models;
        this.mass = mass;
        this.flows = flows;
    }

    /** Every invariant after every event, the costliest look included: for small federations. */
    public static Invariants all(GossipSettings settings) {
        return every(settings, 1);
    }

    /**
     * Every invariant after every event, except that whether parameters changed without a record is looked at every so many
     * steps only.
     */
    public static Invariants every(GossipSettings settings, long interval) {
        ConservedMass mass = new ConservedMass(settings.genesis().length);
        CancellingFlows flows = new CancellingFlows();
        // The most telling first: an error that several would notice is told by the one that knows the cause.
        List<Auditor> auditors =
                List.of(flows, new OnlyKnownMixed(settings.fanout()), new WeightedMean(settings.momentum()), mass);
        IdenticalModels models = new IdenticalModels();
        List<Witness> witnesses = new ArrayList<>(cheapOnes(models));
        witnesses.add(0, new Books(settings, auditors, interval));
        if (settings.consolidateEvery() > 0) {
            witnesses.add(new RecomputedModels(settings));
        }
        return new Invariants(witnesses, Optional.of(mass), flows, models);
    }

    /** Only those that reckon with no vector: for large federations. */
    public static Invariants cheap() {
        IdenticalModels models = new IdenticalModels();
        return new Invariants(cheapOnes(models), Optional.empty(), new CancellingFlows(), models);
    }

    private static List<Witness> cheapOnes(IdenticalModels models) {
        return List.of(new HarmlessRepeats(), new NoFalseEquivocation(), new NoFreeze(), models);
    }

    /** To be handed to a simulation. */
    public List<Witness> witnesses() {
        return witnesses;
    }

    /** What became of the sum of all parameters; empty when nobody looked. */
    public Optional<ConservedMass> mass() {
        return mass;
    }

    /** The consolidated models. */
    public IdenticalModels models() {
        return models;
    }

    /** What became of the transactions; counts nothing when nobody looked. */
    public CancellingFlows flows() {
        return flows;
    }
}
