package dev.starling.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real file system in memory of a few megabytes, that can be filled, emptied and made read-only. Mounting one takes a
 * privilege that many build machines do not give: the test is skipped there, with that reason.
 */
public final class TinyDisk implements AutoCloseable {
    private final Path root;

    private TinyDisk(Path root) {
        this.root = root;
    }

    /** Mounts one at an empty directory. */
    public static TinyDisk mount(Path directory, int megabytes) throws IOException, InterruptedException {
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
        assumeTrue(mounted, "mounting a file system needs root, or a container that may");
        return new TinyDisk(directory);
    }

    /** Takes all space that is left, but for less than a page. */
    public void fill() throws IOException {
        try (var out = Files.newOutputStream(filler())) {
            byte[] page = new byte[4096];
            for (int pages = 0; pages < 1 << 20; pages++) {
                out.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    /** Gives the space back. */
    public void empty() throws IOException {
        Files.delete(filler());
    }

    /** Makes it read-only, or writable again. */
    public void readOnly(boolean readOnly) throws IOException, InterruptedException {
        assertThat(run("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), root.toString()))
                .isTrue();
    }

    private Path filler() {
        return root.resolve("filler");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            assumeTrue(Files.exists(Path.of("/bin", command[0])), "there is no program " + command[0]);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", "-l", root.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
