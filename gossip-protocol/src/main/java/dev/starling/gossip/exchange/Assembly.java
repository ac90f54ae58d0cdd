package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.journal.SliceBuffer;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.util.Optional;

/** The body of a snapshot on its way in. Made only for a header that passed every check, so its size is the charter's. */
final class Assembly {
    private final SignedHeader header;
    private final SliceBuffer buffer;

    Assembly(SignedHeader header) {
        this.header = header;
        this.buffer = new SliceBuffer(header.root(), header.header().length());
    }

    Digest root() {
        return header.root();
    }

    /** Takes a slice of this body; false when its index or length is wrong. Twice the same slice changes nothing. */
    boolean take(Slice slice) {
        return buffer.take(slice);
    }

    boolean complete() {
        return buffer.complete();
    }

    /** The snapshot once complete; empty, and everything forgotten, when the slices do not hash to the root. */
    Optional<Snapshot> finish() {
        if (Snapshot.matches(header.header(), buffer.bytes())) {
            return Optional.of(new Snapshot(header, buffer.bytes()));
        }
        buffer.clear();
        return Optional.empty();
    }

    /** The first run of slices still missing. */
    Want missing() {
        return buffer.missing();
    }
}
