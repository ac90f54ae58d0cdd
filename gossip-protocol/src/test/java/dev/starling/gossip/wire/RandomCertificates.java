package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Endorsement;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.message.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Lists and certificates of every shape, from a generator. */
final class RandomCertificates {
    private final SplittableRandom random;

    RandomCertificates(SplittableRandom random) {
        this.random = random;
    }

    ModelCertificate model() {
        return new ModelCertificate(number(), list(), digest(), endorsements());
    }

    ListCertificate certifiedList() {
        return new ListCertificate(number(), list(), endorsements());
    }

    ModelList list() {
        return new ModelList(number(), number(), digest(), digest(), digest(), some(this::participant));
    }

    List<Endorsement> endorsements() {
        return some(() -> new Endorsement(new PeerId(digest()), bytes(64)));
    }

    Participant participant() {
        return new Participant(new PeerId(digest()), random.nextLong(), number(), digest(), 2, digest());
    }

    <T> Optional<T> perhaps(Supplier<T> item) {
        return random.nextBoolean() ? Optional.of(item.get()) : Optional.empty();
    }

    private <T> List<T> some(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int k = random.nextInt(4); k > 0; k--) {
            items.add(item.get());
        }
        return items;
    }

    private int number() {
        return random.nextInt(Integer.MAX_VALUE);
    }

    private Digest digest() {
        return Digest.wrap(bytes(Digest.BYTES));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
