package dev.starling.gossip.membership;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.JoinStatus;

/** What {@link RosterDesk} needs from the engine around it. Called on the engine's thread only. */
public interface RosterPort {

    /** Signs and sends to one member; dropped without a link. */
    void send(PeerId peer, Body body);

    /** Signs and sends to every member with a greeted link. */
    void broadcast(Body body);

    /** Signs and sends on a link that may be in the lobby. */
    void sendOn(long link, Body body);

    /** The roster grew or, after a fork, was replaced. */
    void rosterChanged(Roster roster);

    /** This member was removed by that entry: nothing is left between it and this one, or this one is it. */
    void removed(Member member, RosterEntry revocation);

    /** A newcomer got this answer. */
    void joinDecided(PeerId newcomer, String organisation, JoinStatus status, String reason);

    /** Counts what became of something that the peer sent. */
    void verdict(PeerId peer, Verdict verdict);

    /** Something that a person should see. */
    void alarm(String text);
}
