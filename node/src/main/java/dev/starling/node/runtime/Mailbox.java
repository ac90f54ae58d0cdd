package dev.starling.node.runtime;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.Event;
import dev.starling.node.net.link.LinkEvents;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.observe.OperatorLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands what the network reports to the engine's driver. The network listens before the engine exists (the engine says at
 * which port), so the first events wait here. Called on the event loop; never blocks.
 */
final class Mailbox implements LinkEvents {
    private final OperatorLog log;
    private final Predicate<PeerId> permits;
    private final Consumer<LinkId> close;
    private final Map<String, Long> refusals = new TreeMap<>();
    private final List<Event> waiting = new ArrayList<>();
    private @Nullable EngineDriver driver;

    /**
     * @param permits what this site says of a peer, whatever the roster says
     * @param close takes a link down
     */
    Mailbox(OperatorLog log, Predicate<PeerId> permits, Consumer<LinkId> close) {
        this.log = log;
        this.permits = permits;
        this.close = close;
    }

    /** The driver takes what has waited, and everything from now on. */
    synchronized void open(EngineDriver opened) {
        waiting.forEach(opened::post);
        waiting.clear();
        driver = opened;
    }

    /** Refusals by the network so far, by reason. */
    synchronized Map<String, Long> refusals() {
        return new TreeMap<>(refusals);
    }

    @Override
    public void linkUp(LinkId link, PeerId peer, boolean outbound, String remoteAddress) {
        if (!permits.test(peer)) {
            refused(remoteAddress, "DENIED: the configuration of this site does not permit " + peer, outbound);
            close.accept(link);
            return;
        }
        log.connected(remoteAddress, peer.toString(), outbound);
        post(new Event.LinkUp(link.value(), peer, outbound));
    }

    @Override
    public void linkDown(LinkId link, PeerId peer, String reason) {
        log.disconnected(peer.toString(), reason);
        post(new Event.LinkDown(link.value()));
    }

    @Override
    public synchronized void frame(LinkId link, PeerId peer, byte[] frame) {
        Event.FrameArrived event = new Event.FrameArrived(link.value(), frame, Instant.now());
        EngineDriver open = driver;
        if (open != null) {
            open.postFrame(event);
        }
    }

    @Override
    public synchronized void refused(String remoteAddress, String reason, boolean outbound) {
        int colon = reason.indexOf(':');
        refusals.merge(colon > 0 ? reason.substring(0, colon) : reason, 1L, Long::sum);
        log.refused(remoteAddress, reason);
    }

    @Override
    public void dialFailed(String address, String reason) {
        log.dialFailed(address, reason);
    }

    private synchronized void post(Event event) {
        EngineDriver open = driver;
        if (open != null) {
            open.post(event);
        } else {
            waiting.add(event);
        }
    }
}
