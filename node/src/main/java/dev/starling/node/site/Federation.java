package dev.starling.node.site;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.node.charter.Charter;

/**
 * A federation as one of its members sees it: verified from the charter's signatures to the last entry of the roster.
 * Closing wipes the private keys.
 *
 * @param identity the member's own keys; on the roster
 * @param charter what was agreed on
 * @param signedCharter its exact bytes, signed by all founders
 * @param roster who belongs
 */
public record Federation(Identity identity, Charter charter, SignedCharter signedCharter, Roster roster)
        implements AutoCloseable {
    /** This member's entry of the roster. */
    public Member self() {
        return roster.member(identity.peerId()).orElseThrow();
    }

    @Override
    public void close() {
        identity.close();
    }
}
