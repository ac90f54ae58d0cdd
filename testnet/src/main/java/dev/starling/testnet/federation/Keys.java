package dev.starling.testnet.federation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the keys of a testnet's members come from. */
@FunctionalInterface
public interface Keys {
    /** The keys of one more member; the caller closes them. */
    Identity next();

    /** Keys that nobody knows. */
    static Keys fresh() {
        SecureRandom random = new SecureRandom();
        return () -> Identity.generate(random);
    }

    /**
     * Keys that follow from a seed, so that the same run has the same charter and the same neighbours again. Whoever knows
     * the seed knows the keys: for nodes on the loopback address, on public data.
     */
    static Keys ofSeed(long seed) {
        AtomicInteger member = new AtomicInteger();
        return () -> {
            String name = "starling testnet key " + seed + " " + member.getAndIncrement();
            return Identity.fromSeeds(bytes(name + " signing"), bytes(name + " agreement"));
        };
    }

    private static byte[] bytes(String name) {
        return Digest.of(name.getBytes(StandardCharsets.UTF_8)).bytes();
    }
}
