package dev.starling.node.site.model;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.consolidation.Ballots;
import dev.starling.gossip.exchange.Ledger;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.charter.Charter;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.EngineSettings;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.store.Recovered;
import dev.starling.node.store.StateStore;
import dev.starling.node.store.StoreException;
import java.util.Optional;

/**
 * The federation's model as this member last held it durably.
 *
 * @param slot latest slot that the member published
 * @param parameters length d; owned by the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record SharedModel(int slot, float[] parameters) {
    /**
     * The newest consolidated model on disk, which more than half of the members have signed.
     *
     * @return empty when there is none yet
     * @throws NodeFailure when its file is damaged
     */
    public static Optional<SharedModel> consolidated(DataDirectory directory, Digest federation, Charter charter)
            throws NodeFailure {
        try {
            DurableCodec codec = new DurableCodec(federation, charter.parameters());
            return ModelShelf.beside(directory.root(), codec, charter.parameters())
                    .newest()
                    .map(model -> new SharedModel(model.certificate().list().slot(), model.parameters()));
        } catch (StoreException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * Replays the state on disk, also beside a running node; changes nothing.
     *
     * @return empty when the node has never run
     * @throws NodeFailure when the state is damaged, or of another federation
     */
    public static Optional<SharedModel> read(DataDirectory directory, Digest federation, Charter charter)
            throws NodeFailure {
        try {
            DurableCodec codec = new DurableCodec(federation, charter.parameters());
            Optional<Recovered> state = StateStore.peek(directory.root(), codec);
            if (state.isEmpty()) {
                return Optional.empty();
            }
            Parameters parameters =
                    new Parameters(EngineSettings.encoding(charter), InitialModel.of(directory, charter));
            ModelShelf.beside(directory.root(), codec, charter.parameters())
                    .referredIn(state.get(), parameters.baseHash())
                    .forEach(model -> parameters.learnBase(Parameters.hash(model), model));
            Ledger ledger = Ledger.recover(
                    parameters,
                    Ballots.none(federation),
                    state.get().checkpoint(),
                    state.get().records());
            return Optional.of(new SharedModel(ledger.slot(), parameters.copy()));
        } catch (StoreException e) {
            throw NodeFailure.of(e);
        }
    }
}
