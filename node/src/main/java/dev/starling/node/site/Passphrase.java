package dev.starling.node.site;

import dev.starling.crypto.identity.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the key file is encrypted with. It comes from a file or a terminal, never from the command line, where other users
 * would see it. Owned by whoever made it; closing wipes it.
 */
public final class Passphrase implements AutoCloseable {
    /** The option of the command line. */
    public static final String OPTION = "--passphrase-file";

    /** The environment variable that stands in for the option. */
    public static final String VARIABLE = "STARLING_PASSPHRASE_FILE";

    private static final int MAX_BYTES = 64 * 1024;

    private final char[] value;

    private Passphrase(char[] value) {
        this.value = value;
    }

    /** Takes over these characters; they are wiped on {@link #close}. */
    public static Passphrase of(char[] value) {
        return new Passphrase(value);
    }

    /**
     * The file that holds the passphrase: the option, or else the environment variable.
     *
     * @param option value of {@link #OPTION}, if it was given
     * @param environment the process's variables
     * @throws NodeFailure when the variable holds no path
     */
    public static Optional<Path> file(@Nullable Path option, Function<String, @Nullable String> environment)
            throws NodeFailure {
        if (option != null) {
            return Optional.of(option);
        }
        String variable = environment.apply(VARIABLE);
        try {
            return variable == null || variable.isBlank() ? Optional.empty() : Optional.of(Path.of(variable));
        } catch (InvalidPathException e) {
            throw new NodeFailure(ExitCode.USAGE, VARIABLE + " does not hold a path; set it to the passphrase file", e);
        }
    }

    /** What to say when neither way was taken. */
    public static NodeFailure missing() {
        return new NodeFailure(
                ExitCode.USAGE,
                "the passphrase of the key file is missing; name a file whose first line it is with " + OPTION
                        + " FILE, or in the environment variable " + VARIABLE);
    }

    /**
     * Reads the first line of a file, without its line end.
     *
     * @param warnings takes a sentence when others may read the file
     * @throws NodeFailure when the file cannot be read, or its first line is empty
     */
    public static Passphrase read(Path file, Consumer<String> warnings) throws NodeFailure {
        byte[] bytes = bytes(file);
        try {
            warnIfOpen(file, warnings);
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            int length = 0;
            while (length < text.limit() && text.get(length) != '\n' && text.get(length) != '\r') {
                length++;
            }
            char[] line = Arrays.copyOf(text.array(), length);
            Arrays.fill(text.array(), '\0');
            if (length == 0) {
                throw new NodeFailure(
                        ExitCode.CONFIGURATION, file + ":1: the first line is empty; write the passphrase there");
            }
            return new Passphrase(line);
        } catch (CharacterCodingException e) {
            throw new NodeFailure(ExitCode.CONFIGURATION, file + ": is not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] bytes(Path file) throws NodeFailure {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new NodeFailure(
                        ExitCode.CONFIGURATION, file + ": is too large for a passphrase file; check the path");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    file + ": there is no such passphrase file; check " + OPTION + " or " + VARIABLE,
                    e);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static void warnIfOpen(Path file, Consumer<String> warnings) throws IOException {
        if (!OwnerOnly.isKnown(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ)) {
            warnings.accept(file + ": other users may read this passphrase; run: chmod 600 " + file);
        }
    }

    /** The characters themselves, not a copy; nobody but the owner changes them. */
    public char[] chars() {
        return value;
    }

    /** Wipes the characters. */
    @Override
    public void close() {
        Arrays.fill(value, '\0');
    }

    @Override
    public String toString() {
        return "Passphrase[hidden]";
    }
}
