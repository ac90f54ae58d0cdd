package dev.starling.node.site;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.crypto.trust.document.TrustFormatException;
import dev.starling.node.charter.Charter;
import dev.starling.node.toml.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A charter that parses, with the signatures that lie beside it. Whether all founders have signed is a question to it, not
 * a promise.
 *
 * @param charter what it says
 * @param signed its exact bytes and the signatures
 */
public record CharterDocument(Charter charter, SignedCharter signed) {
    /**
     * Reads {@code charter.toml} and {@code charter.sig}; a missing signature file counts as an empty one.
     *
     * @throws NodeFailure when there is no charter, or one of the two files cannot be used
     */
    public static CharterDocument read(DataDirectory directory) throws NodeFailure {
        directory.requireCharter();
        try {
            return parse(
                    Files.readAllBytes(directory.charter()),
                    signatures(directory),
                    directory.charter().toString());
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static byte[] signatures(DataDirectory directory) throws IOException {
        try {
            return Files.readAllBytes(directory.charterSignatures());
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    /**
     * Reads a charter from its bytes.
     *
     * @param charter the exact bytes
     * @param signatureFile the bytes of the signature file
     * @param name how problems name the charter
     * @throws NodeFailure when one of them cannot be used
     */
    public static CharterDocument parse(byte[] charter, byte[] signatureFile, String name) throws NodeFailure {
        try {
            return new CharterDocument(Charter.parse(charter, name), SignedCharter.parse(charter, signatureFile));
        } catch (TrustFormatException e) {
            throw new NodeFailure(ExitCode.CONFIGURATION, name + ": " + e.getMessage(), e);
        } catch (ConfigException e) {
            throw NodeFailure.of(e);
        }
    }

    /** The federation's id: SHA-256 of the bytes. */
    public Digest federation() {
        return signed.federation();
    }

    /** Founders whose signature is there and verifies. */
    public List<Member> signers() {
        Set<PeerId> valid = signed.validSigners(charter.founders());
        return charter.founders().stream().filter(f -> valid.contains(f.id())).toList();
    }

    /** Founders whose signature is not there, or does not verify. */
    public List<Member> missing() {
        Set<PeerId> valid = signed.validSigners(charter.founders());
        return charter.founders().stream().filter(f -> !valid.contains(f.id())).toList();
    }

    /** Founders whose signature is there but was made for other bytes: somebody has altered the charter. */
    public List<Member> signersOfOtherBytes() {
        String lines = new String(signed.signatureFile(), StandardCharsets.US_ASCII);
        return missing().stream()
                .filter(founder -> lines.contains("\n" + founder.id().hex() + " "))
                .toList();
    }

    /**
     * That no founder has signed other bytes than these.
     *
     * @throws NodeFailure naming those who have
     */
    public void requireUnaltered() throws NodeFailure {
        List<Member> others = signersOfOtherBytes();
        if (!others.isEmpty()) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    "the charter is not the one that " + names(others) + " signed (this one is federation "
                            + federation().shortHex()
                            + "); a byte of charter.toml or charter.sig was altered: get both files anew from that"
                            + " founder");
        }
    }

    private static String names(List<Member> members) {
        return members.stream()
                .map(m -> m.organisation() + " (" + m.id().shortHex() + ")")
                .collect(Collectors.joining(", "));
    }

    /**
     * That every founder has signed these bytes.
     *
     * @throws NodeFailure naming those who have not
     */
    public void requireComplete() throws NodeFailure {
        requireUnaltered();
        List<Member> missing = missing();
        if (!missing.isEmpty()) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    "the charter of federation " + federation().shortHex() + " is not signed yet by " + names(missing)
                            + "; have each of them run `starling charter sign` on exactly these bytes, and put the lines"
                            + " of their charter.sig into this one");
        }
    }

    /** The roster on the first day: the founders. */
    public Roster foundingRoster() {
        return Roster.founding(federation(), charter.admission().quorum(), charter.founders());
    }
}
