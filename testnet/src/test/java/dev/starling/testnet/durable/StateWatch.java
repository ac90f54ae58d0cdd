package dev.starling.testnet.durable;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.store.Recovered;
import dev.starling.node.store.Release;
import dev.starling.node.store.ReleasedModels;
import dev.starling.node.store.StateStore;
import dev.starling.node.store.StoreException;
import dev.starling.testnet.durable.History.Generation;
import dev.starling.testnet.federation.Site;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks over the nodes' shoulders: gives every checkpoint, every journal and every consolidated model that appears a second
 * name (a hard link) in an archive, so that it stays, and goes on being written to, after the node has deleted the first. Tells
 * waiters the names of files as they change. Touches nothing of the nodes' own.
 */
final class StateWatch implements AutoCloseable {
    /** Where the generation stands in a checkpoint, see the documentation of {@code node.store}. */
    private static final int GENERATION_AT = 12;

    private static final String CHECKPOINT = "checkpoint";
    private static final String JOURNAL = "journal-";
    private static final String MODELS = "models";
    private static final String MODEL = ".model";

    private final Path archive;
    private final Map<WatchKey, Site> watched = new ConcurrentHashMap<>();
    private final Map<Site, BlockingQueue<String>> changes = new ConcurrentHashMap<>();
    private final Map<Site, Object> lastCheckpoint = new ConcurrentHashMap<>();
    private final WatchService service;
    private final Thread thread = new Thread(this::run, "state-watch");
    private volatile Optional<Exception> failure = Optional.empty();

    StateWatch(Path archive, List<Site> sites) throws IOException {
        this.archive = archive;
        this.service = archive.getFileSystem().newWatchService();
        Files.createDirectories(archive.resolve(MODELS));
        for (Site site : sites) {
            Path state = Files.createDirectories(site.directory().state());
            Files.createDirectories(archive.resolve(site.name()).resolve("links"));
            changes.put(site, new LinkedBlockingQueue<>());
            watched.put(state.register(service, ENTRY_CREATE, ENTRY_MODIFY), site);
            watched.put(site.directory().models().register(service, ENTRY_CREATE), site);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for a change of a file of the node; false when there is none in time. */
    boolean awaitChange(Site site, Predicate<String> file, long millis) throws InterruptedException {
        BlockingQueue<String> names = changes(site);
        names.clear();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            String name = names.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (name == null || file.test(name)) {
                return name != null;
            }
        }
    }

    private BlockingQueue<String> changes(Site site) {
        return Objects.requireNonNull(changes.get(site));
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = service.take();
                Site site = Objects.requireNonNull(watched.get(key));
                for (WatchEvent<?> event : key.pollEvents()) {
                    String name = String.valueOf(event.context());
                    changes(site).add(name);
                    keep(site, name);
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    private void keep(Site site, String name) throws IOException {
        Path state = site.directory().state();
        if (name.startsWith(JOURNAL)) {
            link(state.resolve(name), links(site).resolve(name + "." + id(state.resolve(name))));
        } else if (name.equals(CHECKPOINT)) {
            keepCheckpoint(site, state);
        } else if (name.endsWith(MODEL)) {
            link(
                    site.directory().models().resolve(name),
                    archive.resolve(MODELS).resolve(name));
        }
    }

    /** The parameters of every consolidated model that anybody has released. */
    List<float[]> models(int dimension) throws StoreException {
        ReleasedModels released = ReleasedModels.beside(archive, dimension);
        List<float[]> models = new ArrayList<>();
        for (Release release : released.list().models()) {
            models.add(released.load(release.hash()).orElseThrow().parameters());
        }
        return models;
    }

    private void keepCheckpoint(Site site, Path state) throws IOException {
        Path incoming = links(site).resolve("incoming");
        Files.deleteIfExists(incoming);
        if (link(state.resolve(CHECKPOINT), incoming) && !id(incoming).equals(lastCheckpoint.get(site))) {
            lastCheckpoint.put(site, id(incoming));
            long generation = generation(incoming);
            Path kept = Files.createDirectories(archive.resolve(site.name())
                    .resolve(Long.toString(generation))
                    .resolve("state"));
            Files.move(incoming, kept.resolve(CHECKPOINT), StandardCopyOption.REPLACE_EXISTING);
            String journal = JOURNAL + String.format("%016x", generation);
            if (!link(state.resolve(journal), kept.resolve(journal))) {
                linkKeptEarlier(site, journal, kept.resolve(journal));
            }
        }
    }

    /** The journal is made before its checkpoint gets its name, and may be gone by now. */
    private void linkKeptEarlier(Site site, String journal, Path name) throws IOException {
        try (Stream<Path> kept = Files.list(links(site))) {
            for (Path earlier : kept.filter(
                            path -> String.valueOf(path.getFileName()).startsWith(journal + "."))
                    .toList()) {
                link(earlier, name);
            }
        }
    }

    private Path links(Site site) {
        return archive.resolve(site.name()).resolve("links");
    }

    private static boolean link(Path existing, Path name) throws IOException {
        try {
            Files.createLink(name, existing);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (FileAlreadyExistsException e) {
            return true;
        }
    }

    private static Object id(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (NoSuchFileException e) {
            return "gone";
        }
    }

    private static long generation(Path checkpoint) throws IOException {
        try (InputStream in = Files.newInputStream(checkpoint)) {
            byte[] head = in.readNBytes(GENERATION_AT + Long.BYTES);
            return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(GENERATION_AT);
        }
    }

    /** Everything that was kept of a node, once it has ended. */
    List<Generation> generations(Site site, DurableCodec codec) throws IOException, StoreException {
        if (failure.isPresent()) {
            throw new IOException("the watch has failed", failure.get());
        }
        List<Long> numbers = new ArrayList<>();
        try (Stream<Path> kept = Files.list(archive.resolve(site.name()))) {
            kept.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> !name.equals("links"))
                    .map(Long::valueOf)
                    .sorted(Comparator.naturalOrder())
                    .forEach(numbers::add);
        }
        List<Generation> generations = new ArrayList<>();
        for (long number : numbers) {
            Path directory = archive.resolve(site.name()).resolve(Long.toString(number));
            if (hasJournal(directory)) {
                Recovered found = StateStore.peek(directory, codec).orElseThrow();
                generations.add(new Generation(number, found.checkpoint(), found.records()));
            }
        }
        return generations;
    }

    private static boolean hasJournal(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("state"))) {
            return files.anyMatch(file -> String.valueOf(file.getFileName()).startsWith(JOURNAL));
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
