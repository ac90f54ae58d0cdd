package dev.starling.node.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A disk as bad as it is allowed to be. What was not forced may be lost at a power cut, in any part: names in any subset,
 * contents in any suffix or, as zeros, in the middle. Fails at an operation of choice.
 */
final class ModelDisk implements Disk {

    /** The power fails in the middle of an operation. */
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private enum Failing {
        POWER_CUT,
        FULL,
        ONCE
    }

    private static final class Inode {
        byte[] content = new byte[0];
        byte[] forced = new byte[0];
    }

    private final SplittableRandom random;
    private final Map<String, Inode> names = new TreeMap<>();
    private final Map<String, Inode> forcedNames = new TreeMap<>();
    private final List<Consumer<Map<String, Inode>>> unforced = new ArrayList<>();
    private long failAt = Long.MAX_VALUE;
    private Failing failing = Failing.POWER_CUT;
    private long operations;

    ModelDisk(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Cuts the power in the middle of the operation with this number, from 0. */
    void cutPowerAt(long operation) {
        failAt = operation;
        failing = Failing.POWER_CUT;
    }

    /** Refuses to write from the operation with this number on. */
    void fillUpAt(long operation) {
        failAt = operation;
        failing = Failing.FULL;
    }

    /** Reports an error for the operation with this number, half done, and for no other. */
    void failOnceAt(long operation) {
        failAt = operation;
        failing = Failing.ONCE;
    }

    long operations() {
        return operations;
    }

    /** The machine is switched on again. */
    ModelDisk afterPowerCut() {
        ModelDisk next = new ModelDisk(random.nextLong());
        Map<String, Inode> survivors = new TreeMap<>(forcedNames);
        unforced.stream().filter(change -> random.nextBoolean()).forEach(change -> change.accept(survivors));
        survivors.forEach((name, inode) -> {
            Inode copy = new Inode();
            copy.content = survivingContent(inode);
            copy.forced = copy.content;
            next.names.put(name, copy);
        });
        next.forcedNames.putAll(next.names);
        return next;
    }

    /** The process is killed and started again: the system still holds everything. */
    ModelDisk afterKill() {
        failAt = Long.MAX_VALUE;
        operations = 0;
        return this;
    }

    private byte[] survivingContent(Inode inode) {
        byte[] forced = inode.forced;
        byte[] content = inode.content;
        boolean appended =
                content.length >= forced.length && Arrays.equals(forced, 0, forced.length, content, 0, forced.length);
        if (!appended) {
            return random.nextBoolean() ? forced : content;
        }
        int end = random.nextInt(forced.length, content.length + 1);
        byte[] surviving = Arrays.copyOf(content, end);
        if (random.nextBoolean() && end > forced.length) {
            int from = random.nextInt(forced.length, end);
            Arrays.fill(surviving, from, random.nextInt(from, end) + 1, (byte) 0);
        }
        return surviving;
    }

    /** True when this operation must fail half done. */
    private boolean fails() {
        long operation = operations++;
        return failing == Failing.FULL ? operation >= failAt : operation == failAt;
    }

    private void fail() throws IOException {
        switch (failing) {
            case FULL -> throw new IOException("No space left on device");
            case ONCE -> throw new IOException("Input/output error");
            case POWER_CUT -> throw new PowerCut();
        }
    }

    private void change(Consumer<Map<String, Inode>> change) throws IOException {
        boolean fails = fails();
        if (!fails || (failing != Failing.FULL && random.nextBoolean())) {
            change.accept(names);
            unforced.add(change);
        }
        if (fails) {
            fail();
        }
    }

    @Override
    public Output create(String name) throws IOException {
        Inode inode = new Inode();
        change(map -> map.put(name, inode));
        return new InodeOutput(inode);
    }

    @Override
    public Output continueAt(String name, long length) throws IOException {
        Inode inode = Optional.ofNullable(names.get(name)).orElseThrow(() -> new IOException("no such file"));
        if (fails()) {
            fail();
        }
        inode.content = Arrays.copyOf(inode.content, (int) length);
        return new InodeOutput(inode);
    }

    @Override
    public Optional<Input> open(String name) {
        return Optional.ofNullable(names.get(name)).map(inode -> new ArrayInput(inode.content.clone()));
    }

    @Override
    public List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Inode inode = Optional.ofNullable(names.get(from)).orElseThrow(() -> new IOException("no such file"));
        change(map -> {
            map.remove(from, inode);
            map.put(to, inode);
        });
    }

    @Override
    public void delete(String name) throws IOException {
        Optional<Inode> inode = Optional.ofNullable(names.get(name));
        if (inode.isPresent()) {
            change(map -> map.remove(name, inode.get()));
        }
    }

    @Override
    public void forceNames() throws IOException {
        if (fails()) {
            fail();
        }
        forcedNames.clear();
        forcedNames.putAll(names);
        unforced.clear();
    }

    @Override
    public Path path(String name) {
        return Path.of("state", name);
    }

    private static final class ArrayInput implements Input {
        private final ByteBuffer content;

        ArrayInput(byte[] content) {
            this.content = ByteBuffer.wrap(content);
        }

        @Override
        public long length() {
            return content.capacity();
        }

        @Override
        public void position(long offset) {
            content.position((int) offset);
        }

        @Override
        public void read(byte[] into, int offset, int length) throws IOException {
            if (content.remaining() < length) {
                throw new EOFException("the file ends early");
            }
            content.get(into, offset, length);
        }

        @Override
        public void close() {}
    }

    private final class InodeOutput implements Output {
        private final Inode inode;

        InodeOutput(Inode inode) {
            this.inode = inode;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            boolean fails = fails();
            int written = fails ? random.nextInt(length) : length;
            int before = inode.content.length;
            inode.content = Arrays.copyOf(inode.content, before + written);
            System.arraycopy(bytes, from, inode.content, before, written);
            if (fails) {
                fail();
            }
        }

        @Override
        public void force() throws IOException {
            if (fails()) {
                fail();
            }
            inode.forced = inode.content;
        }

        @Override
        public void close() {}
    }
}
