package dev.starling.crypto.trust;

import dev.starling.crypto.trust.document.Invitation;
import java.time.Instant;

/** Whether an invitation opens the door; the first reason that applies, in this order. */
public enum InvitationCheck {
    /** It does. */
    VALID,
    /** It is for another federation. */
    WRONG_FEDERATION,
    /** Its signature does not match its content. */
    ALTERED,
    /** Whoever issued it is not a member. */
    UNKNOWN_INVITER,
    /** Its time is over. */
    EXPIRED,
    /** Somebody was admitted with it before. */
    USED;

    /** Whether this ticket opens the door of that roster now. */
    public static InvitationCheck of(Invitation invitation, Roster roster, Instant now) {
        InvitationCheck timeless = withoutClock(invitation, roster);
        boolean otherwiseFine = timeless == VALID || timeless == USED;
        return otherwiseFine && !now.isBefore(invitation.expiry()) ? EXPIRED : timeless;
    }

    /** All but the expiry, which the members judge that sign an admission, not those that read it years later. */
    static InvitationCheck withoutClock(Invitation invitation, Roster roster) {
        if (!invitation.federation().equals(roster.federation())) {
            return WRONG_FEDERATION;
        }
        if (!invitation.isSignedByInviter()) {
            return ALTERED;
        }
        if (!roster.contains(invitation.inviter())) {
            return UNKNOWN_INVITER;
        }
        return roster.hasUsed(invitation.id()) ? USED : VALID;
    }
}
