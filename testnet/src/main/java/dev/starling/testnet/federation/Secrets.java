package dev.starling.testnet.federation;

import dev.starling.crypto.identity.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Files and directories that only their owner may read, where the file system knows such a thing. */
public final class Secrets {
    private static final int PASSPHRASE_BYTES = 24;

    private Secrets() {}

    /** Writes a fresh random passphrase into a new file, and returns it. */
    public static String writePassphrase(Path file) throws IOException {
        byte[] secret = new byte[PASSPHRASE_BYTES];
        new SecureRandom().nextBytes(secret);
        String passphrase = HexFormat.of().formatHex(secret);
        Files.createFile(file, OwnerOnly.file(file));
        Files.writeString(file, passphrase + "\n");
        return passphrase;
    }

    /** Makes a directory, and its parents as usual directories. */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory.toAbsolutePath().getParent());
        Files.createDirectory(directory, OwnerOnly.directory(directory));
    }
}
