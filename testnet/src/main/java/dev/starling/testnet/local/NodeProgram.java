package dev.starling.testnet.local;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a node is started: this process's Java, flags for a small node, and the node's JAR.
 *
 * @param jar the runnable JAR
 */
public record NodeProgram(Path jar) {
    /** System property that names the JAR. */
    public static final String PROPERTY = "starling.node.jar";

    /** Heap of a node whose model and table are small. */
    public static final int SMALL_HEAP_MEGABYTES = 256;

    private static final int FIRST_WITH_UNSAFE_OPTION = 23;
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";
    private static final String NAME = "starling-node.jar";
    private static final Path FROM_TARGET = Path.of("..", "..", "node", "target", NAME);

    /**
     * Finds the JAR: the system property if it is set, else beside this program's JAR, else where the build puts it.
     *
     * @throws NodeFailure when there is none; says where it was looked for
     */
    public static NodeProgram find() throws NodeFailure {
        String named = System.getProperty(PROPERTY);
        List<Path> places = named == null ? beside() : List.of(Path.of(named));
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                return new NodeProgram(place.toAbsolutePath().normalize());
            }
        }
        throw new NodeFailure(
                ExitCode.FAILED,
                "the node's JAR is missing; looked for " + places
                        + "; build it with `mvn -DskipTests package`, or name it" + " with -D" + PROPERTY + "=FILE");
    }

    private static List<Path> beside() {
        return ownDirectory()
                .map(directory -> List.of(
                        directory.resolve(NAME), directory.resolve(FROM_TARGET).normalize()))
                .orElse(List.of(Path.of("node", "target", NAME)));
    }

    private static Optional<Path> ownDirectory() {
        return directoryOf(NodeProgram.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
    }

    /**
     * The directory beside what classes were loaded from: a directory of classes, a JAR, or a JAR's inside as its launcher
     * names it ({@code jar:nested:/a/b.jar/!BOOT-INF/classes/!/}).
     */
    static Optional<Path> directoryOf(String location) {
        String outer = location.replaceFirst("^jar:", "")
                .replaceFirst("^nested:", "file:")
                .replaceFirst("/?!.*$", "");
        try {
            return Optional.ofNullable(Path.of(new URI(outer)).getParent());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * The command line of a node process with the heap that a small model needs.
     *
     * @param arguments of the node, its verb first
     */
    public List<String> command(String... arguments) {
        return command(SMALL_HEAP_MEGABYTES, arguments);
    }

    /**
     * The command line of a node process.
     *
     * @param heapMegabytes most memory that its Java heap takes
     * @param arguments of the node, its verb first
     */
    public List<String> command(int heapMegabytes, String... arguments) {
        return command(heapMegabytes, flags(Runtime.version().feature()), arguments);
    }

    /**
     * The command line of a node process that computes for long, with the optimising compiler, as {@code scripts/starling
     * run} starts it.
     *
     * @param heapMegabytes most memory that its Java heap takes
     * @param arguments of the node, its verb first
     */
    public List<String> computing(int heapMegabytes, String... arguments) {
        List<String> flags = new ArrayList<>(flags(Runtime.version().feature()));
        flags.remove(QUICK_START);
        if (hugePagesOnRequest()) {
            flags.add("-XX:+UseTransparentHugePages");
        }
        return command(heapMegabytes, flags, arguments);
    }

    /** Large vectors are swept through faster in large pages. Where the system has none, Java would only warn. */
    private static boolean hugePagesOnRequest() {
        try {
            return Files.readString(HUGE_PAGES).contains("[madvise]");
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private List<String> command(int heapMegabytes, List<String> flags, String... arguments) {
        List<String> command = java(heapMegabytes, flags);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * What surrounds a node of a testnet: one thread of arithmetic, and none of the variables by which somebody configures a
     * node of their own, which would give all members one port.
     *
     * @param environment of the process to come; changed
     */
    public static void surround(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("STARLING_"));
        environment.put("OMP_NUM_THREADS", "1");
    }

    /** Java with the heap and the flags of a small node, to which what it runs is yet to be added. */
    public static List<String> smallJava() {
        return java(SMALL_HEAP_MEGABYTES, flags(Runtime.version().feature()));
    }

    private static List<String> java(int heapMegabytes, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.add("-Xmx" + heapMegabytes + "m");
        command.addAll(flags);
        return command;
    }

    /**
     * Several small nodes share this machine: one thread for its collector, no optimising compiler. The vectors of a model
     * live long and go straight to the old generation, which gets all but a small part of the heap.
     */
    static List<String> flags(int release) {
        List<String> flags = new ArrayList<>(List.of(
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:MaxNewSize=64m",
                "-XX:PretenureSizeThreshold=1m",
                QUICK_START));
        if (release >= FIRST_WITH_UNSAFE_OPTION) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    private static String java() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }
}
