package dev.starling.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lets something happen once, just before a journal is read. */
final class HurriedDisk implements Disk {

    /** What happens in between. */
    interface Happening {
        void happen() throws StoreException;
    }

    private final Disk disk;
    private final Happening happening;
    private boolean happened;

    HurriedDisk(Disk disk, Happening happening) {
        this.disk = disk;
        this.happening = happening;
    }

    @Override
    public Optional<Input> open(String name) throws IOException {
        if (!happened && JournalFormat.isJournal(name)) {
            happened = true;
            try {
                happening.happen();
            } catch (StoreException e) {
                throw new AssertionError(e);
            }
        }
        return disk.open(name);
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public Path path(String name) {
        return disk.path(name);
    }

    @Override
    public Output create(String name) {
        throw new AssertionError("a peek writes nothing");
    }

    @Override
    public Output continueAt(String name, long length) {
        throw new AssertionError("a peek writes nothing");
    }

    @Override
    public void rename(String from, String to) {
        throw new AssertionError("a peek writes nothing");
    }

    @Override
    public void delete(String name) {
        throw new AssertionError("a peek writes nothing");
    }

    @Override
    public void forceNames() {
        throw new AssertionError("a peek writes nothing");
    }
}
