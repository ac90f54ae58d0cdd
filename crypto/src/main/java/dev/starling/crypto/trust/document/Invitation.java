package dev.starling.crypto.trust.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A single-use ticket into a federation, signed by the member that issued it. Whoever holds the text may present it, so
 * it is handed over like a password and never printed by {@link #toString}. Immutable; equal when the bytes are.
 */
public final class Invitation {
    /** What the text begins with. */
    public static final String PREFIX = "starling1:";

    /** Largest encoding in bytes. */
    public static final int MAX_BYTES = 2202;

    private static final int VERSION = 1;
    private static final int NONCE_BYTES = 16;
    private static final int MAX_ADDRESSES = 8;
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final byte[] encoded;
    private final Digest id;
    private final Content content;

    /** The decoded fields. */
    private record Content(Digest federation, VerifyingKey inviter, Instant expiry, List<String> addresses) {}

    private Invitation(byte[] encoded, Content content) {
        this.encoded = encoded;
        this.id = Digest.of(encoded);
        this.content = content;
    }

    /**
     * Issues a ticket.
     *
     * @param inviter the member that vouches for whoever comes
     * @param federation where to
     * @param addresses where to knock: 1 to 8 times {@code host:port}, each at most 255 characters
     * @param expiry from when on it is worthless; cut to whole seconds
     * @param nonceSource makes two invitations differ; a {@link java.security.SecureRandom} outside of tests
     * @throws IllegalArgumentException if an address or the expiry is out of bounds
     */
    public static Invitation issue(
            Identity inviter, Digest federation, List<String> addresses, Instant expiry, RandomGenerator nonceSource) {
        requireWithinBounds(addresses, expiry.getEpochSecond());
        byte[] nonce = new byte[NONCE_BYTES];
        nonceSource.nextBytes(nonce);
        Instant wholeSeconds = Instant.ofEpochSecond(expiry.getEpochSecond());
        VerifyingKey key = inviter.publicIdentity().signingKey();
        Encoder out = new Encoder()
                .u8(VERSION)
                .raw(federation.bytes())
                .raw(key.raw())
                .i64(wholeSeconds.getEpochSecond())
                .raw(nonce)
                .u8(addresses.size());
        addresses.forEach(address -> out.prefixedU8(address.getBytes(US_ASCII)));
        byte[] signature = inviter.sign(context(federation), out.toBytes());
        return new Invitation(
                out.raw(signature).toBytes(), new Content(federation, key, wholeSeconds, List.copyOf(addresses)));
    }

    /** The one line to send to the newcomer. It is a secret. */
    public String text() {
        return CheckedText.format(PREFIX, encoded);
    }

    /**
     * Reads a line of at most 4096 characters. The signature is not checked here but by {@link #isSignedByInviter}.
     *
     * @throws TrustFormatException if prefix, base64, length, checksum or content is wrong; the message says which
     */
    public static Invitation parse(String text) throws TrustFormatException {
        return decode(CheckedText.parse("the invitation", PREFIX, text));
    }

    /** The SHA-256 of the encoding: names the ticket without giving it away. */
    public Digest id() {
        return id;
    }

    /** Where it leads. */
    public Digest federation() {
        return content.federation();
    }

    /** Who issued it. */
    public PeerId inviter() {
        return content.inviter().peerId();
    }

    /** The key with which it was issued; a newcomer pins it before there is a roster. */
    public VerifyingKey inviterKey() {
        return content.inviter();
    }

    /** Where to knock, {@code host:port}. */
    public List<String> addresses() {
        return content.addresses();
    }

    /** The first instant at which it is worthless, in whole seconds. */
    public Instant expiry() {
        return content.expiry();
    }

    /** The canonical bytes; see the package description for the layout. */
    public byte[] encode() {
        return encoded.clone();
    }

    /**
     * Reads what {@link #encode} wrote, at most 2202 bytes. The signature is not checked here but by {@link #isSignedByInviter}.
     *
     * @throws TrustFormatException if the bytes are anything else
     */
    public static Invitation decode(byte[] encoded) throws TrustFormatException {
        Decoder in = new Decoder(encoded, "invitation", MAX_BYTES);
        in.version(VERSION);
        Digest federation = in.digest("federation");
        VerifyingKey inviter = in.verifyingKey("inviter key");
        long expirySecond = in.i64("expiry");
        in.raw("nonce", NONCE_BYTES);
        int count = in.u8("address count");
        if (count > MAX_ADDRESSES) {
            throw in.broken("address count", "is " + count + ", more than the " + MAX_ADDRESSES + " allowed");
        }
        List<String> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            addresses.add(in.text("address", in.prefixedU8("address"), US_ASCII));
        }
        in.raw("signature", VerifyingKey.SIGNATURE_BYTES);
        in.end();
        try {
            requireWithinBounds(addresses, expirySecond);
        } catch (IllegalArgumentException e) {
            throw new TrustFormatException("invitation: " + e.getMessage(), e);
        }
        Instant expiry = Instant.ofEpochSecond(expirySecond);
        return new Invitation(encoded.clone(), new Content(federation, inviter, expiry, List.copyOf(addresses)));
    }

    /** Whether whoever it says has issued it has signed exactly these bytes. */
    public boolean isSignedByInviter() {
        int signed = encoded.length - VerifyingKey.SIGNATURE_BYTES;
        return inviterKey()
                .verify(
                        context(federation()),
                        Arrays.copyOf(encoded, signed),
                        Arrays.copyOfRange(encoded, signed, encoded.length));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Invitation invitation && id.equals(invitation.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Invitation[" + id + "]";
    }

    private static SigningContext context(Digest federation) {
        return new SigningContext(federation, Purpose.INVITATION, VERSION);
    }

    private static void requireWithinBounds(List<String> addresses, long expirySecond) {
        if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException("1 to 8 addresses are needed, not " + addresses.size());
        }
        for (String address : addresses) {
            if (!Address.isValid(address)) {
                throw new IllegalArgumentException("an address must be host:port, for example clinic.example:7070");
            }
        }
        if (expirySecond < 0 || expirySecond > LAST_SECOND) {
            throw new IllegalArgumentException("expiry must lie between the years 1970 and 9999");
        }
    }
}
