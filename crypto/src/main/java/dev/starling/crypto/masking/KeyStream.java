package dev.starling.crypto.masking;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ChaCha20 key stream of RFC 8439 with a nonce of zeros, from block 0 on, as little-endian words. A key serves one
 * stream only, so the nonce need not differ. Used once; confined to one thread.
 */
final class KeyStream {
    private static final int CHUNK = 32 * 1024;
    private static final byte[] ZEROS = new byte[CHUNK];
    private static final int NONCE_BYTES = 12;

    private final Cipher cipher;
    private final byte[] chunk;

    /**
     * A stream from its beginning.
     *
     * @param words how many will be taken
     */
    KeyStream(byte[] key, int words) {
        chunk = new byte[(int) Math.min(CHUNK, (long) words * Long.BYTES)];
        try {
            cipher = Cipher.getInstance("ChaCha20");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "ChaCha20"),
                    new ChaCha20ParameterSpec(new byte[NONCE_BYTES], 0));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no ChaCha20 (it came with version 11)", e);
        }
    }

    void addTo(long[] words) {
        for (int from = 0; from < words.length; from += CHUNK / Long.BYTES) {
            LongBuffer next = next();
            int end = Math.min(words.length, from + CHUNK / Long.BYTES);
            for (int k = from; k < end; k++) {
                words[k] += next.get();
            }
        }
    }

    void subtractFrom(long[] words) {
        for (int from = 0; from < words.length; from += CHUNK / Long.BYTES) {
            LongBuffer next = next();
            int end = Math.min(words.length, from + CHUNK / Long.BYTES);
            for (int k = from; k < end; k++) {
                words[k] -= next.get();
            }
        }
    }

    private LongBuffer next() {
        try {
            cipher.update(ZEROS, 0, chunk.length, chunk, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key stream is at its end", e);
        }
        return ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    }
}
