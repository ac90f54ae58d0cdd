package dev.starling.gossip;

import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.Quantity;
import java.util.Optional;

/**
 * Has the newest consolidated model judged on this member's hold-out, once, as soon as the model is here; after a restart once
 * more, because what came of it is not kept. Confined to the engine's thread.
 */
final class Judging {
    private final GossipEngine engine;
    private int asked;

    Judging(GossipEngine engine) {
        this.engine = engine;
    }

    /** After every event. */
    void progress() {
        if (engine.consolidation().newestIndex() > asked && !engine.cycle().leaving()) {
            ModelCertificate newest = engine.ledger().ballots().last().orElseThrow();
            Optional<float[]> model = engine.ledger().parameters().base(newest.model());
            if (model.isPresent()) {
                asked = newest.index();
                Quantity quantity = new Quantity(newest.index(), newest.model());
                engine.sums().released(quantity);
                engine.outbox().emit(new Effect.Judge(quantity, model.get()));
            }
        }
    }
}
