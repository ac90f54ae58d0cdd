package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.SignedClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of one member's standing: its incarnation, who accuses it, since when it is held for what. */
final class Case {
    private final PeerId about;
    private final List<SignedClaim> claims = new ArrayList<>();
    private long incarnation;
    private @Nullable Suspicion suspicion;
    private @Nullable Claim why;
    private long sinceNanos;

    Case(PeerId about) {
        this.about = about;
    }

    PeerId about() {
        return about;
    }

    long incarnation() {
        return incarnation;
    }

    /** Claims of this incarnation that stand: at most one a member and kind, and of accusers only a few. */
    List<SignedClaim> claims() {
        return List.copyOf(claims);
    }

    @Nullable
    Suspicion suspicion() {
        return suspicion;
    }

    /** The claim that the present opinion rests on. */
    @Nullable
    Claim why() {
        return why;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    void hold(Claim ground, long nowNanos) {
        this.why = ground;
        this.sinceNanos = nowNanos;
    }

    void suspected(@Nullable Suspicion next) {
        this.suspicion = next;
    }

    /** Another incarnation: what was said before is over. */
    void renew(long next) {
        incarnation = next;
        claims.clear();
        suspicion = null;
    }

    void add(SignedClaim signed) {
        claims.add(signed);
    }

    Set<PeerId> accusers() {
        Set<PeerId> accusers = new TreeSet<>();
        for (SignedClaim signed : claims) {
            if (signed.claim().kind().accusation()) {
                accusers.add(signed.claim().author());
            }
        }
        return accusers;
    }

    boolean says(ClaimKind kind) {
        return claims.stream().anyMatch(signed -> signed.claim().kind() == kind);
    }

    boolean blank() {
        return incarnation == 0 && claims.isEmpty() && suspicion == null;
    }
}
