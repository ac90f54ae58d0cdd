package dev.starling.crypto.identity;

import dev.starling.crypto.identity.KeyFileException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/**
 * An identity on disk: a PKCS#12 file (RFC 7292) that any key tool can list, with the signing key under the alias {@code
 * signing} and the agreement key under {@code agreement}. It is readable by its owner only from the moment it exists,
 * appears whole or not at all, and is never overwritten. The encryption is the JDK's default (PBES2, AES-256,
 * HMAC-SHA-256, 10 000 iterations), so a copied file is as strong as its passphrase.
 */
public final class KeyFile {
    /** Larger than any file written here, small enough to read without a thought. */
    private static final int MAX_BYTES = 64 * 1024;

    private KeyFile() {}

    /**
     * Writes a new key file and syncs it to the disk. Leaves nothing else behind, also when it fails.
     *
     * @param file where; its directory must exist
     * @param passphrase at least one character; the caller wipes it
     * @param identity the keys; stays open
     * @param now the current time, for the validity of the certificates inside
     * @throws java.nio.file.FileAlreadyExistsException if there is something at that path, even if it came there while
     *     this method ran
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if the passphrase is empty
     */
    public static void create(Path file, char[] passphrase, Identity identity, Instant now) throws IOException {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("an empty passphrase protects nothing");
        }
        OwnerOnlyFile.requireAbsent(file);
        OwnerOnlyFile.create(file, KeyStoreFormat.encode(identity, passphrase, now));
    }

    /**
     * Reads a key file.
     *
     * @param file where {@link #create} wrote it
     * @param passphrase what it was created with; the caller wipes it
     * @return the keys; the caller closes them
     * @throws KeyFileException if the file is missing, may be read by others, is damaged, or has another passphrase
     */
    public static Identity open(Path file, char[] passphrase) throws KeyFileException {
        requireOwnerOnly(file);
        return KeyStoreFormat.decode(read(file), passphrase, file);
    }

    private static byte[] read(Path file) throws KeyFileException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new KeyFileException(
                        Reason.DAMAGED, file, "is too large for a key file; restore it from your backup");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw missing(file, e);
        }
    }

    private static void requireOwnerOnly(Path file) throws KeyFileException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!OwnerOnly.holdsFor(file)) {
                throw new KeyFileException(
                        Reason.TOO_OPEN,
                        file,
                        "holds private keys, but its permissions "
                                + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                                + " let others at them; run: chmod 600 " + file);
            }
        } catch (IOException e) {
            throw missing(file, e);
        }
    }

    private static KeyFileException missing(Path file, IOException cause) {
        String problem = cause instanceof AccessDeniedException
                ? "may not be read by this user; run the node as the user who created it"
                : "there is no key file; create one with 'init', or name the directory that has it";
        KeyFileException exception = new KeyFileException(Reason.MISSING, file, problem);
        exception.initCause(cause);
        return exception;
    }
}
