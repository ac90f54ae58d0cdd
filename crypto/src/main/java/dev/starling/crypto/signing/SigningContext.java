package dev.starling.crypto.signing;

import dev.starling.crypto.digest.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Domain separation: the statement a signature makes, apart from the message itself. What is signed is
 *
 * <pre>
 *  0         8            10           12              44                 76
 *  | starling | version u16 | purpose u16 | federation id | SHA-256(message) |
 * </pre>
 *
 * with little-endian numbers. The 76 bytes have a fixed layout, so two different (context, message) pairs cannot yield
 * the same signed bytes; and they start with a word that neither a TLS 1.3 transcript nor a DER structure starts with,
 * so that a signature for TLS or a certificate by the same key cannot be taken for one of these.
 *
 * @param federation the federation id; for a charter, the hash of that charter
 * @param purpose what kind of statement is made
 * @param version version of the message's own format, 0 to 65535
 */
public record SigningContext(Digest federation, Purpose purpose, int version) {
    private static final byte[] LABEL = "starling".getBytes(StandardCharsets.US_ASCII);
    private static final int BOUND_BYTES = LABEL.length + 2 + 2 + Digest.BYTES + Digest.BYTES;

    /** Checks the version's range. */
    public SigningContext {
        if (version < 0 || version > 0xFFFF) {
            throw new IllegalArgumentException("version must fit 16 bits: " + version);
        }
    }

    /** The 76 bytes to be signed for a message. */
    public byte[] bind(byte[] message) {
        ByteBuffer bound = ByteBuffer.allocate(BOUND_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bound.put(LABEL).putShort((short) version).putShort((short) purpose.code());
        federation.writeTo(bound);
        Digest.of(message).writeTo(bound);
        return bound.array();
    }
}
