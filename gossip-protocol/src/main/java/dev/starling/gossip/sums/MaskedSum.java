package dev.starling.gossip.sums;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.consolidation.WindowSum;
import dev.starling.gossip.consolidation.WindowSum.Round;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SumList;
import dev.starling.gossip.message.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One attempt as one participant goes through it: windows out, windows in, in the order of the rounds whatever the order of
 * their arrival. Before {@link #begin} it only collects. Confined to the engine's thread.
 */
final class MaskedSum {
    private final SumList list;
    private final Digest hash;
    private final PeerId self;
    private final SumPort port;
    private final List<Round> plan;
    private final List<Window> incoming = new ArrayList<>();
    private final List<byte[]> sent = new ArrayList<>();
    private Optional<WindowSum> sum = Optional.empty();

    /**
     * @param list with {@code self} among its participants
     */
    MaskedSum(SumList list, PeerId self, SumPort port) {
        this.list = list;
        this.hash = list.hash();
        this.self = self;
        this.port = port;
        this.plan =
                WindowSum.plan(list.participants().size(), list.participants().indexOf(self));
        for (int r = 0; r < plan.size(); r++) {
            incoming.add(new Window(Window.name(hash, r, from(r)), list.words()));
        }
    }

    SumList list() {
        return list;
    }

    Digest hash() {
        return hash;
    }

    /** Whether this participant's own term is in. */
    boolean begun() {
        return sum.isPresent();
    }

    /** Gives the masked term and sends the first window. */
    void begin(long[] masked) {
        sum = Optional.of(new WindowSum(list.participants().size(), position(), masked));
        send();
        advance();
    }

    /** Who windows go to and come from. */
    Set<PeerId> peers() {
        Set<PeerId> peers = new TreeSet<>();
        for (int r = 0; r < plan.size(); r++) {
            peers.add(to(r));
            peers.add(from(r));
        }
        return peers;
    }

    /** Round whose window is awaited. */
    int round() {
        return sum.map(WindowSum::round).orElse(0);
    }

    boolean complete() {
        return sum.map(WindowSum::complete).orElse(false);
    }

    /** The total of a complete sum. */
    long[] total() {
        return sum.orElseThrow().total().clone();
    }

    /** Who has not sent the window that is awaited. */
    PeerId awaited() {
        return from(round());
    }

    /** A slice by that name; empty when none of this attempt's windows has it. */
    Optional<Verdict> slice(PeerId peer, Slice slice) {
        for (int r = 0; r < incoming.size(); r++) {
            if (incoming.get(r).name().equals(slice.root())) {
                return Optional.of(take(r, peer, slice));
            }
        }
        return Optional.empty();
    }

    private Verdict take(int r, PeerId peer, Slice slice) {
        Window window = incoming.get(r);
        if (!peer.equals(from(r))) {
            return Verdict.of(Reason.UNSCHEDULED);
        }
        if (!window.fits(slice)) {
            return Verdict.of(Reason.WRONG_LENGTH);
        }
        if (!window.take(slice)) {
            return Verdict.of(Reason.DUPLICATE);
        }
        advance();
        return Verdict.accept();
    }

    private void advance() {
        WindowSum running = sum.orElse(null);
        while (running != null
                && !running.complete()
                && incoming.get(running.round()).complete()) {
            running.incoming(incoming.get(running.round()).words());
            if (!running.complete()) {
                send();
            }
        }
    }

    private void send() {
        WindowSum running = sum.orElseThrow();
        int r = running.round();
        byte[] window = Window.encode(running.outgoing());
        sent.add(window);
        port.stream(to(r), Window.name(hash, r, self), window, 0, Limits.slices(window.length));
    }

    /** Sends again what the receiver of a window lacks of it; empty when it is none of this attempt's. */
    Optional<Verdict> want(PeerId peer, Want want) {
        for (int r = 0; r < plan.size(); r++) {
            if (Window.name(hash, r, self).equals(want.root())) {
                return Optional.of(sendAgain(r, peer, want));
            }
        }
        return Optional.empty();
    }

    private Verdict sendAgain(int r, PeerId peer, Want want) {
        if (!peer.equals(to(r))) {
            return Verdict.of(Reason.UNSCHEDULED);
        }
        if (r >= sent.size()) {
            return Verdict.of(Reason.NOT_NOW);
        }
        byte[] window = sent.get(r);
        int slices = Limits.slices(window.length);
        int first = Math.min(want.first(), slices);
        port.stream(peer, want.root(), window, first, Math.min(want.count(), slices - first));
        return Verdict.accept();
    }

    /** Asks for what is missing of the window that is awaited. */
    void ask() {
        if (begun() && !complete()) {
            port.want(awaited(), incoming.get(round()).missing());
        }
    }

    private int position() {
        return list.participants().indexOf(self);
    }

    private PeerId from(int r) {
        return list.participants().get(plan.get(r).from());
    }

    private PeerId to(int r) {
        return list.participants().get(plan.get(r).to());
    }
}
