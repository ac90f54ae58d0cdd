package dev.starling.crypto.masking;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.PublicIdentity;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;

/** One participant's masks for one proposal. Confined to one thread. */
public final class PairwiseMasks {
    private static final byte[] LABEL = "starling pairwise mask 1".getBytes(US_ASCII);

    private final Identity self;
    private final Digest federation;
    private final Digest proposal;

    /**
     * Masks that belong to one proposal.
     *
     * @param proposal hash that no other attempt has; whoever masks two different vectors with one gives away their
     *     difference
     */
    public PairwiseMasks(Identity self, Digest federation, Digest proposal) {
        this.self = self;
        this.federation = federation;
        this.proposal = proposal;
    }

    /**
     * Masks a vector in place, modulo 2^64: adds the words shared with each partner of a higher id and subtracts those
     * shared with each partner of a lower one.
     *
     * @param partners the {@link MaskGraph#partners}, not this participant
     * @throws IllegalStateException when the identity is closed
     */
    public void mask(long[] words, Collection<PublicIdentity> partners) {
        for (PublicIdentity partner : partners) {
            byte[] key = key(partner);
            if (self.peerId().compareTo(partner.peerId()) < 0) {
                new KeyStream(key, words.length).addTo(words);
            } else {
                new KeyStream(key, words.length).subtractFrom(words);
            }
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] key(PublicIdentity partner) {
        PeerId mine = self.peerId();
        PeerId other = partner.peerId();
        if (mine.equals(other)) {
            throw new IllegalArgumentException("nobody masks with itself");
        }
        boolean lower = mine.compareTo(other) < 0;
        ByteBuffer info = ByteBuffer.allocate(LABEL.length + 3 * Digest.BYTES).put(LABEL);
        proposal.writeTo(info);
        (lower ? mine : other).digest().writeTo(info);
        (lower ? other : mine).digest().writeTo(info);
        return self.agree(partner, federation.bytes(), info.array());
    }
}
