package dev.starling.testnet.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/**
 * A program that answers as Docker's does, from files in a directory: a container is a file {@code containers/ID} that
 * holds its service and state, and all that it is asked for is written down in {@code calls}.
 */
final class FakeDocker {
    private static final String PROGRAM = """
            #!/bin/sh
            cd '%s' || exit 1
            echo "$*" >> calls
            case "$*" in
              version*) cat engine ;;
              'compose version') ;;
              *' ps -a -q') ls containers ;;
              *' up -d '*) cp started/* containers ;;
              *' down '*) rm -f containers/* ;;
              inspect*) shift 3; for id; do echo "$id $(cat "containers/$id")"; done ;;
              'exec '*' test -e /data/state/admin.json') ;;
              'exec '*' starling status --json') echo '{"phase":"idle","slot":60}' ;;
              'logs '*) printf 'first line\\nlast line\\n' ;;
            esac
            """;

    private final Path directory;

    FakeDocker(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectory(directory.resolve("containers"));
        Files.createDirectory(directory.resolve("started"));
        Files.writeString(directory.resolve("engine"), "28.0.1\n");
        Files.writeString(directory.resolve("calls"), "");
        Files.writeString(program(), PROGRAM.formatted(directory));
        Files.setPosixFilePermissions(program(), PosixFilePermissions.fromString("rwx------"));
    }

    Path program() {
        return directory.resolve("docker");
    }

    /** A container that is there. */
    void container(String service, String state) throws IOException {
        write("containers", service, state);
    }

    /** A container that is there once Compose was told to start. */
    void starts(String service, String state) throws IOException {
        write("started", service, state);
    }

    private void write(String where, String service, String state) throws IOException {
        String id = String.format(Locale.ROOT, "%012x", Integer.toUnsignedLong(service.hashCode()));
        Files.writeString(directory.resolve(where).resolve(id), service + " " + state + "\n");
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(directory.resolve("calls"));
    }
}
