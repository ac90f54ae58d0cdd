package dev.starling.gossip;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.gossip.consolidation.Ballots;
import dev.starling.gossip.exchange.Ledger;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.membership.SlotOrders;
import java.util.List;

/**
 * Makes the engines of one process. They share what follows from the roster alone, so that a thousand members in one process
 * do not work it out a thousand times. Confined to one thread, and so are, all together, the engines it made.
 */
public final class EngineMaker {
    private final SignedCharter charter;
    private final SlotOrders orders = new SlotOrders();

    public EngineMaker(SignedCharter charter) {
        this.charter = charter;
    }

    /** What a member begins with. */
    record State(Ledger ledger, boolean fresh) {}

    /**
     * A member without a state of its own.
     *
     * @param life larger than that of any state this identity ever had; milliseconds since the epoch will do
     */
    public GossipEngine fresh(Identity identity, Roster roster, GossipSettings settings, long life) {
        Parameters parameters = parameters(settings);
        Ledger ledger = new Ledger(parameters, ballots(identity, roster, settings, parameters), life);
        return make(identity, roster, settings, new State(ledger, true));
    }

    /** A member that comes back: the checkpoint and the records after it, in order. */
    public GossipEngine recovered(
            Identity identity,
            Roster roster,
            GossipSettings settings,
            Checkpoint checkpoint,
            List<JournalRecord> records) {
        return recovered(identity, roster, settings, new Past(checkpoint, records, List.of()));
    }

    /**
     * What a member comes back with.
     *
     * @param records what happened after the checkpoint, in order
     * @param models the consolidated models that it has kept, in any order; shared, never written
     */
    public record Past(Checkpoint checkpoint, List<JournalRecord> records, List<float[]> models) {
        public Past {
            records = List.copyOf(records);
            models = List.copyOf(models);
        }
    }

    /**
     * A member that comes back.
     *
     * @throws IllegalStateException when what is open refers to a model that is not among those kept
     */
    public GossipEngine recovered(Identity identity, Roster roster, GossipSettings settings, Past past) {
        Parameters parameters = parameters(settings);
        past.models().forEach(model -> parameters.learnBase(Parameters.hash(model), model));
        Ballots ballots = ballots(identity, roster, settings, parameters);
        Ledger ledger = Ledger.recover(parameters, ballots, past.checkpoint(), past.records());
        ledger.useNewestBase();
        return make(identity, roster, settings, new State(ledger, false));
    }

    private GossipEngine make(Identity identity, Roster roster, GossipSettings settings, State state) {
        return new GossipEngine(identity, charter, roster, settings, orders, state);
    }

    private static Ballots ballots(Identity identity, Roster roster, GossipSettings settings, Parameters parameters) {
        return new Ballots(identity.peerId(), settings.consolidateEvery(), parameters.baseHash(), roster.federation());
    }

    private static Parameters parameters(GossipSettings settings) {
        return new Parameters(settings.encoding(), settings.genesis());
    }
}
