package dev.starling.gossip.membership;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.TrustFormatException;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Body.Join;
import dev.starling.gossip.message.Body.JoinDecision;
import dev.starling.gossip.message.Body.RosterUpdate;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.SignedBody;
import dev.starling.gossip.wire.Decoded;
import dev.starling.gossip.wire.FrameCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newcomer's side of joining, on one link to any member: says JOIN, collects decision, charter and roster. Whom it
 * talks to need not be trusted: the charter must hash to the federation id of the invitation, and the roster verifies
 * itself. Confined to one thread.
 */
public final class Newcomer {
    private final Identity identity;
    private final Member member;
    private final Invitation invitation;
    private final FrameCodec codec;
    private final List<RosterEntry> log = new ArrayList<>();
    private Optional<JoinDecision> decision = Optional.empty();
    private Optional<FarewellCode> farewell = Optional.empty();
    private boolean done;

    public Newcomer(Identity identity, Member member, Invitation invitation) {
        this.identity = identity;
        this.member = member;
        this.invitation = invitation;
        this.codec = new FrameCodec(invitation.federation());
    }

    /** The one frame a newcomer sends. */
    public byte[] joinFrame() {
        return codec.encode(identity, new Join(invitation.encode(), member.encode()));
    }

    /** Takes a frame of the member on the other end; frames that it did not sign, or of other kinds, are dropped. */
    public void frame(PeerId from, byte[] frame) {
        Decoded decoded = codec.decode(frame);
        Message message = decoded.message().orElse(null);
        if (message instanceof SignedBody signed && signed.author().peerId().equals(from)) {
            take(signed.body());
        } else if (message instanceof Farewell said) {
            farewell = Optional.of(said.code());
            done = done || said.code() == FarewellCode.LOBBY_DONE;
        }
    }

    private void take(Body body) {
        if (body instanceof JoinDecision heard) {
            decision = Optional.of(heard);
            done = heard.status() != JoinStatus.ADMITTED;
        } else if (body instanceof RosterUpdate update && update.from() == log.size()) {
            try {
                for (byte[] entry : update.entries()) {
                    log.add(RosterEntry.decode(entry));
                }
            } catch (TrustFormatException e) {
                done = true;
            }
        }
    }

    /** True when nothing more will come. */
    public boolean done() {
        return done;
    }

    /** Why the member ended the talk, once it did. */
    public Optional<FarewellCode> farewell() {
        return farewell;
    }

    /** What the federation decided, once it came. */
    public Optional<JoinDecision> decision() {
        return decision;
    }

    /** The roster log as received; the reader verifies it against the charter's founders. */
    public List<RosterEntry> log() {
        return List.copyOf(log);
    }
}
