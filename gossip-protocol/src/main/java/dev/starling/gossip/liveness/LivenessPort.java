package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.SignedClaim;

/** What {@link FailureDetector} needs from the engine around it. Called on the engine's thread only. */
public interface LivenessPort {

    /** Sends on a greeted link. */
    void send(long link, Message message);

    /** Pings on a greeted link; the ping carries the state of the roster. */
    void ping(long link, long nonce);

    /** A link to this member is needed now, where links are made as they are needed. */
    void openLink(PeerId peer);

    /** Signs as this member. */
    SignedClaim sign(Claim claim);

    /** True when the signature is that of the member who is named as the author. */
    boolean verify(SignedClaim claim);

    /** This member's opinion of a peer is another one now; the claim names who says so, and why. */
    void changed(PeerId peer, Liveness liveness, Claim why);

    /** Somebody says of this member that it is suspect, dead or quarantined. */
    void accused(Claim claim);

    /** Counts what became of something that the peer sent. */
    void verdict(PeerId peer, Verdict verdict);
}
