package dev.starling.gossip.admission;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot header must satisfy before anything follows from it, cheapest check first.
 *
 * @param signature true when the header's signature is that of the key
 * @param lengths bytes of a body, from the charter's dimension, by the code of each encoding that the charter allows
 * @param base true for the hash of a base that this member holds
 * @param lastSlot highest slot the charter's plan allows
 */
public record HeaderChecks(
        BiPredicate<VerifyingKey, SignedHeader> signature,
        Map<Integer, Integer> lengths,
        Predicate<Digest> base,
        int lastSlot) {

    /**
     * Judges a header.
     *
     * @param sender the TLS peer it came from
     * @param member the sender's roster entry
     * @param knownLife the sender's life as known here, 0 when unknown
     * @param held headers of the sender that are kept here, newest first
     * @param rosterSize members on the roster
     */
    public Verdict check(
            PeerId sender,
            Member member,
            SignedHeader signed,
            long knownLife,
            List<@Nullable SignedHeader> held,
            int rosterSize) {
        SnapshotHeader header = signed.header();
        if (!header.member().equals(sender)) {
            return Verdict.reject(Reason.WRONG_AUTHOR);
        }
        if (header.life() < knownLife) {
            return Verdict.ignore(Reason.STALE_LIFE);
        }
        boolean contradicts = false;
        for (SignedHeader other : held) {
            if (other != null && other.header().life() == header.life()) {
                if (other.equals(signed)) {
                    return Verdict.ignore(Reason.DUPLICATE);
                }
                contradicts |=
                        other.header().slot() == header.slot() && !other.root().equals(header.root());
            }
        }
        SignedHeader newest = held.isEmpty() ? null : held.get(0);
        boolean older = newest != null
                && newest.header().life() == header.life()
                && newest.header().slot() >= header.slot();
        if (older && !contradicts) {
            return Verdict.ignore(Reason.STALE);
        }
        if (header.slot() < 1 || header.slot() > lastSlot) {
            return Verdict.reject(Reason.SLOT_OUT_OF_RANGE);
        }
        if (header.degree() > 2 * rosterSize) {
            return Verdict.reject(Reason.MALFORMED);
        }
        Integer length = lengths.get(header.encoding());
        if (length == null) {
            return Verdict.reject(Reason.WRONG_ENCODING);
        }
        if (header.length() != length) {
            return Verdict.reject(Reason.WRONG_LENGTH);
        }
        if (!base.test(header.base())) {
            return Verdict.ignore(Reason.BASE_UNKNOWN);
        }
        if (!signature.test(member.identity().signingKey(), signed)) {
            return Verdict.reject(Reason.BAD_SIGNATURE);
        }
        return contradicts ? Verdict.reject(Reason.EQUIVOCATION) : Verdict.accept();
    }
}
