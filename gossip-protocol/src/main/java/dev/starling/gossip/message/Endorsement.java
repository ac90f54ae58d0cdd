package dev.starling.gossip.message;

import dev.starling.crypto.identity.PeerId;
import java.util.Arrays;

/**
 * One signature of a certificate.
 *
 * @param signature 64 bytes; owned, not handed out for writing
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record Endorsement(PeerId signer, byte[] signature) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Endorsement that
                && signer.equals(that.signer)
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return signer.hashCode();
    }
}
