package dev.starling.crypto.trust.document;

import dev.starling.crypto.digest.Digest;
import java.util.Arrays;
import java.util.Base64;

/**
 * Bytes as one string that people can send each other: a prefix that says what it is, then unpadded base64url (RFC 4648
 * section 5) of the bytes and the first four bytes of their SHA-256, so that a slip of the clipboard is noticed.
 */
final class CheckedText {
    private static final int CHECKSUM_BYTES = 4;
    private static final int MAX_CHARS = 4096;

    private CheckedText() {}

    static String format(String prefix, byte[] content) {
        byte[] checked = new Encoder().raw(content).raw(checksum(content)).toBytes();
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(checked);
    }

    /** The content, or an exception that says whether length, prefix, base64 or checksum is wrong. */
    static byte[] parse(String what, String prefix, String text) throws TrustFormatException {
        if (text.length() > MAX_CHARS) {
            throw new TrustFormatException(what + " has the wrong length: " + text.length() + " characters, at most "
                    + MAX_CHARS + " are allowed");
        }
        if (!text.startsWith(prefix)) {
            throw new TrustFormatException(what + " has the wrong prefix: it must begin with " + prefix);
        }
        byte[] checked = decode(what, text.substring(prefix.length()));
        int length = checked.length - CHECKSUM_BYTES;
        if (length < 1) {
            throw new TrustFormatException(what + " has the wrong length: it is cut off after the prefix");
        }
        byte[] content = Arrays.copyOf(checked, length);
        if (!Arrays.equals(checksum(content), Arrays.copyOfRange(checked, length, checked.length))) {
            throw new TrustFormatException(
                    what + " has the wrong checksum: it is incomplete or altered; copy it again, as one line");
        }
        return content;
    }

    private static byte[] decode(String what, String base64) throws TrustFormatException {
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new TrustFormatException(what + " is not base64url after its prefix: " + e.getMessage());
        }
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(base64)) {
            throw new TrustFormatException(
                    what + " is not base64url after its prefix: padding, or bits beyond the last byte");
        }
        return decoded;
    }

    private static byte[] checksum(byte[] content) {
        return Arrays.copyOf(Digest.of(content).bytes(), CHECKSUM_BYTES);
    }
}
