package dev.starling.gossip.liveness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Admission;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.membership.RosterDesk;
import dev.starling.gossip.membership.RosterPort;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.JoinStatus;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anti-entropy alone: a roster entry reaches everybody by the pings of one random member a period. */
final class RosterSpreadTest {
    private static final SignedCharter CHARTER = new SignedCharter("spread".getBytes(UTF_8), Map.of());
    private static final Instant TOMORROW = Instant.parse("2026-06-02T12:00:00Z");

    private static Identity identity(int k) {
        byte[] seed = ByteBuffer.allocate(32).putInt(k).array();
        return Identity.fromSeeds(seed, seed);
    }

    private static Member member(Identity identity) {
        return new Member(identity.publicIdentity(), "site", 100);
    }

    /** Answers reach the peer at once, nothing is broadcast. */
    private record Direct(PeerId self, Map<PeerId, RosterDesk> desks) implements RosterPort {
        @Override
        public void send(PeerId peer, Body body) {
            Objects.requireNonNull(desks.get(peer)).update(self, (Body.RosterUpdate) body);
        }

        @Override
        public void broadcast(Body body) {}

        @Override
        public void sendOn(long link, Body body) {}

        @Override
        public void rosterChanged(Roster roster) {}

        @Override
        public void removed(Member member, RosterEntry entry) {}

        @Override
        public void joinDecided(PeerId newcomer, String organisation, JoinStatus status, String reason) {}

        @Override
        public void verdict(PeerId peer, Verdict verdict) {}

        @Override
        public void alarm(String text) {}
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64, 256})
    void aRosterEntryReachesAllInPeriodsThatGrowWithTheLogarithm(int members) {
        List<Identity> identities =
                IntStream.range(0, members).mapToObj(RosterSpreadTest::identity).toList();
        Roster founding = Roster.founding(
                CHARTER.federation(),
                1,
                identities.stream().map(RosterSpreadTest::member).toList());
        Identity host = identities.get(0);
        Invitation invitation = Invitation.issue(host, CHARTER.federation(), List.of("a:1"), TOMORROW, new Random(1));
        RosterEntry entry = RosterEntry.propose(founding, new Admission(member(identity(members)), invitation))
                .signedBy(host, CHARTER.federation());
        int worst = 0;
        for (int seed = 0; seed < 3; seed++) {
            Map<PeerId, RosterDesk> desks = new TreeMap<>();
            identities.forEach(each -> desks.put(
                    each.peerId(), new RosterDesk(each, founding, CHARTER, new Direct(each.peerId(), desks))));
            Objects.requireNonNull(desks.get(host.peerId()))
                    .update(host.peerId(), new Body.RosterUpdate(0, List.of(entry.encode())));
            worst = Math.max(worst, periods(desks, seed));
        }
        int bound = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(members)) + 2;
        System.out.printf(Locale.ROOT, "%d members hold the same roster after %d periods at worst%n", members, worst);
        assertThat(worst).isLessThanOrEqualTo(bound);
    }

    private static int periods(Map<PeerId, RosterDesk> desks, int seed) {
        Map<PeerId, ProbeOrder> orders = new TreeMap<>();
        for (PeerId self : desks.keySet()) {
            List<PeerId> others = new ArrayList<>(desks.keySet());
            others.remove(self);
            orders.put(
                    self,
                    new ProbeOrder(new SplittableRandom(seed ^ self.digest().hashCode()), () -> others));
        }
        int periods = 0;
        while (desks.values().stream().anyMatch(desk -> desk.roster().version() == 0)) {
            periods++;
            desks.forEach((self, desk) -> {
                PeerId target = Objects.requireNonNull(orders.get(self))
                        .next(peer -> true)
                        .orElseThrow();
                Objects.requireNonNull(desks.get(target))
                        .compare(self, desk.roster().version(), desk.roster().head());
            });
            assertThat(periods).isLessThan(1000);
        }
        return periods;
    }
}
