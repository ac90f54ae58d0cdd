package dev.starling.crypto.trust.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.PublicIdentity;

/**
 * One party of the federation, as its charter or roster names it.
 *
 * @param identity its public keys
 * @param organisation whom it stands for: 1 to 80 printable characters, no blank at either end
 * @param rows attested number of training rows, at least 1
 */
public record Member(PublicIdentity identity, String organisation, int rows) {
    /** Largest encoding of a member in bytes. */
    public static final int MAX_BYTES = 391;

    private static final int VERSION = 1;
    private static final int MAX_ORGANISATION_CHARS = 80;
    private static final int MAX_ORGANISATION_BYTES = 4 * MAX_ORGANISATION_CHARS;
    private static final String CARD_PREFIX = "starling-card1:";

    /**
     * Checks the organisation's name and the number of rows.
     *
     * @throws IllegalArgumentException if one of them is out of bounds
     */
    public Member {
        PrintableText.require("organisation", organisation, MAX_ORGANISATION_CHARS);
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be at least 1, not " + rows);
        }
    }

    /** The peer id that follows from the signing key. */
    public PeerId id() {
        return identity.peerId();
    }

    /** The canonical bytes; see the package description for the layout. */
    public byte[] encode() {
        return new Encoder()
                .u8(VERSION)
                .raw(identity.signingKey().raw())
                .raw(identity.agreementKey())
                .u32(rows)
                .prefixedU16(organisation.getBytes(UTF_8))
                .toBytes();
    }

    /**
     * Reads what {@link #encode} wrote, at most 391 bytes.
     *
     * @throws TrustFormatException if the bytes are anything else
     */
    public static Member decode(byte[] encoded) throws TrustFormatException {
        Decoder in = new Decoder(encoded, "member", MAX_BYTES);
        in.version(VERSION);
        PublicIdentity identity = in.publicIdentity();
        int rows = in.u32("rows");
        String organisation = in.text("organisation", in.prefixedU16("organisation", MAX_ORGANISATION_BYTES), UTF_8);
        in.end();
        try {
            return new Member(identity, organisation, rows);
        } catch (IllegalArgumentException e) {
            throw new TrustFormatException("member: " + e.getMessage(), e);
        }
    }

    /** One line with which a founder hands over its keys: {@code starling-card1:} and base64url, with a checksum. */
    public String card() {
        return CheckedText.format(CARD_PREFIX, encode());
    }

    /**
     * Reads a card.
     *
     * @throws IllegalArgumentException if the text is not a complete, unaltered card; the message says why
     */
    public static Member parseCard(String card) {
        try {
            return decode(CheckedText.parse("the card", CARD_PREFIX, card));
        } catch (TrustFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
