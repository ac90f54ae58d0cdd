package dev.starling.gossip.sums;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.PublicIdentity;
import dev.starling.crypto.masking.MaskGraph;
import dev.starling.crypto.masking.PairwiseMasks;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.VirtualTime;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.TermGiven;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.SignedBody;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SumList;
import dev.starling.gossip.message.Want;
import dev.starling.gossip.wire.FrameCodec;
import dev.starling.gossip.wire.SliceFrames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Desks on a virtual clock with a lossy network between them; everything travels as frames. */
final class SumNetwork {
    static final long MILLI = 1_000_000L;
    private static final long TICK = 100 * MILLI;
    private static final long MOST_DELAY = 20 * MILLI;

    final List<Site> sites = new ArrayList<>();
    final Roster roster;
    final Quantity quantity;
    double loss;
    /** Told of every window that a site begins to send, before it leaves. */
    BiConsumer<Site, Integer> sending = (site, windows) -> {};

    private final SplittableRandom random;
    private final FrameCodec codec;
    private final VirtualTime time = new VirtualTime();

    SumNetwork(int members, long seed) {
        this(members, seed, Quantity.SCALING);
    }

    SumNetwork(int members, long seed, Quantity quantity) {
        this.quantity = quantity;
        random = new SplittableRandom(seed);
        List<Identity> identities = new ArrayList<>();
        List<Member> founders = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            byte[] signing = new byte[32];
            byte[] agreement = new byte[32];
            random.nextBytes(signing);
            random.nextBytes(agreement);
            Identity identity = Identity.fromSeeds(signing, agreement);
            identities.add(identity);
            founders.add(new Member(identity.publicIdentity(), "Hospital " + m, 10));
        }
        roster = Roster.founding(Digest.of(new byte[] {(byte) seed}), 1, founders);
        codec = new FrameCodec(roster.federation());
        identities.stream()
                .sorted(Comparator.comparing(Identity::peerId))
                .forEach(identity -> sites.add(new Site(identity)));
    }

    /** One member. */
    final class Site implements SumPort, SumUse {
        final Identity identity;
        final PeerId id;
        final List<TermGiven> disk = new ArrayList<>();
        final List<String> alarms = new ArrayList<>();
        final List<Verdict> verdicts = new ArrayList<>();
        /** Slices that came in, in order, by sender. */
        final List<Arrival> arrived = new ArrayList<>();

        SumDesk desk;
        private Given given = new Given();
        boolean up = true;
        int windowsSent;
        Optional<SumList> list = Optional.empty();
        long[] total = new long[0];
        private long[] term = new long[0];

        Site(Identity identity) {
            this.identity = identity;
            this.id = identity.peerId();
            this.desk = desk();
        }

        private SumDesk desk() {
            given = new Given();
            disk.forEach(given::add);
            return new SumDesk(identity, given, this, this);
        }

        void term(long... words) {
            term = words;
            desk.term(quantity, words, time.now());
        }

        void crash() {
            up = false;
        }

        void restart() {
            restart(term);
        }

        void restart(long... words) {
            up = true;
            desk = desk();
            term(words);
        }

        boolean done() {
            return list.isPresent();
        }

        SumProgress progress() {
            return desk.progress(time.now());
        }

        @Override
        public Roster roster() {
            return roster;
        }

        @Override
        public boolean present(PeerId peer) {
            return site(peer).up;
        }

        @Override
        public boolean onDemand() {
            return false;
        }

        @Override
        public void approach(PeerId peer) {}

        @Override
        public void judged(FederatedMetrics metrics) {}

        @Override
        public int needed() {
            return Math.max(3, roster.size() / 2 + 1);
        }

        @Override
        public void sendDurably(PeerId peer, Body body) {
            carry(this, peer, codec.encode(identity, body));
        }

        @Override
        public void broadcast(Body body) {
            byte[] frame = codec.encode(identity, body);
            sites.stream().filter(site -> site != this).forEach(site -> carry(this, site.id, frame));
        }

        @Override
        public void want(PeerId peer, Want want) {
            carry(this, peer, codec.encode(want));
        }

        @Override
        public void stream(PeerId peer, Digest name, byte[] window, int first, int count) {
            if (first == 0) {
                sending.accept(this, windowsSent++);
            }
            SliceFrames frames = new SliceFrames(roster.federation(), name, window, first, count);
            for (int k = 0; k < count; k++) {
                carry(this, peer, frames.frame(k));
            }
        }

        @Override
        public void record(JournalRecord record) {
            disk.add((TermGiven) record);
            TermGiven last = (TermGiven) record;
            given.add(last);
            assertThat(disk.stream().map(r -> r.list().hash()).distinct())
                    .as("no term twice to one hash")
                    .hasSize(disk.size());
            assertThat(last.list().participants()).hasSizeGreaterThanOrEqualTo(3);
            Set<List<PeerId>> sets = new LinkedHashSet<>();
            for (TermGiven earlier : disk) {
                int distance = earlier.list().distance(last.list().participants());
                assertThat(distance == 0 || distance >= 3).isTrue();
                sets.add(earlier.list().participants());
            }
            assertThat(Combined.areSafe(sets)).isTrue();
        }

        @Override
        public void summed(SumList summed, long[] sum) {
            list = Optional.of(summed);
            total = sum;
        }

        @Override
        public void alarm(String text) {
            alarms.add(text);
        }

        void hears(PeerId from, Message message) {
            if (message instanceof SignedBody signed) {
                hears(from, signed.body());
            } else if (message instanceof Slice slice) {
                arrived.add(new Arrival(from, slice));
                desk.slice(from, slice, time.now()).ifPresent(verdicts::add);
            } else if (message instanceof Want want) {
                desk.want(from, want).ifPresent(verdicts::add);
            }
        }

        private void hears(PeerId from, Body body) {
            if (body instanceof Body.SumReady ready) {
                verdicts.add(desk.ready(from, ready, time.now()));
            } else if (body instanceof Body.SumProposal proposal) {
                verdicts.add(desk.proposal(from, proposal, time.now()));
            } else if (body instanceof Body.SumAnswer answer) {
                verdicts.add(desk.answer(from, answer, time.now()));
            }
        }
    }

    /** A slice as it came. */
    record Arrival(PeerId from, Slice slice) {}

    Site site(PeerId id) {
        return sites.stream().filter(site -> site.id.equals(id)).findFirst().orElseThrow();
    }

    private void carry(Site from, PeerId to, byte[] frame) {
        if (from.up && frame.length <= Limits.FRAME && random.nextDouble() >= loss) {
            at(1 + random.nextLong(MOST_DELAY), () -> {
                Site site = site(to);
                if (site.up) {
                    site.hears(from.id, codec.decode(frame).message().orElseThrow());
                }
            });
        }
    }

    void at(long inNanos, Runnable action) {
        time.after(inNanos, action);
    }

    /** Whether somebody knows a total, and all participants of that list who are up do. */
    private boolean finished() {
        return sites.stream()
                .filter(Site::done)
                .anyMatch(one -> one.list.orElseThrow().participants().stream()
                        .map(this::site)
                        .allMatch(site -> !site.up || site.done()));
    }

    /** The sum of the terms of a list. */
    long[] sumOf(SumList list) {
        long[] sum = new long[list.words()];
        for (PeerId id : list.participants()) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += site(id).term[k];
            }
        }
        return sum;
    }

    /** Runs for so long, or until every participant who is up knows the total. */
    void run(long seconds) {
        long end = time.now() + seconds * 1000 * MILLI;
        while (time.now() < end && !finished()) {
            for (Site site : sites) {
                if (site.up && time.now() >= site.desk.nextDueNanos()) {
                    site.desk.timerDue(time.now());
                }
            }
            time.run(TICK);
        }
    }

    /** Everybody's term, random, and their sum. */
    long[] randomTerms(int words) {
        long[] sum = new long[words];
        for (Site site : sites) {
            long[] term = random.longs(words, -1000, 1000).toArray();
            site.term(term);
            for (int k = 0; k < words; k++) {
                sum[k] += term[k];
            }
        }
        return sum;
    }

    /** What a site sends in the first round of a list. */
    long[] windowOf(Site site, SumList list, long[] term) {
        long[] masked = term.clone();
        List<PublicIdentity> partners = MaskGraph.partners(list.participants(), site.id, list.hash()).stream()
                .map(id -> roster.member(id).orElseThrow().identity())
                .toList();
        new PairwiseMasks(site.identity, roster.federation(), list.hash()).mask(masked, partners);
        return masked;
    }

    Map<PeerId, long[]> terms() {
        Map<PeerId, long[]> terms = new HashMap<>();
        sites.forEach(site -> terms.put(site.id, site.term.clone()));
        return terms;
    }
}
