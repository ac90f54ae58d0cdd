package dev.starling.node.net.settings;

import dev.starling.node.address.HostPort;
import java.util.Optional;

/**
 * What a site's network asks of a node that talks to others.
 *
 * @param proxy that addresses are dialled through; empty to dial directly
 * @param maxBytesPerSecond what all links together may send, and as much again receive; 0 for no cap
 */
public record Outward(Optional<Proxy> proxy, long maxBytesPerSecond) {
    /** A byte a second is no network: below this no model gets through while members still believe each other alive. */
    public static final long LEAST_BYTES_PER_SECOND = 64 * 1024;

    /** Dials directly, as fast as it can. */
    public static final Outward FREE = new Outward(Optional.empty(), 0);

    /** Whether an address is dialled through the proxy. */
    public boolean throughProxy(HostPort target) {
        return proxy.isPresent() && !proxy.get().spared().test(target.host());
    }

    public Outward {
        if (maxBytesPerSecond != 0 && maxBytesPerSecond < LEAST_BYTES_PER_SECOND) {
            throw new IllegalArgumentException(
                    "maxBytesPerSecond must be 0 or at least " + LEAST_BYTES_PER_SECOND + ", not " + maxBytesPerSecond);
        }
    }
}
