package dev.starling.node.matrix;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one site tells of its models. The file is a JSON object:
 *
 * <pre>
 * {"format": "starling-share-1", "statement": "{...}", "signature": "128 hexadecimal digits"}
 * </pre>
 *
 * The statement is a JSON text of its own, within a string, so that the signature is over exactly the bytes that are there
 * ({@link Purpose#EVALUATION}, the federation's id).
 *
 * @param federation id of the federation in hexadecimal
 * @param peer the member in hexadecimal
 * @param metric what models are compared by: accuracy or rmse
 * @param cells one for each model that the site can judge
 */
public record SiteShare(
        @JsonProperty(required = true) String federation,
        @JsonProperty(required = true) String peer,
        @JsonProperty(required = true) String metric,
        @JsonProperty(required = true) List<Cell> cells) {
    /** Longest file that is read. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String FORMAT = "starling-share-1";
    private static final int VERSION = 1;
    private static final int MAX_CELLS = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    public SiteShare {
        cells = List.copyOf(cells);
    }

    /** The file. */
    private record Sealed(
            @JsonProperty(required = true) String format,
            @JsonProperty(required = true) String statement,
            @JsonProperty(required = true) String signature) {}

    /** The file, signed. */
    public byte[] sealed(Identity member, Roster roster) {
        try {
            String statement = JSON.writeValueAsString(this);
            byte[] signature = member.sign(context(roster), statement.getBytes(StandardCharsets.UTF_8));
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsBytes(
                            new Sealed(FORMAT, statement, HexFormat.of().formatHex(signature)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a share that JSON cannot say", e);
        }
    }

    private static SigningContext context(Roster roster) {
        return new SigningContext(roster.federation(), Purpose.EVALUATION, VERSION);
    }

    /**
     * Reads and verifies a file.
     *
     * @param file at most {@link #MAX_BYTES}
     * @param roster who may speak
     * @throws ShareException when it is none, of another federation, of nobody on the roster, or was altered
     */
    public static SiteShare open(byte[] file, Roster roster) throws ShareException {
        Sealed sealed = parsed(file, Sealed.class);
        if (!sealed.format().equals(FORMAT)) {
            throw new ShareException("is no file of this version of `starling eval --share`");
        }
        byte[] statement = sealed.statement().getBytes(StandardCharsets.UTF_8);
        SiteShare share = parsed(statement, SiteShare.class);
        if (!share.federation().equals(roster.federation().hex())) {
            throw new ShareException("is of another federation, not of "
                    + roster.federation().shortHex() + "; ask for one that was written in this one");
        }
        Member member = member(share.peer(), roster)
                .orElseThrow(() -> new ShareException("is of nobody who is on the roster; run `starling roster` to see"
                        + " who is, and a node that runs to bring it up to date"));
        byte[] signature = bytes(sealed.signature());
        if (signature == null || !member.identity().signingKey().verify(context(roster), statement, signature)) {
            throw new ShareException(
                    "does not hold: what it says is not what " + member.organisation() + " signed; ask for it again");
        }
        if (share.cells().size() > MAX_CELLS || !share.cells().stream().allMatch(Cell::isPlausible)) {
            throw new ShareException(
                    "says what no node writes, and is signed by " + member.organisation() + "; ask how it was made");
        }
        return share;
    }

    private static <T> T parsed(byte[] json, Class<T> type) throws ShareException {
        try {
            return JSON.readValue(json, type);
        } catch (IOException e) {
            throw new ShareException("is no file that `starling eval --share` writes; ask for it again");
        }
    }

    private static Optional<Member> member(String hex, Roster roster) {
        try {
            return roster.member(PeerId.parse(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte @Nullable [] bytes(String hex) {
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            return HexFormat.of().formatHex(bytes).equals(hex) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
