package dev.starling.node.doctor;

import dev.starling.node.finding.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a model needs of memory, disk and open files; the figures of memory are those of {@code node.runtime}'s package
 * documentation.
 *
 * @param parameters of the model
 * @param neighbours of a member in a slot
 * @param participants whose snapshots a consolidation fetches; 0 without consolidations
 * @param bodyRatio length of a snapshot's body over that of its vector
 * @param kept consolidated models on the disk
 */
public record Room(long parameters, int neighbours, int participants, double bodyRatio, int kept) {
    private static final long FLOAT_BYTES = 4;
    private static final long BASE_BYTES = 48_000_000;
    private static final double WITH_SOME_TO_SPARE = 1.5;
    private static final int FILES_BESIDE_LINKS = 128;

    /** Bytes of heap at most. */
    public double heapBytes() {
        double vectors = participants == 0 ? 6 : 6 + 4;
        return BASE_BYTES
                + FLOAT_BYTES * (double) parameters * (vectors + bodyRatio * (3 + 2 * neighbours + participants));
    }

    /** Bytes of disk: two checkpoints of two vectors and all bodies, a journal as large as one, and the models. */
    public double diskBytes() {
        double checkpoint = 2 + bodyRatio * (1 + neighbours);
        return BASE_BYTES + FLOAT_BYTES * (double) parameters * (3 * checkpoint + kept + 1);
    }

    /** Whether so much heap is enough. */
    public Finding heap(long bytes) {
        return judged(
                "memory",
                heapBytes(),
                bytes,
                "of heap",
                "give Java a larger heap, with STARLING_JAVA_OPTS=-Xmx… for example");
    }

    /** Whether the disk of a directory, which need not exist yet, has room enough. */
    public Finding disk(Path directory) {
        Path there = directory.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return judged(
                "disk",
                diskBytes(),
                there.toFile().getUsableSpace(),
                "of disk below " + directory,
                "make room, or move the directory to a larger disk");
    }

    /** Whether a process may open so many files. */
    public static Finding files(long limit, int members) {
        long needed = FILES_BESIDE_LINKS + 2L * members;
        return limit >= needed
                ? Finding.pass("open files", "up to " + limit)
                : Finding.fail(
                        "open files",
                        "up to " + limit + ", and " + members + " members may take " + needed,
                        "raise the limit: `ulimit -n 4096`, or LimitNOFILE= of the systemd unit");
    }

    private static Finding judged(String check, double needed, long there, String what, String remedy) {
        String figures = text((double) there) + " " + what + ", the model needs " + text(needed);
        if (there < needed) {
            return Finding.fail(check, figures, remedy);
        }
        return there < WITH_SOME_TO_SPARE * needed
                ? Finding.warn(check, figures + ": that is tight", remedy)
                : Finding.pass(check, figures);
    }

    private static String text(double bytes) {
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
