package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.gossip.LinkDesk.Link;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.Ping;
import dev.starling.gossip.message.Pong;
import dev.starling.gossip.message.ProbeFor;
import dev.starling.gossip.message.Probed;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedBody;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What each kind of message does, by who says it. Confined to the engine's thread. */
final class MessageDesk {
    /** Lives begin as milliseconds since the epoch: a claim beyond a century is none. */
    private static final long MOST_LIVES_AHEAD = 100L * 366 * 24 * 3600 * 1000;

    private final GossipEngine engine;
    private final EnginePorts ports;

    MessageDesk(GossipEngine engine) {
        this.engine = engine;
        this.ports = new EnginePorts(engine);
    }

    /** A member on the roster may say everything, in its own name. */
    void fromMember(Link link, Message message, Instant at) {
        message.handle(new FromMember(link, at));
    }

    /** A stranger in the lobby may ask to join, and nothing else. */
    void fromStranger(Link link, Message message, Instant at) {
        PeerId peer = link.peer;
        if (message instanceof SignedBody signed && signed.author().peerId().equals(peer)) {
            if (signed.body() instanceof Body.Join join) {
                link.inLobby = true;
                engine.desk().join(link.id, signed.author(), join, at);
                engine.links().turnAway(link, FarewellCode.LOBBY_DONE);
                return;
            }
        }
        if (message instanceof Farewell farewell) {
            engine.outbox().tell(new Report.TurnedAwayBy(peer, farewell.code()));
            engine.outbox().emit(new Effect.CloseLink(link.id, farewell.code().name()));
            return;
        }
        RosterEntry removal = engine.roster().revocation(peer).orElse(null);
        if (removal != null) {
            fromRemoved(link, message, removal);
        } else {
            engine.verdict(peer, Verdict.of(Reason.NOT_ON_ROSTER));
            engine.links().turnAway(link, FarewellCode.NOT_ON_ROSTER);
        }
    }

    /** It may not know yet: on its HELLO it hears of the log up to its removal. */
    private void fromRemoved(Link link, Message message, RosterEntry removal) {
        if (message instanceof SignedBody signed && signed.body() instanceof Body.Hello hello) {
            engine.desk().tellRemoved(link.id, removal, hello.rosterVersion(), hello.rosterHead());
        }
        engine.verdict(link.peer, Verdict.of(Reason.REVOKED));
        engine.links().turnAway(link, FarewellCode.REVOKED);
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Void done() {
        return null;
    }

    /**
     * Where everybody should be linked with everybody, whoever can only dial out is missed by others like it: they hear why
     * from those that can be dialled.
     */
    private void tellOfSilent(PeerId peer) {
        boolean tells =
                !engine.keeper().onDemand() && !engine.settings().addresses().isEmpty();
        List<Body.Hint> silent = tells ? engine.addresses().silentNewsFor(peer) : List.of();
        if (!silent.isEmpty()) {
            ports.send(peer, new Body.PeerHints(silent));
        }
    }

    private final class FromMember implements Message.Handler<Void> {
        private final Link link;
        private final PeerId peer;
        private final Instant at;

        FromMember(Link link, Instant at) {
            this.link = link;
            this.peer = link.peer;
            this.at = at;
        }

        @Override
        public Void announce(Announce message) {
            engine.announced(peer, message.header());
            engine.links().sayPausedTo(link);
            tellOfSilent(peer);
            return done();
        }

        @Override
        public Void offer(Offer message) {
            engine.exchanges().offer(peer, message, engine.nowNanos());
            return done();
        }

        @Override
        public Void reply(Reply message) {
            engine.exchanges().reply(peer, message, engine.nowNanos());
            return done();
        }

        @Override
        public Void refused(Refused message) {
            engine.exchanges().refused(peer, message, engine.nowNanos());
            return done();
        }

        @Override
        public Void closed(Closed message) {
            engine.exchanges().closed(peer, message);
            return done();
        }

        @Override
        public Void ack(Ack message) {
            engine.exchanges().ack(peer, message, engine.nowNanos());
            return done();
        }

        @Override
        public Void slice(Slice message) {
            Optional<Verdict> ofSum = engine.sums().slice(peer, message, engine.nowNanos());
            if (ofSum.isPresent()) {
                engine.judged(peer, ofSum.get());
            } else if (engine.consolidation().awaits(message.root())) {
                engine.consolidation().slice(peer, message, engine.nowNanos());
            } else {
                engine.exchanges().slice(peer, message, engine.nowNanos());
            }
            return done();
        }

        @Override
        public Void want(Want message) {
            Optional<Verdict> ofSum = engine.sums().want(peer, message);
            if (ofSum.isPresent()) {
                engine.judged(peer, ofSum.get());
            } else if (!engine.consolidation().want(peer, message)) {
                engine.exchanges().want(peer, message);
            }
            return done();
        }

        @Override
        public Void ping(Ping message) {
            engine.detector().ping(link.id, message);
            engine.desk().compare(peer, message.rosterVersion(), message.rosterHead());
            return done();
        }

        @Override
        public Void pong(Pong message) {
            engine.detector().pong(peer, message, engine.nowNanos());
            return done();
        }

        @Override
        public Void farewell(Farewell message) {
            engine.outbox().tell(new Report.TurnedAwayBy(peer, message.code()));
            engine.outbox().emit(new Effect.CloseLink(link.id, message.code().name()));
            return done();
        }

        @Override
        public Void probeFor(ProbeFor message) {
            engine.detector().probeFor(peer, message, engine.nowNanos());
            return done();
        }

        @Override
        public Void probed(Probed message) {
            engine.detector().probed(peer, message, engine.nowNanos());
            return done();
        }

        @Override
        public Void claims(Claims message) {
            engine.detector().claims(peer, message, engine.nowNanos());
            return done();
        }

        @Override
        public Void signed(SignedBody message) {
            if (message.author().peerId().equals(peer)) {
                message.body().handle(new BodyFromMember(link, at));
            } else {
                engine.verdict(peer, Verdict.of(Reason.WRONG_AUTHOR));
            }
            return done();
        }
    }

    private final class BodyFromMember implements Body.Handler<Void> {
        private final Link link;
        private final PeerId peer;
        private final Instant at;

        BodyFromMember(Link link, Instant at) {
            this.link = link;
            this.peer = link.peer;
            this.at = at;
        }

        @Override
        public Void hello(Body.Hello hello) {
            List<String> addresses =
                    hello.addresses().stream().filter(MessageDesk::printable).toList();
            if (engine.members().link(peer) == link.id) {
                engine.links().greetAgain(link);
            }
            engine.links().heard(link);
            engine.detector().greeted(peer, link.id, hello.slot() == 0, engine.nowNanos());
            if (!addresses.isEmpty() || !engine.keeper().onDemand()) {
                engine.addresses().learn(peer, addresses, true);
            }
            if (!addresses.isEmpty() && !engine.keeper().onDemand()) {
                engine.outbox().emit(new Effect.Dial(peer, addresses));
            }
            engine.cycle().slotClaimed(hello.slot(), engine.nowNanos());
            engine.exchanges().noteLife(peer, hello.life());
            engine.desk().compare(peer, hello.rosterVersion(), hello.rosterHead());
            ownStateAsSeenByPeer(hello);
            engine.announceLatest(peer, ports);
            engine.links().sayPausedTo(link);
            tellAddresses();
            engine.exchanges().linkUp(peer, engine.nowNanos());
            engine.consolidation()
                    .greeted(peer, hello.yourLife(), engine.ledger().life());
            return done();
        }

        /** The peer may have seen more of this member than its state says: a backup was restored. */
        private void ownStateAsSeenByPeer(Body.Hello hello) {
            long life = engine.ledger().life();
            int slot = hello.yourSlot();
            if (hello.yourLife() > life + MOST_LIVES_AHEAD
                    || slot > engine.settings().lastSlot() - 1) {
                engine.verdict(peer, Verdict.ignore(Reason.SLOT_OUT_OF_RANGE));
            } else if (hello.yourLife() > life) {
                engine.beginNewLife(hello.yourLife(), slot);
            } else if (hello.yourLife() == life && slot > engine.ledger().slot()) {
                engine.beginNewLife(life, slot);
            }
        }

        private void tellAddresses() {
            if (!engine.keeper().onDemand()) {
                engine.addresses().tellAgain(peer);
            }
            List<Body.Hint> news = engine.addresses().newsFor(peer);
            if (!news.isEmpty()) {
                ports.send(peer, new Body.PeerHints(news));
            }
        }

        @Override
        public Void rosterUpdate(Body.RosterUpdate body) {
            engine.desk().update(peer, body);
            return done();
        }

        @Override
        public Void peerHints(Body.PeerHints body) {
            for (Body.Hint hint : body.hints()) {
                boolean other = !hint.peer().equals(engine.identity().peerId());
                List<String> addresses =
                        hint.addresses().stream().filter(MessageDesk::printable).toList();
                boolean named = !hint.addresses().isEmpty();
                if (!other || !engine.roster().contains(hint.peer()) || (named && addresses.isEmpty())) {
                    continue;
                }
                boolean onDemand = engine.keeper().onDemand();
                if (onDemand || !named || engine.addresses().dialsOutOnly(hint.peer())) {
                    engine.addresses().learn(hint.peer(), addresses, false);
                }
                if (named && !onDemand) {
                    engine.outbox().emit(new Effect.Dial(hint.peer(), addresses));
                }
            }
            return done();
        }

        @Override
        public Void join(Body.Join body) {
            // A member that lost its files asks again: it is on the roster, and the desk says so.
            engine.desk()
                    .join(
                            link.id,
                            engine.roster()
                                    .member(peer)
                                    .orElseThrow()
                                    .identity()
                                    .signingKey(),
                            body,
                            Instant.EPOCH);
            engine.links().turnAway(link, FarewellCode.LOBBY_DONE);
            return done();
        }

        @Override
        public Void joinDecision(Body.JoinDecision body) {
            engine.verdict(peer, Verdict.of(Reason.NO_SUCH_TRANSACTION));
            return done();
        }

        @Override
        public Void vote(Body.Vote body) {
            engine.desk().vote(peer, body, at);
            return done();
        }

        @Override
        public Void consolidationStatus(Body.ConsolidationStatus body) {
            engine.consolidation().status(peer, body, engine.nowNanos());
            return done();
        }

        @Override
        public Void listProposal(Body.ListProposal body) {
            engine.consolidation().proposal(peer, body, engine.nowNanos());
            return done();
        }

        @Override
        public Void consolidationVote(Body.ConsolidationVote body) {
            engine.consolidation().vote(peer, body, engine.nowNanos());
            return done();
        }

        @Override
        public Void consolidated(Body.Consolidated body) {
            engine.consolidation().consolidated(peer, body, engine.nowNanos());
            return done();
        }

        @Override
        public Void sumTotal(Body.SumTotal body) {
            engine.judged(peer, engine.sums().total(body));
            return done();
        }

        @Override
        public Void sumReady(Body.SumReady body) {
            engine.judged(peer, engine.sums().ready(peer, body, engine.nowNanos()));
            return done();
        }

        @Override
        public Void sumProposal(Body.SumProposal body) {
            engine.judged(peer, engine.sums().proposal(peer, body, engine.nowNanos()));
            return done();
        }

        @Override
        public Void sumAnswer(Body.SumAnswer body) {
            engine.judged(peer, engine.sums().answer(peer, body, engine.nowNanos()));
            return done();
        }

        @Override
        public Void pause(Body.Pause body) {
            engine.exchanges().pause(peer, body, engine.nowNanos());
            return done();
        }

        @Override
        public Void leave(Body.Leave body) {
            if (body.life() == engine.exchanges().lifeOf(peer)) {
                engine.detector().left(peer, engine.nowNanos());
            }
            return done();
        }
    }

    /** Addresses are handed to people and to a resolver: nothing but visible ASCII. */
    private static boolean printable(String address) {
        return !address.isEmpty() && address.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
