package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.liveness.LivenessPort;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Ping;
import dev.starling.gossip.message.SignedClaim;

/** The engine as its failure detector sees it. */
final class MemberDesk implements LivenessPort {
    private final GossipEngine engine;

    MemberDesk(GossipEngine engine) {
        this.engine = engine;
    }

    @Override
    public void send(long link, Message message) {
        engine.outbox().emit(new Effect.Send(link, engine.codec().encode(message)));
    }

    @Override
    public void ping(long link, long nonce) {
        send(link, new Ping(nonce, engine.roster().version(), engine.roster().head()));
    }

    @Override
    public void openLink(PeerId peer) {
        engine.outbox().emit(new Effect.OpenLink(peer, engine.addresses().of(peer)));
    }

    @Override
    public SignedClaim sign(Claim claim) {
        return engine.codec().claims().sign(engine.identity(), claim);
    }

    @Override
    public boolean verify(SignedClaim claim) {
        Member author = engine.roster().member(claim.claim().author()).orElseThrow();
        return engine.codec().claims().verify(author.identity().signingKey(), claim);
    }

    @Override
    public void changed(PeerId peer, Liveness liveness, Claim why) {
        if (engine.cycle().phase() != Phase.LEFT) {
            engine.outbox().tell(new Report.PeerChanged(peer, liveness, why));
        }
    }

    @Override
    public void accused(Claim claim) {
        engine.outbox().tell(new Report.Accused(claim));
    }

    @Override
    public void verdict(PeerId peer, Verdict verdict) {
        engine.verdict(peer, verdict);
    }
}
