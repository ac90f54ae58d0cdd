package dev.starling.testnet.sim;

import dev.starling.crypto.identity.PeerId;
import dev.starling.testnet.sim.weather.Cut;
import dev.starling.testnet.sim.weather.Weather;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Links between parties and what the weather does to frames on them. Where links are kept, a lost one is dialled again
 * every second for as long as both ends are up. Confined to one thread.
 */
final class Network {
    private static final long REDIAL_NANOS = 1_000_000_000L;
    private static final long LEAST_LATE_NANOS = 100_000_000L;
    private static final long MOST_LATE_NANOS = 30_000_000_000L;
    private static final double SECOND = 1e9;

    private final Timeline timeline;
    private final SplittableRandom random;
    private final Map<Long, Link> links = new HashMap<>();
    private final Map<PeerId, Map<PeerId, Link>> byEnds = new HashMap<>();
    private final Map<PeerId, Long> sendingUntil = new HashMap<>();
    private final List<Cut> cuts = new ArrayList<>();
    private Weather weather;
    private boolean keepsLinks;
    private long ids;

    private static final class Link {
        final long id;
        final Party dialler;
        final Party listener;
        long lastToDialler;
        long lastToListener;

        Link(long id, Party dialler, Party listener) {
            this.id = id;
            this.dialler = dialler;
            this.listener = listener;
        }

        Party other(Party end) {
            return end == dialler ? listener : dialler;
        }
    }

    Network(Timeline timeline, Weather weather, SplittableRandom random) {
        this.timeline = timeline;
        this.weather = weather;
        this.random = random;
    }

    /** Whether a lost link, or one that a cut forbids, is dialled again. */
    void keepLinks(boolean keep) {
        keepsLinks = keep;
    }

    void weather(Weather now) {
        weather = now;
    }

    Weather weather() {
        return weather;
    }

    void cut(Cut cut) {
        cuts.add(cut);
        if (cut.breaksLinks()) {
            timeline.at(cut.fromNanos(), this::breakSevered);
        }
    }

    private void breakSevered() {
        for (Link link : sorted()) {
            if (severed(link.dialler, link.listener)) {
                drop(link);
            }
        }
    }

    private List<Link> sorted() {
        return links.values().stream()
                .sorted((a, b) -> Long.compare(a.id, b.id))
                .toList();
    }

    /** Dials; a link follows unless there is one, one end is down, or a cut is between them. */
    void dial(Party from, Party to) {
        timeline.after(delay(), () -> connect(from, to));
    }

    private void connect(Party from, Party to) {
        if (!from.up() || !to.up() || linked(from, to)) {
            return;
        }
        if (severed(from, to)) {
            redial(from, to);
            return;
        }
        Link link = new Link(++ids, from, to);
        links.put(link.id, link);
        ends(from).put(to.id(), link);
        ends(to).put(from.id(), link);
        to.linkUp(link.id, from.id(), false);
        from.linkUp(link.id, to.id(), true);
    }

    private Map<PeerId, Link> ends(Party party) {
        return byEnds.computeIfAbsent(party.id(), id -> new TreeMap<>());
    }

    private boolean linked(Party a, Party b) {
        Map<PeerId, Link> known = byEnds.get(a.id());
        return known != null && known.containsKey(b.id());
    }

    /** Who is at the other end of a link, null when the link is gone. */
    @Nullable
    PeerId otherEnd(Party party, long link) {
        Link found = links.get(link);
        return found == null ? null : found.other(party).id();
    }

    /** One end closes a link behind what it sent on it. A removed member that did not hear why dials again. */
    void close(Party end, long id) {
        Link link = links.get(id);
        if (link != null) {
            timeline.at(Math.max(link.lastToDialler, link.lastToListener), () -> {
                if (links.containsKey(id)) {
                    forget(link);
                    end.linkDown(id);
                    link.other(end).linkDown(id);
                    if (link.other(end).knows(end.id())
                            && !end.knows(link.other(end).id())) {
                        redial(link.other(end), end);
                    }
                }
            });
        }
    }

    /** All links of a party break; the other ends notice a moment later and dial again. */
    void dropAll(Party party) {
        for (Link link : List.copyOf(ends(party).values())) {
            drop(link);
        }
    }

    private void drop(Link link) {
        forget(link);
        timeline.after(delay(), () -> {
            link.dialler.linkDown(link.id);
            link.listener.linkDown(link.id);
        });
        redial(link.dialler, link.listener);
    }

    private void redial(Party from, Party to) {
        if (keepsLinks) {
            timeline.after(REDIAL_NANOS, () -> connect(from, to));
        }
    }

    private void forget(Link link) {
        links.remove(link.id);
        ends(link.dialler).remove(link.listener.id());
        ends(link.listener).remove(link.dialler.id());
    }

    /** Whether a cut is between the two now. */
    boolean severed(Party a, Party b) {
        for (Cut cut : cuts) {
            if (a.number() >= 0 && b.number() >= 0 && cut.parts(a.number(), b.number(), timeline.nowNanos())) {
                return true;
            }
        }
        return false;
    }

    void send(Party from, long id, byte[] frame) {
        Link link = links.get(id);
        if (link == null) {
            return;
        }
        long leaves = leaves(from, frame.length);
        Party to = link.other(from);
        boolean lost = weather.loss() > 0 && random.nextDouble() < weather.loss();
        if (lost || severed(from, to)) {
            return;
        }
        boolean twice = weather.duplication() > 0 && random.nextDouble() < weather.duplication();
        boolean echo = twice && random.nextBoolean();
        deliver(link, to, frame, leaves, echo);
        if (twice && !echo) {
            timeline.at(leaves + delay() + delay(), () -> arrive(link, to, frame, Arrival.FRESH));
        }
        if (weather.lateCopies() > 0 && random.nextDouble() < weather.lateCopies()) {
            timeline.at(leaves + random.nextLong(LEAST_LATE_NANOS, MOST_LATE_NANOS), () -> arriveLate(from, to, frame));
        }
    }

    private void deliver(Link link, Party to, byte[] frame, long leaves, boolean echo) {
        long arrives = leaves + delay();
        if (!weather.reordering()) {
            arrives = Math.max(arrives, to == link.dialler ? link.lastToDialler : link.lastToListener);
        }
        if (to == link.dialler) {
            link.lastToDialler = Math.max(arrives, link.lastToDialler);
        } else {
            link.lastToListener = Math.max(arrives, link.lastToListener);
        }
        timeline.at(arrives, () -> {
            arrive(link, to, frame, Arrival.FRESH);
            if (echo) {
                arrive(link, to, frame, Arrival.ECHO);
            }
        });
    }

    private void arrive(Link link, Party to, byte[] frame, Arrival arrival) {
        if (to.up() && links.get(link.id) == link) {
            to.frame(link.id, frame, arrival);
        }
    }

    /** On the link that there is between the two by now, if there is one. */
    private void arriveLate(Party from, Party to, byte[] frame) {
        Link link = ends(from).get(to.id());
        if (link != null) {
            arrive(link, to, frame, Arrival.LATE);
        }
    }

    /** When the last byte of a frame leaves its sender. */
    private long leaves(Party from, int bytes) {
        long now = timeline.nowNanos();
        if (weather.bytesPerSecond() == 0) {
            return now;
        }
        long begins = Math.max(now, sendingUntil.getOrDefault(from.id(), now));
        long ends = begins + (long) (SECOND * bytes / weather.bytesPerSecond());
        sendingUntil.put(from.id(), ends);
        return ends;
    }

    private long delay() {
        long least = weather.leastDelayNanos();
        long most = weather.mostDelayNanos();
        return least == most ? least : random.nextLong(least, most + 1);
    }
}
