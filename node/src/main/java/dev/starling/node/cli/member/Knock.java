package dev.starling.node.cli.member;

import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.TrustDecision;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.membership.Newcomer;
import dev.starling.gossip.message.Body.JoinDecision;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.node.net.PeerNetwork;
import dev.starling.node.net.link.LinkEvents;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.settings.NetSettings;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A newcomer at the door: dials the addresses of the invitation, asks on the first link that stands, and waits for the
 * decision. Listens on no port. What was heard is not verified here. The network's thread only fills a queue; everything
 * else runs on the thread that calls {@link #ask}.
 */
final class Knock {
    /** Room for a charter and eight thousand members. */
    private static final long MOST_BYTES = 64L << 20;

    private static final long A_DAY = Duration.ofDays(1).toSeconds();
    private static final long NANOS = 1_000_000_000L;

    private final Identity identity;
    private final Member member;
    private final Invitation invitation;
    private final Supplier<Instant> clock;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Map<String, String> failures = new TreeMap<>();
    private @Nullable Door link;
    private @Nullable Newcomer newcomer;
    private Optional<FarewellCode> farewell = Optional.empty();
    private long heardBytes;

    /** The link that is spoken on. */
    private record Door(LinkId id, PeerId peer) {}

    /**
     * What the federation said.
     *
     * @param by who said it
     * @param decision the decision, with charter and signatures if it was to admit
     * @param log the roster's log, from its first entry
     */
    record Reply(PeerId by, JoinDecision decision, List<RosterEntry> log) {}

    Knock(Identity identity, Member member, Invitation invitation, Supplier<Instant> clock) {
        this.identity = identity;
        this.member = member;
        this.invitation = invitation;
        this.clock = clock;
    }

    /**
     * Asks to be admitted.
     *
     * @param settings of the network; nothing is listened on
     * @throws NodeFailure when nobody decided in time
     */
    Reply ask(Duration timeout, NetSettings settings) throws NodeFailure {
        Queue events = new Queue();
        try (PeerNetwork network = new PeerNetwork(
                settings,
                ChannelIdentity.issue(identity, clock.get()),
                clock,
                peer -> TrustDecision.MEMBER,
                events,
                new SecureRandom())) {
            events.network = network;
            invitation.addresses().forEach(network::dial);
            return await(System.nanoTime() + Math.min(timeout.toSeconds(), A_DAY) * NANOS, timeout);
        }
    }

    private Reply await(long deadlineNanos, Duration timeout) throws NodeFailure {
        while (true) {
            Reply reply = reply();
            if (reply != null) {
                return reply;
            }
            Runnable next;
            try {
                next = inbox.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NodeFailure(ExitCode.FAILED, "interrupted while waiting for an answer; run join again", e);
            }
            if (next == null) {
                throw unanswered(timeout);
            }
            next.run();
            if (farewell.isPresent() && farewell.get() == FarewellCode.OTHER_VERSION) {
                throw new NodeFailure(
                        ExitCode.REFUSED,
                        "the member that was reached turned away: "
                                + farewell.get().sentence());
            }
        }
    }

    private @Nullable Reply reply() {
        if (link == null || newcomer == null || !newcomer.done()) {
            return null;
        }
        PeerId by = link.peer();
        List<RosterEntry> log = newcomer.log();
        return newcomer.decision().map(decision -> new Reply(by, decision, log)).orElse(null);
    }

    private NodeFailure unanswered(Duration timeout) {
        String waited = " within " + timeout.toSeconds() + " s";
        if (link != null) {
            return new NodeFailure(
                    ExitCode.NETWORK,
                    "a member at " + String.join(", ", invitation.addresses()) + " took the call but decided nothing"
                            + waited
                            + farewell.map(code -> " (" + code.sentence() + ")").orElse("")
                            + "; run join again, or ask for an invitation of another member");
        }
        StringBuilder tried = new StringBuilder();
        for (String address : invitation.addresses()) {
            tried.append("\n  ").append(address).append(": ").append(failures.getOrDefault(address, "no answer"));
        }
        return new NodeFailure(
                ExitCode.NETWORK,
                "nobody was reached" + waited + "; check that the member who invited you runs its node, and that a"
                        + " firewall lets you out to it" + tried);
    }

    private final class Queue implements LinkEvents {
        volatile @Nullable PeerNetwork network;

        @Override
        public void linkUp(LinkId up, PeerId peer, boolean outbound, String remoteAddress) {
            inbox.add(() -> {
                if (link == null) {
                    link = new Door(up, peer);
                    newcomer = new Newcomer(identity, member, invitation);
                    send(up, newcomer.joinFrame());
                }
            });
        }

        private void send(LinkId up, byte[] frame) {
            PeerNetwork current = network;
            if (current != null) {
                current.send(up, frame);
            }
        }

        @Override
        public void linkDown(LinkId down, PeerId peer, String reason) {
            inbox.add(() -> {
                if (isOpen(down) && reply() == null) {
                    link = null;
                    newcomer = null;
                }
            });
        }

        @Override
        public void frame(LinkId from, PeerId peer, byte[] frame) {
            inbox.add(() -> {
                heardBytes += frame.length;
                if (isOpen(from) && newcomer != null && heardBytes <= MOST_BYTES) {
                    newcomer.frame(peer, frame);
                    farewell = newcomer.farewell();
                }
            });
        }

        private boolean isOpen(LinkId id) {
            return link != null && link.id().equals(id);
        }

        @Override
        public void refused(String remoteAddress, String reason, boolean outbound) {
            inbox.add(() -> failures.put(remoteAddress, reason));
        }

        @Override
        public void dialFailed(String address, String reason) {
            inbox.add(() -> failures.put(address, reason));
        }
    }
}
