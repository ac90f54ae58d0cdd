package dev.starling.crypto.trust.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A charter as the exact bytes of its file, and the founders' signatures beside it. What the bytes say is read
 * elsewhere; here they only have a hash, which is the federation. Immutable.
 */
public final class SignedCharter {
    private static final int VERSION = 1;

    private final byte[] charter;
    private final Digest federation;
    private final NavigableMap<PeerId, byte[]> signatures;

    /**
     * Puts a charter and its signatures together; nothing is verified here.
     *
     * @param charter the file's bytes; copied
     * @param signatures by founder; copied
     */
    public SignedCharter(byte[] charter, Map<PeerId, byte[]> signatures) {
        this.charter = charter.clone();
        this.federation = Digest.of(charter);
        this.signatures = new TreeMap<>();
        signatures.forEach((signer, signature) -> this.signatures.put(signer, signature.clone()));
    }

    /** A copy of the file's bytes. */
    public byte[] charter() {
        return charter.clone();
    }

    /** The federation id: SHA-256 of the bytes. */
    public Digest federation() {
        return federation;
    }

    /**
     * This charter with one more signature.
     *
     * @throws IllegalStateException if the identity is closed
     */
    public SignedCharter signedBy(Identity founder) {
        Map<PeerId, byte[]> more = new TreeMap<>(signatures);
        more.put(founder.peerId(), founder.sign(context(), charter));
        return new SignedCharter(charter, more);
    }

    /** Those of the founders whose signature is there and verifies, ascending. */
    public Set<PeerId> validSigners(Collection<Member> founders) {
        Set<PeerId> valid = new TreeSet<>();
        for (Member founder : founders) {
            byte[] signature = signatures.get(founder.id());
            if (signature != null && founder.identity().signingKey().verify(context(), charter, signature)) {
                valid.add(founder.id());
            }
        }
        return valid;
    }

    /** Whether there are founders and every one of them has signed. */
    public boolean completelySignedBy(Collection<Member> founders) {
        Set<PeerId> all = founders.stream().map(Member::id).collect(Collectors.toSet());
        return !all.isEmpty() && validSigners(founders).equals(all);
    }

    /** The signatures as a text file: a comment line, then a line {@code peer-id-hex signature-base64} per founder. */
    public byte[] signatureFile() {
        StringBuilder text = new StringBuilder("# Starling: founders' signatures of the charter with SHA-256 ")
                .append(federation.hex())
                .append('\n');
        signatures.forEach((signer, signature) -> text.append(signer.hex())
                .append(' ')
                .append(Base64.getEncoder().encodeToString(signature))
                .append('\n'));
        return text.toString().getBytes(US_ASCII);
    }

    /**
     * Reads a charter and the file {@link #signatureFile} wrote; comment lines, empty lines and Windows line ends are
     * fine. The signatures are not verified here.
     *
     * @param charter at most 1 MiB
     * @param signatureFile at most 1 MiB
     * @throws TrustFormatException if a line is not a peer id and a signature; the message says which
     */
    public static SignedCharter parse(byte[] charter, byte[] signatureFile) throws TrustFormatException {
        int limit = 1024 * 1024;
        if (charter.length > limit || signatureFile.length > limit) {
            throw new TrustFormatException("the charter and its signatures may have 1 MiB each, not " + charter.length
                    + " and " + signatureFile.length + " bytes");
        }
        Map<PeerId, byte[]> signatures = new TreeMap<>();
        String[] lines = new String(signatureFile, US_ASCII).split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                readLine(line, i + 1, signatures);
            }
        }
        return new SignedCharter(charter, signatures);
    }

    @Override
    public String toString() {
        return "SignedCharter[" + federation + ", signatures " + signatures.size() + "]";
    }

    private static void readLine(String line, int number, Map<PeerId, byte[]> signatures) throws TrustFormatException {
        String[] fields = line.split(" +", -1);
        if (fields.length != 2) {
            throw broken(number, "must be a peer id, a blank and a signature");
        }
        PeerId signer;
        try {
            signer = PeerId.parse(fields[0]);
        } catch (IllegalArgumentException e) {
            throw broken(number, "does not begin with a peer id of 64 hexadecimal digits");
        }
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(fields[1]);
        } catch (IllegalArgumentException e) {
            throw broken(number, "has a signature that is not base64");
        }
        if (signature.length != VerifyingKey.SIGNATURE_BYTES) {
            throw broken(number, "has a signature of " + signature.length + " bytes instead of 64");
        }
        if (signatures.putIfAbsent(signer, signature) != null) {
            throw broken(number, "names peer " + signer + " for the second time");
        }
    }

    private static TrustFormatException broken(int line, String problem) {
        return new TrustFormatException("signature file, line " + line + " " + problem);
    }

    private SigningContext context() {
        return new SigningContext(federation, Purpose.CHARTER, VERSION);
    }
}
