package dev.starling.gossip;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.VirtualFederation.Guest;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedBody;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.message.SnapshotHeader.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Holds the key of one identity and says to one engine whatever a test wants it to say. */
final class ScriptedMember implements Guest {
    final List<Message> heard = new ArrayList<>();
    /** Every frame said so far. */
    final List<byte[]> said = new ArrayList<>();

    boolean closed;
    private final VirtualFederation federation;
    private final Identity identity;
    private final Node engine;
    private long link;

    ScriptedMember(VirtualFederation federation, Identity identity, Node engine) {
        this.federation = federation;
        this.identity = identity;
        this.engine = engine;
    }

    @Override
    public PeerId id() {
        return identity.peerId();
    }

    @Override
    public void frameArrived(long onLink, byte[] frame) {
        heard.add(federation.codec().decode(frame).message().orElseThrow());
    }

    @Override
    public void linkClosed(long onLink) {
        closed = true;
    }

    void connect() {
        closed = false;
        link = federation.connect(this, engine);
    }

    void disconnect() {
        federation.breakLink(link);
    }

    long link() {
        return link;
    }

    /** Dials and greets. */
    void join(long life) {
        connect();
        hello(life, 0, 0);
    }

    void hello(long life, long yourLife, int yourSlot) {
        say(new Body.Hello(life, 0, engine.roster.version(), engine.roster.head(), yourLife, yourSlot, List.of()));
    }

    void say(Body body) {
        sayFrame(federation.codec().encode(identity, body));
    }

    void sayInVersion(int version, Body body) {
        byte[] frame = federation.codec().encode(identity, body);
        frame[0] = (byte) version;
        sayFrame(frame);
    }

    void say(Message message) {
        sayFrame(federation.codec().encode(message));
    }

    /** Says it, and lets it arrive and be answered. */
    private void sayFrame(byte[] frame) {
        said.add(frame);
        federation.say(link, engine, frame);
        federation.run(8 * VirtualFederation.MILLI);
    }

    /** A snapshot of these values, float32, signed. */
    Snapshot snapshot(long life, int slot, int degree, float[] values) {
        byte[] body = federation.encoding.encode(values, genesis(), 1);
        Digest root = Snapshot.rootOf(id(), life, slot, body);
        return new Snapshot(header(life, slot, degree, body.length, root), body);
    }

    SignedHeader header(long life, int slot, int degree, int length, Digest root) {
        return header(life, slot, degree, length, root, List.of());
    }

    /** A snapshot whose header tells what this member has seen of another one. */
    SignedHeader headerThatTells(long life, int slot, Seen seen) {
        Snapshot snapshot = snapshot(life, slot, 1, genesis());
        return header(life, slot, 1, snapshot.body().length, snapshot.root(), List.of(seen));
    }

    private SignedHeader header(long life, int slot, int degree, int length, Digest root, List<Seen> seen) {
        SnapshotHeader header = new SnapshotHeader(
                id(),
                life,
                slot,
                0,
                engine.roster.head(),
                degree,
                Parameters.hash(genesis()),
                federation.encoding.code(),
                length,
                100,
                VirtualFederation.STEPS,
                root,
                seen);
        return federation.codec().headers().sign(identity, header);
    }

    float[] genesis() {
        return federation.settings().genesis();
    }

    /** A vector with this value everywhere. */
    float[] all(float value) {
        float[] values = new float[genesis().length];
        Arrays.fill(values, value);
        return values;
    }

    void announce(Snapshot snapshot) {
        say(new Announce(snapshot.header()));
    }

    void offer(long life, long seq, Snapshot mine, Digest rootJ) {
        say(new Offer(life, seq, mine.root(), rootJ));
    }

    /** The whole body, slice by slice, under the name of this root. */
    void slices(Digest root, byte[] body) {
        for (int k = 0; k < Limits.slices(body.length); k++) {
            int from = k * Limits.SLICE;
            say(new Slice(root, k, Arrays.copyOfRange(body, from, Math.min(body.length, from + Limits.SLICE))));
        }
    }

    void reply(Offer offer, Snapshot mine) {
        say(new Reply(offer.life(), offer.seq(), mine.root()));
    }

    <M extends Message> List<M> heard(Class<M> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <B extends Body> List<B> heardBodies(Class<B> kind) {
        return heard(SignedBody.class).stream()
                .map(SignedBody::body)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The engine's newest header as this member heard it. */
    SignedHeader newest() {
        List<Announce> announces = heard(Announce.class);
        return announces.get(announces.size() - 1).header();
    }

    <M extends Message> M last(Class<M> kind) {
        List<M> all = heard(kind);
        return all.get(all.size() - 1);
    }
}
