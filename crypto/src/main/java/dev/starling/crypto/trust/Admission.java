package dev.starling.crypto.trust;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import java.util.Optional;

/**
 * From now on this newcomer belongs.
 *
 * @param newcomer who is admitted
 * @param invitation the ticket that is used up by this
 */
public record Admission(Member newcomer, Invitation invitation) implements RosterChange {
    static final int KIND = 1;

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.admission(this);
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public Digest subject() {
        return newcomer.id().digest();
    }

    /** An invitation is its inviter's agreement. */
    @Override
    public Optional<PeerId> vouchedForBy() {
        return Optional.of(invitation.inviter());
    }
}
