package dev.starling.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.identity.PeerId;
import dev.starling.node.address.HostPort;
import dev.starling.node.net.channel.HostResolver;
import dev.starling.node.net.link.LinkEvents;
import dev.starling.node.net.link.LinkId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In virtual time, with connections that do what the test says. */
class DialerTest implements LinkEvents {
    private static final PeerId SELF = Party.identity(1).peerId();
    private static final PeerId OTHER = Party.identity(2).peerId();

    private record Attempt(InetSocketAddress address, Connection.Outcome outcome) {}

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final HostResolver resolver = new HostResolver(Runnable::run);
    private final List<Attempt> attempts = new ArrayList<>();
    private final Set<PeerId> linked = new HashSet<>();
    private final List<String> failures = new ArrayList<>();
    private final Dialer dialer;

    DialerTest() {
        time.freezeTime();
        dialer = new Dialer(
                new Shared(SELF, Party.settings(), this, new Traffic(), Party.UNBOUNDED, Party.UNBOUNDED),
                new Dialer.Surroundings(
                        time.eventLoop(),
                        resolver,
                        (address, outcome) -> attempts.add(new Attempt(address, outcome)),
                        linked::contains),
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15), new Random(1)));
    }

    @AfterEach
    void close() {
        resolver.close();
        var unused = time.close();
    }

    @Test
    void anAddressThatFailsIsTriedAgainForEverAtGrowingIntervals() {
        dialer.dial(HostPort.parse("10.0.0.1:7070"));
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            assertThat(attempts).hasSize(i + 1);
            attempts.get(i).outcome().failed("unreachable");
            pauses.add(advanceUntilNextAttempt());
        }

        assertThat(pauses.get(0)).isBetween(100L, 201L);
        assertThat(pauses.get(1)).isBetween(200L, 401L);
        assertThat(pauses.subList(8, 12)).allMatch(pause -> pause >= 7_500 && pause <= 15_001);
        assertThat(failures).hasSize(12).containsOnly("10.0.0.1:7070 unreachable");
    }

    @Test
    void dialingTwiceIsDialingOnce() {
        dialer.dial(HostPort.parse("10.0.0.1"));
        dialer.dial(HostPort.parse("10.0.0.1:7070"));

        assertThat(attempts).hasSize(1);
    }

    @Test
    void anAddressOfAPeerThatIsLinkedAlreadyIsTriedLaterSoFarAsItCanBeBelieved() {
        linked.add(OTHER);
        dialer.dial(HostPort.parse("10.0.0.1:7070"), OTHER);
        advance(Duration.ofMinutes(9));
        assertThat(attempts).isEmpty();
        advance(Duration.ofMinutes(2));
        assertThat(attempts).hasSize(1);
    }

    @Test
    void aPeerThatIsGoneIsDialledAtTheAddressThatItNamed() {
        linked.add(OTHER);
        dialer.dial(HostPort.parse("10.0.0.1:7070"), OTHER);
        linked.remove(OTHER);
        dialer.peerGone(OTHER, Duration.ofMinutes(1).toNanos());
        advance(Duration.ofMillis(201));
        assertThat(attempts).hasSize(1);
    }

    @Test
    void anAddressDialledOnceIsForgottenAfterItsAttemptHoweverItEnds() {
        dialer.dialOnce(HostPort.parse("10.0.0.1:7070"));
        attempts.get(0).outcome().failed("unreachable");
        advance(Duration.ofHours(1));
        assertThat(attempts).hasSize(1);

        dialer.dialOnce(HostPort.parse("10.0.0.1:7070"));
        linked.add(OTHER);
        attempts.get(1).outcome().reached(OTHER);
        linked.remove(OTHER);
        dialer.peerGone(OTHER, Duration.ofMinutes(1).toNanos());
        advance(Duration.ofHours(1));
        assertThat(attempts).hasSize(2);
    }

    @Test
    void anAddressThatIsKeptStaysKeptWhenItIsDialledOnceAsWell() {
        dialer.dialOnce(HostPort.parse("10.0.0.1:7070"));
        dialer.dial(HostPort.parse("10.0.0.1:7070"));
        dialer.dialOnce(HostPort.parse("10.0.0.1:7070"));
        assertThat(attempts).hasSize(1);
        attempts.get(0).outcome().failed("unreachable");
        advance(Duration.ofMillis(201));
        assertThat(attempts).hasSize(2);
    }

    @Test
    void anAddressRestsWhileItsPeerIsLinkedAndIsDialledWhenThatEnds() {
        dialer.dial(HostPort.parse("10.0.0.1:7070"));
        linked.add(OTHER);
        attempts.get(0).outcome().reached(OTHER);
        advance(Duration.ofHours(1));
        assertThat(attempts).hasSize(1);

        linked.remove(OTHER);
        dialer.peerGone(OTHER, Duration.ofMinutes(1).toNanos());
        advance(Duration.ofMillis(201));
        assertThat(attempts).hasSize(2);
    }

    @Test
    void aPeerWhoseLinksDoNotLastIsDialledEverLessOften() {
        dialer.dial(HostPort.parse("10.0.0.1:7070"));
        for (int i = 0; i < 10; i++) {
            attempts.get(i).outcome().reached(OTHER);
            dialer.peerGone(OTHER, 1);
            advanceUntilNextAttempt();
        }
        attempts.get(10).outcome().reached(OTHER);
        assertThat(advanceUntilNextAttempt()).isGreaterThanOrEqualTo(7_500);
    }

    @Test
    void aPeerReachedAndNotKeptIsDialledAgain() {
        dialer.dial(HostPort.parse("10.0.0.1:7070"));
        attempts.get(0).outcome().reached(OTHER);
        advance(Duration.ofMillis(401));

        assertThat(attempts).hasSize(2);
    }

    @Test
    void twoAddressesOfOnePeerAreNotDialledAtOnce() {
        dialer.dial(HostPort.parse("10.0.0.1:7070"));
        dialer.dial(HostPort.parse("10.0.0.2:7070"));
        linked.add(OTHER);
        attempts.get(0).outcome().reached(OTHER);
        attempts.get(1).outcome().reached(OTHER);
        linked.remove(OTHER);
        dialer.peerGone(OTHER, Duration.ofMinutes(1).toNanos());
        advance(Duration.ofMinutes(1));
        assertThat(attempts).hasSize(3);

        linked.add(OTHER);
        attempts.get(2).outcome().reached(OTHER);
        advance(Duration.ofMinutes(1));
        assertThat(attempts).hasSize(3);
    }

    @Test
    void aForgottenAddressIsLeftAloneEvenInTheMiddleOfAnAttempt() {
        HostPort target = HostPort.parse("10.0.0.1:7070");
        dialer.dial(target);
        dialer.forget(target);
        attempts.get(0).outcome().failed("unreachable");
        advance(Duration.ofMinutes(1));

        assertThat(attempts).hasSize(1);
        assertThat(failures).isEmpty();
        assertThat(dialer.inFlight()).isZero();
    }

    @Test
    void ourOwnAddressIsDroppedAndMayBeAddedAgain() {
        HostPort target = HostPort.parse("10.0.0.1:7070");
        dialer.dial(target);
        attempts.get(0).outcome().reached(SELF);
        advance(Duration.ofMinutes(1));
        assertThat(attempts).hasSize(1);
        assertThat(failures).containsExactly("10.0.0.1:7070 it is this node itself; not tried again");

        dialer.dial(target);
        assertThat(attempts).hasSize(2);
    }

    @Test
    void eightAttemptsAreUnderWayAtMostAndTheRestWaitTheirTurn() {
        for (int i = 1; i <= 200; i++) {
            dialer.dial(HostPort.parse("10.0.0." + i + ":7070"));
        }
        assertThat(attempts).hasSize(8);

        attempts.get(0).outcome().failed("unreachable");
        assertThat(attempts).hasSize(9);
        assertThat(dialer.inFlight()).isEqualTo(8);
    }

    @Test
    void addressesForgottenWhileWaitingDoNotHoldUpTheOthers() {
        for (int i = 1; i <= 200; i++) {
            dialer.dial(HostPort.parse("10.0.0." + i + ":7070"));
        }
        for (int i = 1; i < 200; i++) {
            dialer.forget(HostPort.parse("10.0.0." + i + ":7070"));
        }
        attempts.get(0).outcome().failed("unreachable");

        assertThat(attempts).hasSize(9);
        assertThat(attempts.get(8).address().getAddress().getHostAddress()).isEqualTo("10.0.0.200");
    }

    @Test
    void moreAddressesThanTheListHoldsAreDeclined() {
        for (int i = 0; i < Dialer.MAX_ADDRESSES + 1; i++) {
            dialer.dial(new HostPort("10.0." + i / 256 + "." + i % 256, 7070));
        }

        assertThat(failures).singleElement().asString().contains("not tried");
    }

    private void advance(Duration duration) {
        time.advanceTimeBy(duration.toMillis(), TimeUnit.MILLISECONDS);
        time.runScheduledPendingTasks();
    }

    /** How many milliseconds passed until an attempt was made. */
    private long advanceUntilNextAttempt() {
        int before = attempts.size();
        for (long passed = 1; passed < 60_000; passed++) {
            advance(Duration.ofMillis(1));
            if (attempts.size() > before) {
                return passed;
            }
        }
        throw new AssertionError("no attempt within a minute");
    }

    @Override
    public void linkUp(LinkId link, PeerId peer, boolean outbound, String remoteAddress) {}

    @Override
    public void linkDown(LinkId link, PeerId peer, String reason) {}

    @Override
    public void frame(LinkId link, PeerId peer, byte[] frame) {}

    @Override
    public void refused(String remoteAddress, String reason, boolean outbound) {}

    @Override
    public void dialFailed(String address, String reason) {
        failures.add(address + " " + reason);
    }
}
