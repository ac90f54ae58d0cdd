package dev.starling.crypto.trust;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.util.Optional;

/**
 * What one entry of the roster's log changes. A new kind takes a record, a method of {@link Handler}, and a code in the
 * codec; whatever must know about it does not compile until it does.
 */
public sealed interface RosterChange permits Admission, Revocation, PooledStatistics {

    /** Calls the method that belongs to this kind. */
    <R> R handle(Handler<R> handler);

    /** The code of its kind in the log, 1 to 255; never reused. */
    int kind();

    /** What it is about: of all proposals of one kind about one subject, one is enough. */
    Digest subject();

    /** The member whose agreement follows from the change itself. */
    default Optional<PeerId> vouchedForBy() {
        return Optional.empty();
    }

    /** Whether this member has a voice in it. */
    default boolean mayBeVotedOnBy(PeerId member) {
        return true;
    }

    /** One method per kind of change. */
    interface Handler<R> {
        R admission(Admission change);

        R revocation(Revocation change);

        R statistics(PooledStatistics change);
    }
}
