package dev.starling.testnet.bench;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.wire.FrameCodec;
import dev.starling.node.site.NodeFailure;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What makes bytes trustworthy and sendable: hash, signature, frame. */
final class SealRows {
    private static final double MEGA = 1e6;
    private static final double MICRO = 1e6;
    private static final int MESSAGE = 400;

    private final byte[] slice = bytes(Limits.SLICE);
    private final byte[] copy = new byte[Limits.SLICE];
    private final byte[] message = bytes(MESSAGE);
    private long sink;

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    /** The simulator beside the signatures that it makes and checks. */
    List<Row> simulator() throws NodeFailure {
        try (Identity identity = Identity.fromSeeds(bytes(Digest.BYTES), bytes(Digest.BYTES))) {
            return SimulatorRows.measure(
                    sign(identity).value(), verify(identity).value());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }

    List<Row> measure() {
        try (Identity identity = Identity.fromSeeds(bytes(Digest.BYTES), bytes(Digest.BYTES))) {
            return List.of(hash(), sign(identity), verify(identity), encode(), decode());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }

    private Row hash() {
        Timer.Paired paired = Timer.pair(() -> sink += Digest.of(slice).bytes()[0], this::read);
        return throughput("hash a slice", "reading it", paired);
    }

    private void read() {
        long sum = 0;
        for (byte b : slice) {
            sum += b;
        }
        sink += sum;
    }

    private Row sign(Identity identity) throws GeneralSecurityException {
        SigningContext context = context();
        Signature java = Signature.getInstance("Ed25519");
        java.initSign(pair().getPrivate());
        Timer.Paired paired = Timer.pair(() -> sink += identity.sign(context, message)[0], () -> signed(java));
        return micros("sign a header", paired);
    }

    private Row verify(Identity identity) throws GeneralSecurityException {
        SigningContext context = context();
        byte[] signature = identity.sign(context, message);
        KeyPair keys = pair();
        Signature java = Signature.getInstance("Ed25519");
        java.initSign(keys.getPrivate());
        java.update(message);
        byte[] theirs = java.sign();
        java.initVerify(keys.getPublic());
        Timer.Paired paired = Timer.pair(
                () -> sink += identity.publicIdentity().signingKey().verify(context, message, signature) ? 1 : 0,
                () -> verified(java, theirs));
        return micros("verify a header", paired);
    }

    private Row encode() {
        FrameCodec codec = new FrameCodec(Digest.of(message));
        Slice body = new Slice(Digest.of(slice), 0, slice);
        Timer.Paired paired = Timer.pair(() -> sink += codec.encode(body).length, this::copy);
        return throughput("encode a slice's frame", "System.arraycopy", paired);
    }

    private Row decode() {
        FrameCodec codec = new FrameCodec(Digest.of(message));
        byte[] frame = codec.encode(new Slice(Digest.of(slice), 0, slice));
        Timer.Paired paired =
                Timer.pair(() -> sink += codec.decode(frame).verdict().accepted() ? 1 : 0, this::copy);
        return throughput("decode a slice's frame", "System.arraycopy", paired);
    }

    private void copy() {
        System.arraycopy(slice, 0, copy, 0, copy.length);
        sink += copy[0];
    }

    private void signed(Signature java) {
        try {
            java.update(message);
            sink += java.sign()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void verified(Signature java, byte[] signature) {
        try {
            java.update(message);
            sink += java.verify(signature) ? 1 : 0;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private SigningContext context() {
        return new SigningContext(Digest.of(message), Purpose.SNAPSHOT_HEADER, 1);
    }

    private static Row throughput(String name, String against, Timer.Paired paired) {
        double value = Limits.SLICE / paired.seconds() / MEGA;
        double limit = Limits.SLICE / paired.limitSeconds() / MEGA;
        return new Row(name, value, "MB/s", against, limit, 1 / paired.ratio(), Optional.empty());
    }

    private static Row micros(String name, Timer.Paired paired) {
        return new Row(
                name,
                paired.seconds() * MICRO,
                "us",
                "the JDK's Ed25519",
                paired.limitSeconds() * MICRO,
                paired.ratio(),
                Optional.empty());
    }
}
