package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.exchange.Heard;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The links of one engine: who is at the other end, the first words and the last. Confined to the engine's thread. */
final class LinkDesk {
    private static final long GREET_AGAIN_NANOS = 1_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final GossipEngine engine;
    private final Map<Long, Link> links = new TreeMap<>();
    private final Map<Long, Link> unheard = new TreeMap<>();
    private final Map<PeerId, Long> newest = new TreeMap<>();

    LinkDesk(GossipEngine engine) {
        this.engine = engine;
    }

    /** One link as the engine sees it. */
    static final class Link {
        final long id;
        final PeerId peer;
        private long greetedAtNanos;

        /** When more than a sign of life arrived. */
        long usedAtNanos;

        /** A newcomer asked to join here: it hears the decision and nothing else. */
        boolean inLobby;

        Link(long id, PeerId peer) {
            this.id = id;
            this.peer = peer;
        }
    }

    /** Members are greeted; strangers may speak first in the lobby; a stranger that was dialled is turned away. */
    void up(Event.LinkUp event) {
        Link link = new Link(event.link(), event.peer());
        link.usedAtNanos = engine.nowNanos();
        links.put(link.id, link);
        unheard.put(link.id, link);
        newest.put(link.peer, link.id);
        if (!engine.roster().contains(engine.identity().peerId())) {
            engine.outbox().emit(new Effect.CloseLink(link.id, "removed from the federation"));
        } else if (isMember(link) && engine.cycle().phase() == Phase.LEFT) {
            sayLeave(link);
        } else if (isMember(link)) {
            greet(link);
        } else if (engine.roster().revocation(link.peer).isPresent()) {
            if (event.outbound()) {
                turnRemovedAway(link);
            }
        } else if (event.outbound()) {
            engine.verdict(link.peer, Verdict.of(Reason.NOT_ON_ROSTER));
            turnAway(link, FarewellCode.NOT_ON_ROSTER);
        }
    }

    /** Whoever was removed, and is met where it does not know it yet, gets the entry that says so. */
    private void turnRemovedAway(Link link) {
        engine.roster()
                .revocation(link.peer)
                .ifPresent(entry -> engine.desk().tellRemoved(link.id, entry, entry.index(), entry.previous()));
        turnAway(link, FarewellCode.REVOKED);
    }

    void down(Event.LinkDown event) {
        Link link = links.remove(event.link());
        if (link != null) {
            unheard.remove(link.id);
            newest.remove(link.peer, link.id);
            if (isMember(link)) {
                engine.detector().linkLost(link.peer, link.id, engine.nowNanos());
                engine.keeper().lost(link.peer, engine.nowNanos());
            }
        }
    }

    /** True when there is a link to the peer, greeted or not. */
    boolean linked(PeerId peer) {
        return newest.containsKey(peer);
    }

    Collection<Link> all() {
        return links.values();
    }

    /** The peer said hello on this link. */
    void heard(Link link) {
        unheard.remove(link.id);
    }

    @Nullable
    Link get(long id) {
        return links.get(id);
    }

    /** First words on a link to a member. Nothing is said before the own life is durable. */
    void greet(Link link) {
        PeerId peer = link.peer;
        link.greetedAtNanos = engine.nowNanos();
        Heard heard = engine.exchanges().heardOf(peer);
        Body hello = new Body.Hello(
                engine.ledger().life(),
                engine.ledger().slot(),
                engine.roster().version(),
                engine.roster().head(),
                heard.life(),
                heard.slot(),
                engine.settings().addresses());
        engine.outbox().emitWhenDurable(new Effect.Send(link.id, engine.codec().encode(engine.identity(), hello)));
    }

    /** Every member hears of a new life. */
    void greetAll() {
        links.values().stream().filter(this::isMember).forEach(this::greet);
    }

    /** Whoever came onto the roster is no stranger any more. */
    void greetNewMembers() {
        List.copyOf(links.values()).stream()
                .filter(link ->
                        isMember(link) && !link.inLobby && engine.members().link(link.peer) != link.id)
                .forEach(this::greet);
    }

    /** The peer says hello again on a link where it was heard: it has not heard ours. */
    void greetAgain(Link link) {
        if (engine.nowNanos() - link.greetedAtNanos >= GREET_AGAIN_NANOS) {
            greet(link);
        }
    }

    void greetWhereUnanswered() {
        unheard.values().stream().filter(this::awaitsHello).forEach(this::greetAgain);
    }

    long nextGreetingNanos() {
        long next = NEVER;
        for (Link link : unheard.values()) {
            if (awaitsHello(link)) {
                next = Math.min(next, link.greetedAtNanos + GREET_AGAIN_NANOS);
            }
        }
        return next;
    }

    /** What cannot be read counts; a stranger, and whoever speaks another version of the wire, hears why and goes. */
    void unreadable(Link link, Verdict verdict) {
        engine.verdict(link.peer, verdict);
        if (verdict.equals(Verdict.of(Reason.WRONG_VERSION))) {
            turnAway(link, FarewellCode.OTHER_VERSION);
        } else if (!isMember(link)) {
            turnAway(link, FarewellCode.NOT_ON_ROSTER);
        }
    }

    /** Closes a link with a reason that both ends can show. */
    void turnAway(Link link, FarewellCode code) {
        engine.outbox().emit(new Effect.Send(link.id, engine.codec().encode(new Farewell(code))));
        engine.outbox().emit(new Effect.CloseLink(link.id, code.name()));
        if (code != FarewellCode.LOBBY_DONE && code != FarewellCode.STOPPING) {
            engine.outbox().tell(new Report.TurnedAway(link.peer, code));
        }
    }

    /** Closes whatever links there are to this peer. */
    void turnAway(PeerId peer, FarewellCode code) {
        links.values().stream().filter(link -> link.peer.equals(peer)).forEach(link -> turnAway(link, code));
    }

    void closeAll(String why) {
        links.values().forEach(link -> engine.outbox().emit(new Effect.CloseLink(link.id, why)));
    }

    void turnAllAway(FarewellCode code) {
        links.values().forEach(link -> turnAway(link, code));
    }

    /**
     * All transactions are finished: says so to all who are linked, so that this member is seen as left, not dead; the
     * claim is handed on to the others.
     */
    void sayLeave() {
        engine.exchanges().refuseWhatIsUnderWay();
        links.values().stream().filter(this::isMember).forEach(this::sayLeave);
    }

    /** To whoever links again before the process has ended, too: a greeting would say that this member is back. */
    private void sayLeave(Link link) {
        unheard.remove(link.id);
        byte[] leave = engine.codec()
                .encode(
                        engine.identity(),
                        new Body.Leave(engine.ledger().life(), engine.ledger().slot()));
        byte[] claim =
                engine.codec().encode(new Claims(List.of(engine.detector().leave())));
        engine.outbox().emitWhenDurable(new Effect.Send(link.id, claim));
        engine.outbox().emitWhenDurable(new Effect.Send(link.id, leave));
        engine.outbox().emitWhenDurable(new Effect.CloseLink(link.id, "left"));
    }

    /** All who are linked hear that this member rests, or goes on. */
    void sayPaused() {
        links.values().stream().filter(this::isMember).forEach(this::sayWhetherPaused);
    }

    /** Whoever seems not to know that this member rests hears it again. */
    void sayPausedTo(Link link) {
        if (engine.cycle().phase() == Phase.PAUSED) {
            sayWhetherPaused(link);
        }
    }

    private void sayWhetherPaused(Link link) {
        boolean paused = engine.cycle().phase() == Phase.PAUSED;
        Body pause = new Body.Pause(engine.ledger().life(), engine.ledger().slot(), paused);
        engine.outbox().emitWhenDurable(new Effect.Send(link.id, engine.codec().encode(engine.identity(), pause)));
    }

    private boolean isMember(Link link) {
        return engine.roster().contains(link.peer);
    }

    private boolean awaitsHello(Link link) {
        return isMember(link) && engine.members().link(link.peer) == MemberTable.NO_LINK;
    }
}
