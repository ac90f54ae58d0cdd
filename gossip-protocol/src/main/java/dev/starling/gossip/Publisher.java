package dev.starling.gossip;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.averaging.OuterStep;
import dev.starling.gossip.encoding.Encoded;
import dev.starling.gossip.exchange.Exchanges;
import dev.starling.gossip.exchange.Ledger;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.wire.HeaderCodec;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Adds what was learnt to the parameters, and takes and signs their snapshots. Confined to the engine's thread. */
final class Publisher {
    private final Identity identity;
    private final GossipSettings settings;
    private final Ledger ledger;
    private final Exchanges exchanges;
    private final HeaderCodec headers;
    private final Supplier<Roster> roster;
    private final Outbox outbox;
    private final BiConsumer<PeerId, Snapshot> announce;

    Publisher(EngineParts parts, BiConsumer<PeerId, Snapshot> announce) {
        this.identity = parts.identity();
        this.settings = parts.settings();
        this.ledger = parts.ledger();
        this.exchanges = parts.exchanges();
        this.headers = parts.headers();
        this.roster = parts.roster();
        this.outbox = parts.outbox();
        this.announce = announce;
    }

    /** Adds a displacement, length d, to the parameters. */
    void takeStep(float[] displacement) {
        ledger.parameters()
                .step(
                        displacement,
                        settings.momentum(),
                        OuterStep.share(rows(), roster.get().meanRows()));
    }

    /** One atomic durable write; only then the header goes to all neighbours. */
    void publish(int slot, int steps, List<PeerId> neighbours, long nowNanos) {
        Parameters parameters = ledger.parameters();
        Encoded encoded = parameters.encode(Snapshot.seedOf(identity.peerId(), ledger.life(), slot), neighbours.size());
        byte[] body = encoded.body();
        SnapshotHeader header = new SnapshotHeader(
                identity.peerId(),
                ledger.life(),
                slot,
                0,
                roster.get().head(),
                neighbours.size() + ledger.openTransactions(),
                parameters.baseHash(),
                encoded.encoding().code(),
                body.length,
                rows(),
                steps,
                Snapshot.rootOf(identity.peerId(), ledger.life(), slot, body),
                exchanges.seenSince(slot - 2));
        Snapshot snapshot = new Snapshot(headers.sign(identity, header), body);
        exchanges.published(slot, snapshot, nowNanos);
        outbox.save(ledger.checkpoint());
        neighbours.forEach(peer -> announce.accept(peer, snapshot));
        outbox.tell(new Report.Published(slot, steps, header.degree()));
        exchanges.startEdges(neighbours, nowNanos);
    }

    private int rows() {
        return roster.get().member(identity.peerId()).map(Member::rows).orElse(1);
    }
}
