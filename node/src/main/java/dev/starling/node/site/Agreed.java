package dev.starling.node.site;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.Roster;
import dev.starling.node.charter.Charter;

/**
 * What the members have agreed on, as a data directory has it; read without the member's keys.
 *
 * @param charter with its scaling, where that is known
 * @param roster who belongs
 */
public record Agreed(Charter charter, Roster roster) {
    /**
     * Reads and verifies it.
     *
     * @throws NodeFailure when the charter or the roster is missing or does not hold
     */
    public static Agreed read(DataDirectory directory) throws NodeFailure {
        CharterDocument document = CharterDocument.read(directory);
        document.requireComplete();
        Roster roster = FederationFiles.readRoster(directory, document);
        return new Agreed(FederationFiles.scaled(document.charter(), roster), roster);
    }

    /** The federation's id. */
    public Digest federation() {
        return roster.federation();
    }
}
