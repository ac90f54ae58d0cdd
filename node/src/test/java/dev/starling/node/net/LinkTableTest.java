package dev.starling.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.TrustDecision;
import dev.starling.node.net.link.LinkEvents;
import dev.starling.node.net.link.LinkId;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ends of one pair, each with its own table and clock: what they keep must be the same connection. */
class LinkTableTest implements LinkEvents {
    private static final PeerId SMALLER =
            smaller(Party.identity(1).peerId(), Party.identity(2).peerId());
    private static final PeerId LARGER = SMALLER.equals(Party.identity(1).peerId())
            ? Party.identity(2).peerId()
            : Party.identity(1).peerId();
    private static final long SETTLED = LinkTable.SETTLED.toNanos();

    private final AtomicLong nanos = new AtomicLong(-5);
    private final List<String> events = new ArrayList<>();
    private TrustDecision trust = TrustDecision.MEMBER;

    @ParameterizedTest
    @CsvSource({
        "true,  true,  true",
        "true,  false, false",
        "false, true,  false",
        "false, false, true",
    })
    void ofTwoYoungLinksTheOneDialledByTheSmallerPeerStays(
            boolean smallerDialledSecond, boolean selfIsSmaller, boolean secondIsOutbound) {
        LinkTable table = table(selfIsSmaller ? SMALLER : LARGER);
        PeerId peer = selfIsSmaller ? LARGER : SMALLER;

        Link first = table.admit(peer, wire(!secondIsOutbound));
        nanos.addAndGet(SETTLED);
        Link second = table.admit(peer, wire(secondIsOutbound));

        assertThat(first).isNotNull();
        assertThat(second != null).isEqualTo(smallerDialledSecond);
        assertThat(table.isLinked(peer)).isTrue();
        assertThat(events)
                .containsExactlyElementsOf(
                        smallerDialledSecond ? List.of("up 1", "down 1", "gone", "up 2") : List.of("up 1"));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aSettledLinkYieldsToANewerOneWhoeverDialled(boolean firstOutbound, boolean secondOutbound) {
        LinkTable table = table(SMALLER);
        table.admit(LARGER, wire(firstOutbound));
        nanos.addAndGet(SETTLED + 1);

        assertThat(table.admit(LARGER, wire(secondOutbound))).isNotNull();
        assertThat(events).containsExactly("up 1", "down 1", "gone", "up 2");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void ofTwoYoungLinksDialledByOneMemberTheNewerStays(boolean outbound) {
        LinkTable table = table(SMALLER);
        table.admit(LARGER, wire(outbound));

        assertThat(table.admit(LARGER, wire(outbound))).isNotNull();
        assertThat(events).containsExactly("up 1", "down 1", "gone", "up 2");
    }

    @Test
    void aStrangersYoungSecondLinkIsRefused() {
        trust = TrustDecision.STRANGER;
        LinkTable table = table(SMALLER);
        table.admit(LARGER, wire(false));

        assertThat(table.admit(LARGER, wire(false))).isNull();
        assertThat(events).containsExactly("up 1", "refused LOBBY_SECOND_LINK");
    }

    @Test
    void aStrangerThatReconnectsGetsNoNewAllowance() {
        trust = TrustDecision.STRANGER;
        LinkTable table = table(SMALLER);
        Wire first = wire(false);
        table.admit(LARGER, first);
        nanos.addAndGet(SETTLED + 1);
        Wire second = wire(false);
        table.admit(LARGER, second);

        assertThat(second.reader().allowance())
                .isNotNull()
                .isSameAs(first.reader().allowance());
    }

    @Test
    void aLinkIsReportedDownOnce() {
        LinkTable table = table(SMALLER);
        Link link = Objects.requireNonNull(table.admit(LARGER, wire(false)));
        table.down(link, "once");
        table.down(link, "twice");
        table.close(link, "thrice");

        assertThat(events).containsExactly("up 1", "down 1", "gone");
        assertThat(table.link(link.id())).isNull();
    }

    @Test
    void theEndOfAReplacedLinkLeavesItsSuccessorUp() {
        LinkTable table = table(SMALLER);
        Link first = Objects.requireNonNull(table.admit(LARGER, wire(false)));
        table.admit(LARGER, wire(false));
        table.down(first, "its channel closed later");

        assertThat(table.isLinked(LARGER)).isTrue();
        assertThat(events).containsExactly("up 1", "down 1", "gone", "up 2");
    }

    @Test
    void aPeerIsNotGoneBeforeItsConnectionIs() {
        LinkTable table = table(SMALLER);
        LateClose goodbye = new LateClose();
        Link link = Objects.requireNonNull(table.admit(LARGER, wire(true, goodbye)));
        table.close(link, "done");

        assertThat(events).containsExactly("up 1", "down 1");
        assertThat(table.isLinked(LARGER)).isFalse();
        assertThat(table.isEngaged(LARGER)).isTrue();

        goodbye.arrives();
        assertThat(events).containsExactly("up 1", "down 1", "gone");
        assertThat(table.isEngaged(LARGER)).isFalse();
    }

    /** Closes a channel when the test says so. */
    private static final class LateClose extends ChannelOutboundHandlerAdapter {
        private Runnable closing = () -> {};

        @Override
        public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
            closing = () -> {
                var unused = ctx.close(promise);
            };
        }

        void arrives() {
            closing.run();
        }
    }

    private LinkTable table(PeerId self) {
        Shared shared = new Shared(self, Party.settings(), this, new Traffic(), Party.UNBOUNDED, Party.UNBOUNDED);
        LinkTable table = new LinkTable(shared, peer -> trust, nanos::get);
        table.onPeerGone((peer, ageNanos) -> events.add("gone"));
        return table;
    }

    private Wire wire(boolean outbound, ChannelHandler... handlers) {
        Shared shared = new Shared(SMALLER, Party.settings(), this, new Traffic(), Party.UNBOUNDED, Party.UNBOUNDED);
        return new Wire(new EmbeddedChannel(handlers), outbound, "somewhere", shared);
    }

    private static PeerId smaller(PeerId one, PeerId other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void linkUp(LinkId link, PeerId peer, boolean outbound, String remoteAddress) {
        events.add("up " + link.value());
    }

    @Override
    public void linkDown(LinkId link, PeerId peer, String reason) {
        events.add("down " + link.value());
    }

    @Override
    public void frame(LinkId link, PeerId peer, byte[] frame) {
        events.add("frame");
    }

    @Override
    public void refused(String remoteAddress, String reason, boolean outbound) {
        events.add("refused " + reason.substring(0, reason.indexOf(':')));
    }

    @Override
    public void dialFailed(String address, String reason) {
        events.add("dial failed");
    }
}
