package dev.starling.node.net;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.LobbyAllowance;
import dev.starling.crypto.trust.TrustDecision;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.link.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which links are up: at most one for each peer, so many members, so many strangers. Decides which of two connections to
 * one peer stays, in such a way that both ends decide alike. Confined to the event loop.
 */
final class LinkTable {
    /** A link older than this yields to a newer one: the other end would not have dialled if it still had the old one. */
    static final Duration SETTLED = Duration.ofSeconds(5);

    /**
     * Told when a peer has no link any more, or another one, and how long the lost one had lasted; after a polite close not
     * before the other side has read all that was sent to it.
     */
    interface PeerGone {
        void gone(PeerId peer, long ageNanos);
    }

    private final Shared shared;
    private final Function<PeerId, TrustDecision> trust;
    private final LongSupplier nanos;
    private final Map<LinkId, Link> byId = new HashMap<>();
    private final Map<PeerId, Link> byPeer = new HashMap<>();
    private final Set<Link> ending = new HashSet<>();
    private PeerGone peerGone = (peer, ageNanos) -> {};
    private long lastId;

    LinkTable(Shared shared, Function<PeerId, TrustDecision> trust, LongSupplier nanos) {
        this.shared = shared;
        this.trust = trust;
        this.nanos = nanos;
    }

    void onPeerGone(PeerGone listener) {
        this.peerGone = listener;
    }

    boolean isLinked(PeerId peer) {
        return byPeer.containsKey(peer);
    }

    /**
     * True while a link to the peer is up, or down here and not yet read to its end there. A new one would take its place, and
     * what was sent before it was closed would be lost.
     */
    boolean isEngaged(PeerId peer) {
        return isLinked(peer) || ending.stream().anyMatch(link -> link.peer().equals(peer));
    }

    @Nullable
    Link link(LinkId id) {
        return byId.get(id);
    }

    /**
     * Takes in a connection whose peer has just proved its key, or closes it: as the loser of two, or refused.
     *
     * @return the link, or null if the connection was closed
     */
    @Nullable
    Link admit(PeerId peer, Wire wire) {
        boolean stranger = trust.apply(peer) != TrustDecision.MEMBER;
        Link existing = byPeer.get(peer);
        if (existing != null && !freshWins(existing, wire.outbound())) {
            if (stranger && existing.wire().outbound() == wire.outbound()) {
                refuse(wire, Refusal.LOBBY_SECOND_LINK, "a stranger has one connection, and this one's is open");
            } else {
                wire.close();
            }
            return null;
        }
        if (isFull(stranger, existing)) {
            refuse(wire, stranger ? Refusal.LOBBY_FULL : Refusal.TOO_MANY_LINKS, fullness(stranger));
            return null;
        }
        if (stranger) {
            LobbyAllowance inherited =
                    existing == null ? null : existing.wire().reader().allowance();
            wire.reader().allowance(inherited == null ? new LobbyAllowance() : inherited);
        }
        if (existing != null) {
            close(existing, "replaced by a newer link to the same peer");
        }
        return enter(peer, wire);
    }

    private Link enter(PeerId peer, Wire wire) {
        Link link = new Link(new LinkId(++lastId), peer, wire, nanos.getAsLong());
        byId.put(link.id(), link);
        byPeer.put(peer, link);
        wire.counter().assign(shared.traffic().counting(peer));
        shared.events().linkUp(link.id(), peer, wire.outbound(), wire.remoteAddress());
        return link;
    }

    private boolean freshWins(Link existing, boolean freshOutbound) {
        boolean settled = existing.ageNanos(nanos.getAsLong()) > SETTLED.toNanos();
        boolean sameDialler = existing.wire().outbound() == freshOutbound;
        if (settled || sameDialler) {
            return settled || !existing.isStranger();
        }
        boolean freshDialledBySmaller = freshOutbound == (shared.self().compareTo(existing.peer()) < 0);
        return freshDialledBySmaller;
    }

    private boolean isFull(boolean stranger, @Nullable Link yielding) {
        long others = byId.values().stream()
                .filter(link -> !link.equals(yielding) && link.isStranger() == stranger)
                .count();
        return others
                >= (stranger
                        ? shared.settings().maxLobbyLinks()
                        : shared.settings().maxLinks());
    }

    private String fullness(boolean stranger) {
        return stranger
                ? shared.settings().maxLobbyLinks() + " strangers are in the lobby, no more are let in"
                : shared.settings().maxLinks() + " links to members are up, no more are let in";
    }

    /** Refuses a connection that may or may not have become a link. */
    void refuse(Wire wire, Refusal refusal, @Nullable String detail) {
        String reason = refusal.because(detail);
        shared.events().refused(wire.remoteAddress(), reason, wire.outbound());
        wire.abort();
    }

    /** Refuses what a link has sent. */
    void refuse(Link link, Refusal refusal, String detail) {
        refuse(link.wire(), refusal, detail);
        down(link, refusal.because(detail));
    }

    void close(Link link, String reason) {
        link.wire().close();
        down(link, reason);
    }

    /** Reports a link as gone, once. */
    void down(Link link, String reason) {
        if (byId.remove(link.id()) == null) {
            return;
        }
        byPeer.remove(link.peer(), link);
        link.wire().reader().stop();
        if (link.isStranger()) {
            shared.traffic().forget(link.peer());
        }
        shared.events().linkDown(link.id(), link.peer(), Refusal.printable(reason));
        long ageNanos = link.ageNanos(nanos.getAsLong());
        ending.add(link);
        link.wire().whenClosed(() -> {
            ending.remove(link);
            peerGone.gone(link.peer(), ageNanos);
        });
    }

    /** Asks again whether a peer is a member: its link leaves the lobby, or enters it. */
    void refresh(PeerId peer) {
        Link link = byPeer.get(peer);
        if (link == null) {
            return;
        }
        if (trust.apply(peer) == TrustDecision.MEMBER) {
            link.wire().reader().allowance(null);
        } else if (!link.isStranger()) {
            link.wire().reader().allowance(new LobbyAllowance());
        }
    }
}
