package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The consolidated models of a node, each one file below {@code models/} that is named by the hash of its parameters. A
 * file appears complete or not at all; nothing is returned that does not match its name. Confined to one thread while it
 * writes; reading beside it is safe.
 */
public final class ReleasedModels {
    private static final String PREFIX = "released-";
    private static final String SUFFIX = ".model";
    private static final String UNFINISHED = ".model.tmp";

    private final Disk disk;
    private final int dimension;

    /**
     * A released model.
     *
     * @param parameters length d; owned by the receiver
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Loaded(Release release, float[] parameters) {}

    /**
     * What lies in the directory.
     *
     * @param models sound as far as can be told without reading their parameters, newest first
     * @param unusable why each of the others is not, for the operator
     */
    public record Catalogue(List<Release> models, List<StoreException> unusable) {
        public Catalogue {
            models = List.copyOf(models);
            unusable = List.copyOf(unusable);
        }
    }

    ReleasedModels(Disk disk, int dimension) {
        this.disk = disk;
        this.dimension = dimension;
    }

    /**
     * For the running node, which holds the state beside it: makes the directory when there is none, and removes what a
     * crash left unfinished.
     *
     * @param directory data directory of the node; must exist
     * @param dimension length d of the parameters
     * @throws StoreException when the directory cannot be written
     */
    public static ReleasedModels open(Path directory, int dimension) throws StoreException {
        OwnerDirectory models = OwnerDirectory.models(directory);
        try {
            models.createIfMissing();
            for (String name : models.names()) {
                if (name.startsWith(PREFIX) && name.endsWith(UNFINISHED)) {
                    models.delete(name);
                }
            }
        } catch (IOException e) {
            throw StoreException.unwritable(models.path(""), e);
        }
        return new ReleasedModels(models, dimension);
    }

    /** For anybody who only reads, also beside a running node; changes nothing. */
    public static ReleasedModels beside(Path directory, int dimension) {
        return new ReleasedModels(OwnerDirectory.models(directory), dimension);
    }

    /**
     * Keeps a model, in the place of a file that has its name: another certificate for it, say. Durable on return.
     *
     * @param parameters length d; only read
     * @throws IllegalArgumentException when they are not what the release names
     * @throws StoreException when the disk does not take them; what was there before is intact
     */
    public void save(Release release, float[] parameters) throws StoreException {
        if (parameters.length != dimension) {
            throw new IllegalArgumentException(parameters.length + " parameters for a model of " + dimension);
        }
        String name = name(release.hash());
        String unfinished = PREFIX + release.hash().hex() + UNFINISHED;
        try {
            boolean right = write(unfinished, release, parameters);
            if (!right) {
                disk.delete(unfinished);
                throw new IllegalArgumentException("parameters of another hash than the release says");
            }
            disk.rename(unfinished, name);
            disk.forceNames();
        } catch (IOException e) {
            discard(unfinished, e);
            throw StoreException.unwritable(disk.path(name), e);
        }
    }

    private boolean write(String name, Release release, float[] parameters) throws IOException {
        byte[] head = ModelFile.head(release, dimension);
        try (Disk.Output out = disk.create(name)) {
            out.write(head, 0, head.length);
            Digest written = ModelFile.write(out, parameters);
            out.force();
            return written.equals(release.hash());
        }
    }

    private void discard(String unfinished, IOException because) {
        try {
            disk.delete(unfinished);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /**
     * The model with this hash.
     *
     * @return empty when it is not kept
     * @throws StoreException when the file is damaged or of another model; names the file and the remedy
     */
    public Optional<Loaded> load(Digest hash) throws StoreException {
        Path path = disk.path(name(hash));
        Disk.Input found = input(name(hash));
        if (found == null) {
            return Optional.empty();
        }
        try (Disk.Input in = found) {
            Release release = ModelFile.readHead(in, path, dimension);
            if (!release.hash().equals(hash)) {
                throw ModelFile.damaged(path, "it holds another model than its name says");
            }
            return Optional.of(new Loaded(release, ModelFile.readParameters(in, path, release, dimension)));
        } catch (IOException e) {
            throw StoreException.unreadable(path, e);
        }
    }

    /** Where the model with this hash is, if it is kept. */
    public Path file(Digest hash) {
        return disk.path(name(hash));
    }

    /** What to do about a model that the state refers to and that is not kept. */
    public StoreException missing(Digest hash) {
        return StoreException.of(
                disk.path(name(hash)),
                "the file is missing, and what is open refers to the model in it",
                "copy the file of this name from a backup or from another member's directory, or move the state directory"
                        + " away: the node then starts a new life");
    }

    private Disk.@Nullable Input input(String name) throws StoreException {
        try {
            return disk.open(name).orElse(null);
        } catch (IOException e) {
            throw StoreException.unreadable(disk.path(name), e);
        }
    }

    /**
     * The models that are kept. Reads their heads alone.
     *
     * @throws StoreException when the directory cannot be read
     */
    public Catalogue list() throws StoreException {
        List<Release> models = new ArrayList<>();
        List<StoreException> unusable = new ArrayList<>();
        for (String name : names()) {
            Path path = disk.path(name);
            try (Disk.Input in = input(name)) {
                if (in != null) {
                    Release release = ModelFile.readHead(in, path, dimension);
                    if (!name.equals(name(release.hash()))) {
                        throw ModelFile.damaged(path, "it holds another model than its name says");
                    }
                    models.add(release);
                }
            } catch (StoreException e) {
                unusable.add(e);
            } catch (IOException e) {
                unusable.add(StoreException.unreadable(path, e));
            }
        }
        models.sort(Comparator.comparingLong(Release::index).reversed().thenComparing(Release::hash));
        return new Catalogue(models, unusable);
    }

    private List<String> names() throws StoreException {
        try {
            return disk.names().stream()
                    .filter(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))
                    .toList();
        } catch (IOException e) {
            throw StoreException.unreadable(disk.path(""), e);
        }
    }

    /**
     * Removes all but the newest models and those that are still needed. Files that are unusable stay for a person to see.
     *
     * @param count how many are kept, at least 1
     * @param needed models that others may still refer to: the bases of snapshots
     * @throws StoreException when the disk does not let go of one
     */
    public void keepNewest(int count, Set<Digest> needed) throws StoreException {
        if (count < 1) {
            throw new IllegalArgumentException("at least one model is kept");
        }
        for (Release old : list().models().stream().skip(count).toList()) {
            if (!needed.contains(old.hash())) {
                try {
                    disk.delete(name(old.hash()));
                } catch (IOException e) {
                    throw StoreException.unwritable(disk.path(name(old.hash())), e);
                }
            }
        }
    }

    private static String name(Digest hash) {
        return PREFIX + hash.hex() + SUFFIX;
    }
}
