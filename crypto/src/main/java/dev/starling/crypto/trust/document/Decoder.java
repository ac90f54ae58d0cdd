package dev.starling.crypto.trust.document;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PublicIdentity;
import dev.starling.crypto.identity.VerifyingKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/**
 * Takes little-endian fields from untrusted bytes. A length is held against its cap and against what is left before
 * anything is allocated. Every method that reads throws {@link TrustFormatException}, naming the field, when too few bytes are
 * left or what they say is not allowed. Confined to the method that makes it.
 */
public final class Decoder {
    private final ByteBuffer in;
    private final String what;

    /**
     * Starts at the first byte.
     *
     * @param what the thing being decoded, for messages
     * @param maxBytes cap on the whole encoding
     * @throws TrustFormatException when there are more
     */
    public Decoder(byte[] bytes, String what, int maxBytes) throws TrustFormatException {
        if (bytes.length > maxBytes) {
            throw new TrustFormatException(
                    what + " has " + bytes.length + " bytes, more than the " + maxBytes + " allowed");
        }
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.what = what;
    }

    /** One byte, 0 to 255. */
    public int u8(String field) throws TrustFormatException {
        require(field, Byte.BYTES);
        return Byte.toUnsignedInt(in.get());
    }

    /** Two bytes, 0 to 65,535. */
    public int u16(String field) throws TrustFormatException {
        require(field, Short.BYTES);
        return Short.toUnsignedInt(in.getShort());
    }

    /** An unsigned number of which only the values that fit an {@code int} are allowed. */
    public int u32(String field) throws TrustFormatException {
        require(field, Integer.BYTES);
        int value = in.getInt();
        if (value < 0) {
            throw broken(field, "is too large: " + Integer.toUnsignedString(value));
        }
        return value;
    }

    /** Eight bytes, signed. */
    public long i64(String field) throws TrustFormatException {
        require(field, Long.BYTES);
        return in.getLong();
    }

    /** So many bytes; the caller has bounded the length. */
    public byte[] raw(String field, int length) throws TrustFormatException {
        require(field, length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** Bytes behind their length in one byte. */
    public byte[] prefixedU8(String field) throws TrustFormatException {
        return raw(field, u8(field));
    }

    /** At most so many bytes behind their length in two bytes. */
    public byte[] prefixedU16(String field, int cap) throws TrustFormatException {
        return capped(field, u16(field), cap);
    }

    /** At most so many bytes behind their length in four bytes. */
    public byte[] prefixedU32(String field, int cap) throws TrustFormatException {
        return capped(field, u32(field), cap);
    }

    /** A SHA-256. */
    public Digest digest(String field) throws TrustFormatException {
        return Digest.wrap(raw(field, Digest.BYTES));
    }

    /** A point that is an Ed25519 key. */
    public VerifyingKey verifyingKey(String field) throws TrustFormatException {
        byte[] raw = raw(field, VerifyingKey.BYTES);
        try {
            return VerifyingKey.of(raw);
        } catch (IllegalArgumentException e) {
            throw broken(field, "is not a valid Ed25519 key");
        }
    }

    /** Both keys of a member. */
    public PublicIdentity publicIdentity() throws TrustFormatException {
        VerifyingKey signing = verifyingKey("signing key");
        byte[] agreement = raw("agreement key", PublicIdentity.AGREEMENT_BYTES);
        try {
            return new PublicIdentity(signing, agreement);
        } catch (IllegalArgumentException e) {
            throw broken("agreement key", "is not a valid X25519 key");
        }
    }

    /** These bytes as text; none are replaced. */
    public String text(String field, byte[] bytes, Charset charset) throws TrustFormatException {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw broken(field, "is not " + charset.name());
        }
    }

    /** The one version that is read. */
    public void version(int expected) throws TrustFormatException {
        int version = u8("version");
        if (version != expected) {
            throw broken("version", "is " + version + ", and this program reads " + expected);
        }
    }

    /** Bytes that are left. */
    public int remaining() {
        return in.remaining();
    }

    /** Refuses bytes that are left over. */
    public void end() throws TrustFormatException {
        if (in.hasRemaining()) {
            throw new TrustFormatException(what + " has " + in.remaining() + " bytes after its end");
        }
    }

    /** What to throw when a field does not hold. */
    public TrustFormatException broken(String field, String problem) {
        return new TrustFormatException(what + ": " + field + " " + problem);
    }

    private byte[] capped(String field, int length, int cap) throws TrustFormatException {
        if (length > cap) {
            throw broken(field, "has " + length + " bytes, more than the " + cap + " allowed");
        }
        return raw(field, length);
    }

    private void require(String field, int bytes) throws TrustFormatException {
        if (in.remaining() < bytes) {
            throw broken(field, "is cut off: " + bytes + " bytes needed, " + in.remaining() + " left");
        }
    }
}
