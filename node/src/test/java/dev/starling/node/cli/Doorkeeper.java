package dev.starling.node.cli;

import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.membership.RosterDesk;
import dev.starling.gossip.membership.RosterPort;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.SignedBody;
import dev.starling.gossip.wire.FrameCodec;
import dev.starling.node.net.PeerNetwork;
import dev.starling.node.net.link.LinkEvents;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.net.settings.NetSettings;
import dev.starling.node.site.Federation;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A member that does nothing but let newcomers in, by the federation's own rules, over real sockets. */
final class Doorkeeper implements AutoCloseable {
    private final Identity identity;
    private final FrameCodec codec;
    private final RosterDesk desk;
    private final PeerNetwork network;
    private final InetSocketAddress address;
    private int version = Limits.VERSION;
    private UnaryOperator<Body> lie = UnaryOperator.identity();
    private volatile byte @Nullable [] greeting;

    Doorkeeper(Federation federation) throws Exception {
        this(federation.identity(), federation.roster(), federation.signedCharter());
    }

    Doorkeeper(Identity identity, Roster roster, SignedCharter charter) throws Exception {
        this.identity = identity;
        this.codec = new FrameCodec(charter.federation());
        this.desk = new RosterDesk(identity, roster, charter, new Port());
        this.network = new PeerNetwork(
                NetSettings.defaults().listeningOn("127.0.0.1", 0),
                ChannelIdentity.issue(identity, Shell.NOW),
                () -> Shell.NOW,
                peer -> desk.roster().decide(peer),
                new Door(),
                new SplittableRandom(1));
        this.address = network.start();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return address.getPort();
    }

    Roster roster() {
        return desk.roster();
    }

    /** Changes what is said. */
    Doorkeeper lying(UnaryOperator<Body> change) {
        lie = change;
        return this;
    }

    /** Speaks another version of the wire from now on. */
    Doorkeeper speaking(int version) {
        this.version = version;
        return this;
    }

    /** The first words to members. */
    Doorkeeper greeting(Body words) {
        greeting = codec.encode(identity, words);
        return this;
    }

    /** The first words to members: a frame of whatever kind. */
    Doorkeeper greeting(byte[] frame) {
        greeting = frame.clone();
        return this;
    }

    /** The first words to members, likewise. */
    Doorkeeper greeting(Message words) {
        greeting = codec.encode(words);
        return this;
    }

    private void say(long link, Body body) {
        network.send(new LinkId(link), codec.encode(identity, lie.apply(body)));
    }

    @Override
    public void close() {
        network.close();
    }

    private final class Door implements LinkEvents {
        @Override
        public void linkUp(LinkId link, PeerId peer, boolean outbound, String remoteAddress) {
            byte[] words = greeting;
            if (words != null && words.length > 0 && desk.roster().contains(peer)) {
                network.send(link, words);
            }
        }

        @Override
        public void linkDown(LinkId link, PeerId peer, String reason) {}

        @Override
        public void frame(LinkId link, PeerId peer, byte[] frame) {
            if (version != Limits.VERSION) {
                byte[] farewell = codec.encode(new Farewell(FarewellCode.OTHER_VERSION));
                farewell[0] = (byte) version;
                network.send(link, farewell);
                return;
            }
            var message = codec.decode(frame).message().orElse(null);
            if (message instanceof SignedBody signed && signed.body() instanceof Body.Join join) {
                desk.join(link.value(), signed.author(), join, Shell.NOW);
                network.send(link, codec.encode(new Farewell(FarewellCode.LOBBY_DONE)));
                network.close(link, "done");
            }
        }

        @Override
        public void refused(String remoteAddress, String reason, boolean outbound) {}

        @Override
        public void dialFailed(String target, String reason) {}
    }

    private final class Port implements RosterPort {
        @Override
        public void send(PeerId peer, Body body) {}

        @Override
        public void broadcast(Body body) {}

        @Override
        public void sendOn(long link, Body body) {
            say(link, body);
        }

        @Override
        public void rosterChanged(Roster roster) {}

        @Override
        public void removed(Member member, RosterEntry revocation) {}

        @Override
        public void joinDecided(PeerId newcomer, String organisation, JoinStatus status, String reason) {}

        @Override
        public void verdict(@Nullable PeerId peer, Verdict verdict) {}

        @Override
        public void alarm(String text) {}
    }
}
