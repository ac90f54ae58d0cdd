package dev.starling.crypto;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;

/** Identities that are the same in every run, and the published ones. */
public final class TestKeys {
    /** A moment all tests agree on. */
    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    /** RFC 8032 section 7.1, test 1. */
    public static final byte[] RFC8032_SEED = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    /** The public key of that seed. */
    public static final byte[] RFC8032_KEY = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    /** RFC 7748 section 6.1, Alice. */
    public static final byte[] RFC7748_SCALAR = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");

    /** The public key of that scalar. */
    public static final byte[] RFC7748_KEY = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");

    private TestKeys() {}

    /** The identity with that number. */
    public static Identity identity(int number) {
        byte[] label = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        return Identity.fromSeeds(
                Digest.of(new byte[] {1}, label).bytes(),
                Digest.of(new byte[] {2}, label).bytes());
    }

    /** The identity made of the published keys. */
    public static Identity published() {
        return Identity.fromSeeds(RFC8032_SEED, RFC7748_SCALAR);
    }

    /** Bytes from hexadecimal digits. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
