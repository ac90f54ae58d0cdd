package dev.starling.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.Federation;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.store.StateStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs commands in this process, in a directory of its own, at a time of its own. */
final class Shell {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Path root;
    private final Map<String, String> environment = new HashMap<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private Instant now = NOW;

    Shell(Path root) {
        this.root = root;
        environment.put(
                "STARLING_PASSPHRASE_FILE",
                write("passphrase", "correct horse\n").toString());
        try {
            Files.setPosixFilePermissions(path("passphrase"), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Result(int code, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new AssertionError("not one JSON object: " + out, e);
            }
        }

        Result succeeded() {
            if (code != 0) {
                throw new AssertionError("exit code " + code + ": " + out + err);
            }
            return this;
        }
    }

    Result execute(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(out),
                new PrintWriter(err),
                environment,
                () -> now,
                question -> Optional.ofNullable(typed.poll()).map(String::toCharArray));
        int code = Starling.execute(terminal, args);
        return new Result(code, out.toString().strip(), err.toString().strip());
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** Everything that another shell has made, as it is. */
    void copy(Shell other) {
        try (Stream<Path> paths = Files.walk(other.root)) {
            for (Path from : paths.toList()) {
                Path to = path(other.root.relativize(from).toString());
                if (!Files.exists(to)) {
                    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String content) {
        try {
            Files.createDirectories(path(name).getParent());
            return Files.writeString(path(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shell at(Instant instant) {
        now = instant;
        return this;
    }

    /** Nobody has said where the passphrase is; these lines are typed when it is asked for. */
    Shell typing(String... lines) {
        environment.clear();
        typed.addAll(Arrays.asList(lines));
        return this;
    }

    Shell passphraseFile(Path file) {
        environment.put("STARLING_PASSPHRASE_FILE", file.toString());
        return this;
    }

    /** An environment variable of all commands from now on. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Commands without {@code --dir} are about this member. */
    void directoryFromEnvironment(String name) {
        environment.put("STARLING_DIR", dir(name));
    }

    /** A table whose label follows from its columns but for some noise. */
    Path table(String name, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("age,pressure,smoker,diagnosis\n");
        for (int i = 0; i < rows; i++) {
            double age = 30 + 40 * random.nextDouble();
            double pressure = 100 + 40 * random.nextDouble();
            boolean smoker = random.nextBoolean();
            double risk = (age - 50) / 12 + (pressure - 120) / 12 + (smoker ? 1 : -1) + random.nextDouble() - 0.5;
            text.append(
                    "%.1f,%.1f,%s,%s%n".formatted(age, pressure, smoker ? "yes" : "no", risk > 0 ? "sick" : "well"));
        }
        return write(name, text.toString());
    }

    /** A member with a table of its own; its card. */
    String member(String name, int rows) {
        Path table = table(name + ".csv", rows, name.hashCode());
        return execute("init", "--json", "--dir", dir(name), "--organisation", name, "--data", table.toString())
                .succeeded()
                .json()
                .get("card")
                .asText();
    }

    /** A federation that this member founds alone. */
    void federation(String name, String... options) {
        member(name, 60);
        found(
                        name,
                        Stream.concat(Stream.of("--label", "diagnosis"), Stream.of(options))
                                .toArray(String[]::new))
                .succeeded();
    }

    /** {@code charter new} for a member and its table: a federation called pilot, with these options. */
    Result found(String name, String... options) {
        String[] command = {
            "charter",
            "new",
            "--dir",
            dir(name),
            "--name",
            "pilot",
            "--scale-from",
            path(name + ".csv").toString()
        };
        return execute(Stream.concat(Stream.of(command), Stream.of(options)).toArray(String[]::new));
    }

    /** The charter that one founder has written, taken to another and signed there, and its signatures back. */
    void sign(String founder, String member) {
        write(member + "/charter.toml", read(founder + "/charter.toml"));
        write(member + "/charter.sig", read(founder + "/charter.sig"));
        execute("charter", "sign", "--dir", dir(member)).succeeded();
        write(founder + "/charter.sig", read(member + "/charter.sig"));
    }

    /** What a member is and belongs to, with its keys. */
    Federation open(String name) throws NodeFailure {
        return FederationFiles.open(new DataDirectory(path(name)), "correct horse".toCharArray());
    }

    /** A member's invitation, good for an hour, the same each time. */
    static String invitation(Federation federation, String address) {
        return Invitation.issue(
                        federation.identity(),
                        federation.roster().federation(),
                        List.of(address),
                        NOW.plus(Duration.ofHours(1)),
                        new SplittableRandom(5))
                .text();
    }

    /** The state of a node that has published this slot. */
    void publish(String name, int slot, float[] parameters) throws Exception {
        DataDirectory directory = new DataDirectory(path(name));
        DurableCodec codec = new DurableCodec(CharterDocument.read(directory).federation(), parameters.length);
        try (StateStore store = StateStore.open(directory.root(), codec)) {
            store.load();
            store.saveCheckpoint(new Checkpoint(
                    1,
                    slot,
                    0,
                    parameters,
                    new float[parameters.length],
                    Optional.empty(),
                    List.of(),
                    AgreementState.none(),
                    List.of()));
        }
    }

    String dir(String name) {
        return path(name).toString();
    }

    /** Every file and directory with the hash of its content: equal listings mean that nothing changed. */
    Map<String, String> listing() {
        Map<String, String> listing = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                listing.put(
                        root.relativize(path).toString(),
                        Files.isDirectory(path)
                                ? "directory"
                                : Digest.of(Files.readAllBytes(path)).hex());
            }
            return listing;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
