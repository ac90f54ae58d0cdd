package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import dev.starling.gossip.journal.SliceBuffer;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a snapshot on its way in. Made only for a header that passed every check, so its size is the charter's. A
 * slice is hashed as it comes, while the next one is on its way.
 */
final class Assembly {
    final SignedHeader header;
    private final SliceBuffer buffer;
    private final RunningDigest hashing = new RunningDigest();
    private final @Nullable Digest[] hashes;
    private @Nullable ArrivingNorm norm;
    private long wholeAtNanos;
    private boolean whole;

    Assembly(SignedHeader header) {
        this.header = header;
        this.buffer = new SliceBuffer(header.root(), header.header().length());
        this.hashes = new Digest[Limits.slices(header.header().length())];
    }

    Digest root() {
        return header.root();
    }

    /** Takes a slice of this body; false when its index or length is wrong. Twice the same slice changes nothing. */
    boolean take(Slice slice) {
        boolean taken = buffer.take(slice);
        if (taken && hashes[slice.index()] == null) {
            hashes[slice.index()] = hashing.add(buffer.bytes(), slice.index() * Limits.SLICE, slice.length())
                    .finish();
        }
        return taken;
    }

    /** The snapshot is to be mixed: takes its norm as far as the body is there. */
    void measure(Parameters parameters) {
        byte[] bytes = buffer.bytes();
        if (bytes.length == header.header().length()) {
            measuring(parameters, bytes).arrived(buffer.bytesFromFront());
        }
    }

    private ArrivingNorm measuring(Parameters parameters, byte[] bytes) {
        ArrivingNorm measuring = norm;
        if (measuring == null) {
            measuring = parameters.norm(header.header(), bytes);
            norm = measuring;
        }
        return measuring;
    }

    /** The norm of the vector behind the body once complete, see {@link ArrivingNorm#finish}. */
    double norm(Parameters parameters) {
        return measuring(parameters, buffer.bytes()).finish();
    }

    boolean complete() {
        return buffer.complete();
    }

    /** The snapshot once complete; empty, and everything forgotten, when the slices do not hash to the root. */
    Optional<Snapshot> finish() {
        if (Snapshot.matches(header.header(), List.of(hashes))) {
            return Optional.of(new Snapshot(header, buffer.bytes()));
        }
        buffer.clear();
        Arrays.fill(hashes, null);
        norm = null;
        return Optional.empty();
    }

    /** How long it has been whole, as far as anybody has asked: 0 the first time. */
    long wholeForNanos(long nowNanos) {
        if (!whole) {
            whole = true;
            wholeAtNanos = nowNanos;
        }
        return nowNanos - wholeAtNanos;
    }

    /** The first run of slices still missing. */
    Want missing() {
        return buffer.missing();
    }
}
