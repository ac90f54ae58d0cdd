package dev.starling.crypto.trust;

/**
 * The lobby rule: a stranger has one connection, and on it 64 KiB in all. Confined to the thread of that connection.
 */
public final class LobbyAllowance {
    /** What a stranger may send, in bytes. */
    public static final int BYTES = 64 * 1024;

    private int spent;

    /**
     * Counts bytes that arrived.
     *
     * @param bytes how many, 0 or more
     * @return whether everything so far is within the allowance; once false, always false
     */
    public boolean spend(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative: " + bytes);
        }
        spent = (int) Math.min((long) spent + bytes, Integer.MAX_VALUE);
        return spent <= BYTES;
    }

    /** Bytes counted so far, including those beyond the allowance; stops at {@link Integer#MAX_VALUE}. */
    public int spent() {
        return spent;
    }
}
