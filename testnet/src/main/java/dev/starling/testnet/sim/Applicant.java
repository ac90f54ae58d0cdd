package dev.starling.testnet.sim;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.membership.Newcomer;
import dev.starling.gossip.message.Body.JoinDecision;
import dev.starling.gossip.message.JoinStatus;
import java.util.Optional;

/**
 * Somebody with an invitation who knocks at one running member after the other, once a second, until one of them lets it in;
 * then it is a member and starts. Confined to the simulation's thread.
 */
final class Applicant implements Party {
    private static final long KNOCK_AGAIN_NANOS = 1_000_000_000L;

    private final Simulation simulation;
    private final Identity identity;
    private final Member member;
    private final Invitation invitation;
    private Newcomer newcomer;
    private boolean admitted;

    Applicant(Simulation simulation, Identity identity, int rows, Invitation invitation) {
        this.simulation = simulation;
        this.identity = identity;
        this.member = new Member(identity.publicIdentity(), "Newcomer", rows);
        this.invitation = invitation;
        this.newcomer = new Newcomer(identity, member, invitation);
    }

    @Override
    public PeerId id() {
        return identity.peerId();
    }

    @Override
    public int number() {
        return -1;
    }

    @Override
    public boolean knows(PeerId peer) {
        return false;
    }

    @Override
    public boolean up() {
        return !admitted;
    }

    /** Dials a running member, and again in a while. */
    void knock() {
        if (!admitted) {
            newcomer = new Newcomer(identity, member, invitation);
            simulation.network().dropAll(this);
            var running = simulation.running();
            if (!running.isEmpty()) {
                int host = simulation.faults().nextInt(running.size());
                simulation.network().dial(this, running.get(host));
            }
            simulation.timeline().after(KNOCK_AGAIN_NANOS, this::knock);
        }
    }

    @Override
    public void linkUp(long link, PeerId other, boolean outbound) {
        simulation.network().send(this, link, newcomer.joinFrame());
    }

    @Override
    public void linkDown(long link) {}

    @Override
    public void frame(long link, byte[] frame, Arrival arrival) {
        PeerId host = simulation.network().otherEnd(this, link);
        if (host != null && !admitted) {
            newcomer.frame(host, frame);
            Optional<JoinDecision> decision = newcomer.decision();
            if (newcomer.done()
                    && decision.filter(d -> d.status() == JoinStatus.ADMITTED).isPresent()) {
                enter();
            }
        }
    }

    private void enter() {
        Roster roster = simulation.founding();
        for (RosterEntry entry : newcomer.log()) {
            roster = roster.extend(entry).roster();
        }
        if (roster.contains(id())) {
            admitted = true;
            simulation.network().dropAll(this);
            simulation.appear(identity, roster).start();
        }
    }
}
