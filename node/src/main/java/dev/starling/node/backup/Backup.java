package dev.starling.node.backup;

import dev.starling.crypto.identity.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Writes and reads the backup of one member: a ZIP archive for its owner only, whose first entry says what it is. */
public final class Backup {
    private static final String MARK = "starling-backup";
    private static final String VERSION = "1\n";
    private static final String KEY = "identity.p12";
    private static final List<String> FILES = List.of(
            KEY,
            "starling.toml",
            "charter.toml",
            "charter.sig",
            "charter.accepted",
            "initial.npz",
            "roster.log",
            "peers.hints");
    private static final String MODELS = "models/";
    private static final Pattern MODEL = Pattern.compile(MODELS + "[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}");

    private Backup() {}

    /**
     * Writes a backup; beside a running node, too, which replaces its files as a whole.
     *
     * @param root of the member
     * @param out where; nothing may be there
     * @return names of what is in it
     * @throws FileAlreadyExistsException when something is there; it is left alone
     * @throws NoSuchFileException when there is no key
     */
    public static List<String> write(Path root, Path out) throws IOException {
        if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(out.toString());
        }
        if (!Files.exists(root.resolve(KEY))) {
            throw new NoSuchFileException(root.resolve(KEY).toString());
        }
        Path part = out.resolveSibling(out.getFileName() + ".part");
        try {
            List<String> written = archive(root, part);
            Files.move(part, out);
            return written;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static List<String> archive(Path root, Path part) throws IOException {
        List<String> written = new ArrayList<>();
        Set<StandardOpenOption> fresh =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(part, fresh, OwnerOnly.file(part))) {
            ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel), StandardCharsets.UTF_8);
            zip.putNextEntry(new ZipEntry(MARK));
            zip.write(VERSION.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            for (String name : names(root)) {
                if (add(zip, root, name)) {
                    written.add(name);
                }
            }
            zip.finish();
            channel.force(true);
        }
        return written;
    }

    private static List<String> names(Path root) throws IOException {
        List<String> names = new ArrayList<>(FILES);
        if (Files.isDirectory(root.resolve(MODELS))) {
            try (Stream<Path> models = Files.list(root.resolve(MODELS))) {
                models.filter(Files::isRegularFile)
                        .map(file -> MODELS + file.getFileName())
                        .filter(name -> MODEL.matcher(name).matches())
                        .sorted()
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** A file that is not there, or not any more because the node deleted an old model, is left out. */
    private static boolean add(ZipOutputStream zip, Path root, String name) throws IOException {
        try (InputStream in = Files.newInputStream(root.resolve(name))) {
            zip.putNextEntry(new ZipEntry(name));
            in.transferTo(zip);
            zip.closeEntry();
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Makes a member from its backup: all of it, or nothing.
     *
     * @param file the backup
     * @param root of the member; it must not exist, or be empty
     * @return names of what was in it
     * @throws FileAlreadyExistsException when there is something at that place; it is left alone
     * @throws ZipException when the file is no backup, or damaged
     */
    public static List<String> restore(Path file, Path root) throws IOException {
        Path target = root.toAbsolutePath().normalize();
        boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (there && !isEmptyDirectory(target)) {
            throw new FileAlreadyExistsException(root.toString());
        }
        Path parent = target.getParent();
        if (parent == null) {
            throw new FileAlreadyExistsException(root.toString());
        }
        Files.createDirectories(parent);
        Path part = Files.createTempDirectory(parent, ".restoring", OwnerOnly.directory(parent));
        try {
            List<String> read = extract(file, part);
            Files.deleteIfExists(target);
            Files.move(part, target);
            return read;
        } catch (IOException | RuntimeException e) {
            deleteAll(part);
            throw e;
        }
    }

    private static List<String> extract(Path file, Path into) throws IOException {
        List<String> read = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            ZipEntry first = zip.getNextEntry();
            if (first == null || !first.getName().equals(MARK)) {
                throw new ZipException("it is no backup of a Starling member");
            }
            String version = new String(zip.readNBytes(VERSION.length() + 1), StandardCharsets.UTF_8);
            if (!version.equals(VERSION)) {
                throw new ZipException("it is a backup of another release");
            }
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (!FILES.contains(name) && !MODEL.matcher(name).matches()) {
                    throw new ZipException("it holds something that no backup holds");
                }
                copy(zip, into.resolve(name));
                read.add(name);
            }
        }
        if (!read.contains(KEY)) {
            throw new ZipException("it ends early: there is no key in it");
        }
        Files.createDirectories(into.resolve(MODELS), OwnerOnly.directory(into));
        return read;
    }

    private static void copy(ZipInputStream zip, Path file) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory, OwnerOnly.directory(directory));
        }
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, fresh, OwnerOnly.file(file))) {
            OutputStream out = Channels.newOutputStream(channel);
            zip.transferTo(out);
            channel.force(true);
        }
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.findAny().isEmpty();
        }
    }

    /** What was extracted so far: one directory in another. */
    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
