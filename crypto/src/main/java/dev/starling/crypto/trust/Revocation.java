package dev.starling.crypto.trust;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.document.PrintableText;

/**
 * From now on this member does not belong, and never will again under this identity: what was open between it and the
 * others is void, and a key that comes back would find its half of it still open. It has no vote in the matter.
 *
 * @param member who is removed
 * @param reason one sentence for people, 1 to 200 printable characters, no blank at either end
 */
public record Revocation(PeerId member, String reason) implements RosterChange {
    static final int KIND = 2;

    /** Most characters of a reason. */
    public static final int MAX_REASON_CHARS = 200;

    /**
     * Checks the reason.
     *
     * @throws IllegalArgumentException if it is out of bounds
     */
    public Revocation {
        requireReason(reason);
    }

    /**
     * Checks what is to be a reason.
     *
     * @throws IllegalArgumentException if it is out of bounds
     */
    public static void requireReason(String reason) {
        PrintableText.require("a reason", reason, MAX_REASON_CHARS);
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.revocation(this);
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public Digest subject() {
        return member.digest();
    }

    @Override
    public boolean mayBeVotedOnBy(PeerId voter) {
        return !voter.equals(member);
    }
}
