package dev.starling.node.model;

import dev.starling.node.array.ArrayFormatException;
import dev.starling.node.array.ArrayHeader;
import dev.starling.node.array.ElementType;
import dev.starling.node.array.NpyArchive;
import dev.starling.node.array.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link NumpyArchive} describes, also as {@code numpy.savez} and {@code savez_compressed} write it. */
final class NumpyFile implements NamedArrays {
    private final Path file;
    private final NpyArchive archive;
    private final Map<String, Integer> headerBytes = new LinkedHashMap<>();
    private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();

    private NumpyFile(Path file, NpyArchive archive) {
        this.file = file;
        this.archive = archive;
    }

    static NumpyFile open(Path file) throws IOException {
        try {
            NumpyFile arrays = new NumpyFile(file, NpyArchive.open(file));
            for (String name : arrays.archive.names()) {
                arrays.readHeader(name);
            }
            return arrays;
        } catch (ArrayFormatException e) {
            throw new Malformed("it " + e.what());
        }
    }

    private void readHeader(String name) throws IOException {
        try (InputStream npy = archive.array(name)) {
            byte[] head = npy.readNBytes(NpyHeader.MOST_BYTES);
            if (!NpyHeader.begins(head)) {
                throw new Malformed("array " + name + " is not in NumPy's format");
            }
            ByteBuffer bytes = ByteBuffer.wrap(head);
            ArrayHeader header = NpyHeader.read(bytes);
            if (header.type() != ElementType.FLOAT32 || header.order() != ByteOrder.LITTLE_ENDIAN) {
                throw new Malformed("array " + name + " is not of little-endian float32");
            }
            List<Integer> shape = shape(name, header);
            long values = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
            if (!archive.canHold(name, bytes.position() + Math.multiplyExact(values, Float.BYTES))) {
                throw new Malformed("array " + name + " is not as long as its header promises");
            }
            headerBytes.put(name, bytes.position());
            shapes.put(name, shape);
        } catch (ArrayFormatException e) {
            throw new Malformed("array " + name + " " + e.what());
        } catch (BufferUnderflowException e) {
            throw new Malformed("array " + name + " ends within its header");
        } catch (ArithmeticException e) {
            throw new Malformed("array " + name + " has no usable shape");
        }
    }

    private static List<Integer> shape(String name, ArrayHeader header) throws IOException {
        List<Integer> shape = new ArrayList<>();
        for (long extent : header.shape()) {
            if (extent < 1 || extent > Integer.MAX_VALUE) {
                throw new Malformed("array " + name + " has no usable shape");
            }
            shape.add((int) extent);
        }
        return shape;
    }

    @Override
    public Map<String, List<Integer>> shapes() {
        return shapes;
    }

    @Override
    public Optional<String> card() throws IOException {
        Path beside = ModelExport.cardBeside(file);
        if (!Files.exists(beside)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(beside)) {
            return Optional.of(new String(in.readNBytes(MOST_HEADER), StandardCharsets.UTF_8));
        }
    }

    @Override
    public InputStream values(String name) throws IOException {
        InputStream npy = archive.array(name);
        try {
            npy.skipNBytes(headerBytes.getOrDefault(name, 0));
            return npy;
        } catch (IOException e) {
            npy.close();
            throw e;
        }
    }
}
