package dev.starling.node.site;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.KeyFile;
import dev.starling.crypto.identity.KeyFileException;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.TrustFormatException;
import dev.starling.node.charter.Charter;
import dev.starling.node.observe.StatusReport;
import dev.starling.node.statistics.FederatedScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/** The files of a data directory that say which federation this is and who belongs to it. */
public final class FederationFiles {
    private FederationFiles() {}

    /**
     * Reads and verifies all of them.
     *
     * @param passphrase of the key file; the caller wipes it
     * @return the federation; the caller closes it
     * @throws NodeFailure when something is missing or does not hold: the charter, a founder's signature, an entry of the
     *     roster, the own membership
     */
    public static Federation open(DataDirectory directory, char[] passphrase) throws NodeFailure {
        CharterDocument document = CharterDocument.read(directory);
        document.requireComplete();
        Roster roster = readRoster(directory, document);
        Identity identity = openIdentity(directory, passphrase);
        try {
            requireMembership(roster, identity);
            return new Federation(identity, scaled(document.charter(), roster), document.signed(), roster);
        } catch (NodeFailure e) {
            identity.close();
            throw e;
        }
    }

    /**
     * The member's own keys.
     *
     * @param passphrase of the key file; the caller wipes it
     * @return the keys; the caller closes them
     * @throws NodeFailure when there is no key file, or it does not open
     */
    public static Identity openIdentity(DataDirectory directory, char[] passphrase) throws NodeFailure {
        directory.requireIdentity();
        try {
            return KeyFile.open(directory.identity(), passphrase);
        } catch (KeyFileException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * The roster: the founders, and whoever {@code roster.log} admits. Every entry is verified.
     *
     * @throws NodeFailure when the log cannot be read or does not hold
     */
    public static Roster readRoster(DataDirectory directory, CharterDocument document) throws NodeFailure {
        byte[] log;
        try {
            log = Files.readAllBytes(directory.rosterLog());
        } catch (NoSuchFileException e) {
            return document.foundingRoster();
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
        try {
            return Roster.decodeLog(
                    document.federation(),
                    document.charter().admission().quorum(),
                    document.charter().founders(),
                    log);
        } catch (TrustFormatException e) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    directory.rosterLog() + ": " + e.getMessage()
                            + "; move the file away and get it anew with `starling join`, or from another member",
                    e);
        }
    }

    /**
     * Refuses an identity that is not, or no more, on the roster.
     *
     * @throws NodeFailure saying which, and by whom
     */
    public static void requireMembership(Roster roster, Identity identity) throws NodeFailure {
        PeerId own = identity.peerId();
        Member entry = roster.member(own).orElse(null);
        StatusReport.Removal removal = StatusReport.Removal.of(roster, own);
        if (removal != null) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    "this node, " + own.hex() + ", was removed from federation "
                            + roster.federation().shortHex() + " by " + String.join(", ", removal.by()) + ": "
                            + removal.reason()
                            + "; its model stays in its directory, and a new identity needs a new invitation");
        }
        if (entry == null || !entry.identity().equals(identity.publicIdentity())) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    "this node, " + own.hex() + ", is not on the roster of federation "
                            + roster.federation().shortHex()
                            + "; ask a member for an invitation and run `starling join`");
        }
    }

    /** The charter with the means and deviations that the roster's log has, where the charter leaves them to it. */
    public static Charter scaled(Charter charter, Roster roster) {
        Charter.Schema schema = charter.schema();
        return schema.federatedScaling()
                ? roster.statistics()
                        .map(pooled -> charter.with(FederatedScaling.scaled(schema, pooled.totals())))
                        .orElse(charter)
                : charter;
    }

    /**
     * Refuses what needs the scaling before it is known.
     *
     * @throws NodeFailure when the founders' sums are not released yet
     */
    public static void requireScaling(Charter charter) throws NodeFailure {
        if (charter.schema().federatedScaling()) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "the scaling of this federation is not known yet: it is summed over the founders' rows when at least three"
                            + " and more than half of the members run; start this node with `starling run`");
        }
    }

    /**
     * Writes {@code roster.log} in one step; durable on return.
     *
     * @throws NodeFailure when the disk does not take it
     */
    public static void saveRoster(DataDirectory directory, Roster roster) throws NodeFailure {
        try {
            DurableFile.replace(directory.rosterLog(), roster.encodeLog());
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }
}
