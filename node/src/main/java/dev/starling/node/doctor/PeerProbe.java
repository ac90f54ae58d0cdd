package dev.starling.node.doctor;

import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.channel.RosterTrustManager;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.SignedBody;
import dev.starling.gossip.wire.Decoded;
import dev.starling.gossip.wire.FrameCodec;
import dev.starling.node.address.HostPort;
import dev.starling.node.finding.Finding;
import dev.starling.node.finding.Grade;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Calls one address and names the hop that fails: the name, the connection, TLS, the key, the first words.
 *
 * @param caller who calls
 * @param roster who belongs; empty before joining
 * @param clock the time
 * @param within how long each hop may take
 * @param tunnel the proxy that addresses are dialled through, if there is one; it looks up their names, too
 */
public record PeerProbe(
        Caller caller, Optional<Roster> roster, Supplier<Instant> clock, Duration within, Optional<Tunnel> tunnel) {
    /**
     * Who calls.
     *
     * @param channel whose key is shown: the member's own, or, beside a running node, that of a passing stranger, because two
     *     links of one key would disturb each other
     * @param self the member, to be told from others
     * @param member whether it is the member who calls, and is spoken to
     */
    public record Caller(ChannelIdentity channel, Optional<PeerId> self, boolean member) {}

    private static final Duration CERTIFIED_BEFORE = Duration.ofDays(1);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** Calls the address; the finding goes under this name. */
    Finding call(String check, HostPort address) {
        Optional<Tunnel> through = tunnel.filter(proxy -> !proxy.spared().covers(address.host()));
        if (through.isPresent()) {
            return call(check, address, through.get());
        }
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(address.host());
        } catch (UnknownHostException e) {
            return Finding.fail(
                    check,
                    "name: there is no address for " + address.host(),
                    "correct the name, or ask who runs the DNS");
        }
        int next = 0;
        Finding last;
        do {
            last = call(check, new InetSocketAddress(found[next++], address.port()));
        } while (last.grade() == Grade.FAIL && next < found.length);
        return last;
    }

    private Finding call(String check, HostPort address, Tunnel through) {
        try (Socket socket = new Socket()) {
            int millis = (int) within.toMillis();
            socket.connect(
                    new InetSocketAddress(
                            through.proxy().host(), through.proxy().port()),
                    millis);
            socket.setSoTimeout(millis);
            int status = through.ask(socket, address);
            return status == Tunnel.OPEN
                    ? secured(check, socket)
                    : Finding.fail(check, "proxy: " + through.proxy() + " answers " + status, Tunnel.remedy(status));
        } catch (IOException e) {
            return Finding.fail(
                    check,
                    "proxy: " + through.proxy() + ": " + reason(e),
                    "is net.proxy right, and is it an HTTP proxy that allows CONNECT?");
        }
    }

    private Finding call(String check, InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            int millis = (int) within.toMillis();
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            return secured(check, socket);
        } catch (IOException e) {
            return Finding.fail(
                    check,
                    "connection: " + address.getAddress().getHostAddress() + " port " + address.getPort() + ": "
                            + reason(e),
                    e instanceof ConnectException
                            ? "is the other node running, and is this its port? does a firewall on the way refuse it?"
                            : "is the address right? a firewall on the way seems to swallow the call");
        }
    }

    /** What a failed connection says, in words. */
    static String reason(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer";
        } else if (e instanceof UnknownHostException) {
            return "no such name";
        } else if (e instanceof NoRouteToHostException) {
            return "no route to it";
        }
        return e instanceof ConnectException ? "refused" : String.valueOf(e.getMessage());
    }

    private Finding secured(String check, Socket socket) {
        try (SSLSocket tls = (SSLSocket) context()
                .getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true)) {
            tls.setEnabledProtocols(new String[] {"TLSv1.3"});
            tls.startHandshake();
            return known(check, tls);
        } catch (SSLException e) {
            return Finding.fail(
                    check,
                    "TLS: no handshake by TLS 1.3 with a member's certificate (" + e.getMessage() + ")",
                    "is that port the other node's? does a proxy or a firewall look into TLS on the way? are both clocks right?");
        } catch (IOException e) {
            return Finding.fail(
                    check,
                    "TLS: the handshake was cut off (" + reason(e) + ")",
                    "is that port the other node's? a firewall may close what it does not know");
        }
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {caller.channel().keyManager()},
                    new TrustManager[] {new RosterTrustManager(clock, peer -> true)},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot do TLS", e);
        }
    }

    private Finding known(String check, SSLSocket tls) throws IOException {
        PeerId peer = RosterTrustManager.peerOf(tls.getSession());
        if (caller.self().filter(peer::equals).isPresent()) {
            return Finding.pass(check, "this node itself answers there");
        }
        X509Certificate certificate = (X509Certificate) tls.getSession().getPeerCertificates()[0];
        Instant certain = certificate.getNotBefore().toInstant().plus(CERTIFIED_BEFORE);
        if (certain.isAfter(clock.get().plus(TOLERANCE))) {
            return Finding.fail(
                    check,
                    "clock: it is " + ClockCheck.shown(clock.get()) + " here, and was already "
                            + ClockCheck.shown(certain) + " when that node started",
                    ClockCheck.REMEDY + ", here or there");
        }
        if (roster.isEmpty()) {
            return Finding.pass(check, "a node answers, key " + peer.shortHex() + "; whose it is, the roster will say");
        }
        Optional<Member> entry = roster.get().member(peer);
        if (entry.isEmpty()) {
            String removed =
                    roster.get().revocation(peer).isPresent() ? "was removed from the roster" : "is not on the roster";
            return Finding.fail(
                    check,
                    "key: who answers there, " + peer.shortHex() + ", " + removed,
                    "ask the member whether its key is another one now; correct net.peers otherwise");
        }
        String who = entry.get().organisation() + " answers, key " + peer.shortHex();
        return caller.member() ? firstWords(check, tls, who) : Finding.pass(check, who);
    }

    /** A member that is called by a member says hello. */
    private Finding firstWords(String check, SSLSocket tls, String who) {
        try {
            DataInputStream in = new DataInputStream(tls.getInputStream());
            int length = Integer.reverseBytes(in.readInt());
            if (length < 1 || length > Limits.FRAME) {
                return Finding.fail(
                        check, "words: " + who + ", and speaks another protocol", "do both run the same release?");
            }
            byte[] frame = new byte[length];
            in.readFully(frame);
            return judged(check, new FrameCodec(roster.orElseThrow().federation()).decode(frame), who);
        } catch (IOException e) {
            return Finding.warn(
                    check,
                    "words: " + who + ", and says nothing to this member (" + reason(e) + ")",
                    "it may not know yet that this member was admitted, or its site denies it: ask there");
        }
    }

    private static Finding judged(String check, Decoded decoded, String who) {
        Optional<Message> message = decoded.message();
        if (message.isEmpty()) {
            return Finding.fail(
                    check,
                    "words: " + who + ", and is not understood (" + decoded.verdict() + ")",
                    "do both run the same release, and is it the same federation?");
        }
        if (message.get() instanceof Farewell farewell) {
            return Finding.fail(
                    check,
                    "words: " + who + ", and turns this member away",
                    farewell.code().sentence());
        }
        return message.get() instanceof SignedBody signed && signed.body() instanceof Body.Hello hello
                ? Finding.pass(check, who + ", slot " + hello.slot())
                : Finding.pass(check, who);
    }

    /** A check of these addresses, each a line of its own. */
    public List<Check> checks(String prefix, List<HostPort> addresses) {
        return addresses.stream()
                .map(address -> Check.of(prefix + " " + address, () -> call(prefix + " " + address, address)))
                .toList();
    }
}
