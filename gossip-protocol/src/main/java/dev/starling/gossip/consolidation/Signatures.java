package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.crypto.trust.document.Member;

/** Judges signatures under statements. */
@FunctionalInterface
public interface Signatures {

    /** True when the member signed this. */
    boolean hold(Statement statement, Member member, byte[] signature);

    /** By the members' own keys. */
    static Signatures of(Digest federation) {
        SigningContext context = Statement.context(federation);
        return (statement, member, signature) ->
                member.identity().signingKey().verify(context, statement.bytes(), signature);
    }
}
