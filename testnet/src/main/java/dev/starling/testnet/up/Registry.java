package dev.starling.testnet.up;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.site.DurableFile;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code testnet.json}: the members of a federation that stays up, and their processes.
 *
 * @param format version of this file, 1
 * @param federation federation id in hexadecimal
 * @param slots planned slots, 0 for no end
 * @param members in their order
 */
public record Registry(int format, String federation, int slots, List<Entry> members) {
    static final int FORMAT = 1;

    private static final String FILE = "testnet.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    public Registry {
        members = List.copyOf(members);
    }

    /**
     * One member.
     *
     * @param name what people call it
     * @param address host and port it listens on
     * @param heapMegabytes most memory its Java heap takes
     * @param pid the operating system's number of its process; 0 for none
     * @param started when that process began, as the operating system says; null when it does not say
     */
    public record Entry(
            String name,
            String address,
            int heapMegabytes,
            long pid,
            @Nullable String started) {
        Entry with(long newPid, @Nullable String newStarted) {
            return new Entry(name, address, heapMegabytes, newPid, newStarted);
        }
    }

    /** Whether there is a testnet in this directory. */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /**
     * Reads it.
     *
     * @throws NodeFailure when there is none, or it cannot be read
     */
    public static Registry read(Path directory) throws NodeFailure {
        Path file = directory.resolve(FILE);
        try {
            Registry registry = JSON.readerFor(Registry.class).readValue(Files.readAllBytes(file));
            if (registry == null) {
                throw unusable(file, "it holds nothing", null);
            }
            if (registry.format() != FORMAT) {
                throw unusable(file, "it has format " + registry.format() + ", not " + FORMAT, null);
            }
            return registry;
        } catch (NoSuchFileException e) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    directory
                            + ": there is no testnet here; start one with `starling testnet up`, or name its directory"
                            + " with --dir",
                    e);
        } catch (JsonProcessingException e) {
            throw unusable(file, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static NodeFailure unusable(Path file, String why, @Nullable Exception cause) {
        return new NodeFailure(
                ExitCode.CONFIGURATION,
                file + ": cannot be used (" + why + "); end the nodes by hand, remove the directory and run `starling"
                        + " testnet up` again",
                cause);
    }

    /** Writes it in one step. */
    void write(Path directory) throws NodeFailure {
        try {
            DurableFile.replace(
                    directory.resolve(FILE),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * The member of that name.
     *
     * @throws NodeFailure when there is none, with the names that there are
     */
    Entry member(String name) throws NodeFailure {
        for (Entry entry : members) {
            if (entry.name().equals(name)) {
                return entry;
            }
        }
        throw new NodeFailure(
                ExitCode.USAGE,
                "no member is called \"" + name + "\"; they are: "
                        + members.stream().map(Entry::name).collect(Collectors.joining(", ")));
    }

    Registry with(Entry changed) {
        return new Registry(
                format,
                federation,
                slots,
                members.stream()
                        .map(entry -> entry.name().equals(changed.name()) ? changed : entry)
                        .toList());
    }
}
