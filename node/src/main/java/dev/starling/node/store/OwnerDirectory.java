package dev.starling.node.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A directory below the data directory of a node, whose files are for its owner only. */
final class OwnerDirectory implements Disk {
    private static final String STATE = "state";
    private static final String MODELS = "models";
    private static final String LOCK = "lock";
    /** The platform copies what a channel moves at once into native memory, and keeps as much of it for good. */
    private static final int PIECE = 64 * 1024;

    /** Closing any channel of a file ends all locks that the process has on it, so a second one is never opened. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final boolean posix;

    private OwnerDirectory(Path directory) {
        this.directory = directory;
        this.posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The state of a node, which need not exist. */
    static OwnerDirectory state(Path dataDirectory) {
        return new OwnerDirectory(dataDirectory.resolve(STATE));
    }

    /** The models of a node; the directory need not exist. */
    static OwnerDirectory models(Path dataDirectory) {
        return new OwnerDirectory(dataDirectory.resolve(MODELS));
    }

    void createIfMissing() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, ownerOnly("rwx------"));
            forceNamesIn(directory.resolveSibling("."));
        }
    }

    /** Holds the directory against other nodes, in this process or another, until closed. */
    Closeable lock() throws StoreException {
        Path file = path(LOCK);
        try {
            Path held = directory.toRealPath();
            if (!HELD.add(held)) {
                throw StoreException.inUse(file);
            }
            try {
                FileChannel channel = open(LOCK, CREATE, WRITE);
                if (channel.tryLock() == null) {
                    channel.close();
                    throw StoreException.inUse(file);
                }
                return () -> {
                    if (channel.isOpen()) {
                        channel.close();
                        HELD.remove(held);
                    }
                };
            } catch (IOException | StoreException e) {
                HELD.remove(held);
                throw e;
            }
        } catch (IOException e) {
            throw StoreException.unwritable(file, e);
        }
    }

    @Override
    public Output create(String name) throws IOException {
        return new ChannelOutput(open(name, CREATE, TRUNCATE_EXISTING, WRITE));
    }

    @Override
    public Output continueAt(String name, long length) throws IOException {
        FileChannel channel = open(name, WRITE);
        channel.truncate(length).position(length);
        return new ChannelOutput(channel);
    }

    @Override
    public Optional<Input> open(String name) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path(name), READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(new ChannelInput(channel));
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    /** Elsewhere than on POSIX systems a directory cannot be opened, and names are as durable as the system makes them. */
    @Override
    public void forceNames() throws IOException {
        forceNamesIn(directory);
    }

    private void forceNamesIn(Path any) throws IOException {
        if (posix) {
            try (FileChannel channel = FileChannel.open(any, READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public Path path(String name) {
        return directory.resolve(name);
    }

    private FileChannel open(String name, OpenOption... options) throws IOException {
        return FileChannel.open(path(name), Set.of(options), ownerOnly("rw-------"));
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private record ChannelInput(FileChannel channel) implements Input {
        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void position(long offset) throws IOException {
            channel.position(offset);
        }

        @Override
        public void read(byte[] into, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                int read = channel.read(ByteBuffer.wrap(into, offset + done, Math.min(PIECE, length - done)));
                if (read < 0) {
                    throw new EOFException("the file ends early");
                }
                done += read;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record ChannelOutput(FileChannel channel) implements Output {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int done = 0; done < length; ) {
                done += channel.write(ByteBuffer.wrap(bytes, from + done, Math.min(PIECE, length - done)));
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
