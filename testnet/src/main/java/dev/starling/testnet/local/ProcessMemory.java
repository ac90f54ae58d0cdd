package dev.starling.testnet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Physical memory of a process; empty where the operating system does not tell. */
public final class ProcessMemory {
    private ProcessMemory() {}

    /** The most that it has had so far, in bytes. */
    public static OptionalLong peakBytes(long pid) {
        return read(pid, "VmHWM:");
    }

    /** What it has now, in bytes. */
    public static OptionalLong bytes(long pid) {
        return read(pid, "VmRSS:");
    }

    private static OptionalLong read(long pid, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }
}
