package dev.starling.node.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.crypto.identity.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a running node listens for its owner.
 *
 * @param port on the loopback address
 * @param token to be sent as {@code Authorization: Bearer}
 */
public record AdminAddress(int port, String token) {

    void write(Path file, ObjectMapper json) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(directory, "admin", ".tmp", OwnerOnly.file(file));
        Files.write(temporary, json.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads the address that a running node left. */
    public static AdminAddress read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), AdminAddress.class);
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A stale address is harmless: nobody listens there.
            return;
        }
    }

    @Override
    public String toString() {
        return "AdminAddress[port=" + port + "]";
    }
}
