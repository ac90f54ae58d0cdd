package dev.starling.node.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link Safetensors} describes, whoever wrote it. */
final class SafetensorsFile implements NamedArrays {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final long size;
    private final JsonNode header;
    private final long dataStart;
    private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();

    private SafetensorsFile(Path file, DataInputStream head) throws IOException {
        this.file = file;
        this.size = Files.size(file);
        if (size < Long.BYTES) {
            throw new Malformed("it is too short for a safetensors file");
        }
        long length = Long.reverseBytes(head.readLong());
        if (length < 2 || length > Math.min(MOST_HEADER, size - Long.BYTES)) {
            throw new Malformed("its header has a length that no safetensors file of this size has");
        }
        this.dataStart = Long.BYTES + length;
        try {
            this.header = JSON.readTree(head.readNBytes((int) length));
        } catch (JsonProcessingException e) {
            throw new Malformed("its header is not JSON");
        }
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(Safetensors.METADATA)) {
                shapes.put(entry.getKey(), shape(entry.getKey(), entry.getValue()));
            }
        }
    }

    static SafetensorsFile open(Path file) throws IOException {
        try (DataInputStream head = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return new SafetensorsFile(file, head);
        }
    }

    /** Checks type, shape and byte range against each other and against the file. */
    private List<Integer> shape(String name, JsonNode entry) throws IOException {
        if (!entry.path("dtype").asText().equals(Safetensors.FLOAT32)) {
            throw new Malformed("array " + name + " is not of float32");
        }
        List<Integer> shape = new ArrayList<>();
        long bytes = Float.BYTES;
        for (JsonNode extent : entry.path("shape")) {
            if (!extent.canConvertToInt() || extent.asInt() < 1) {
                throw new Malformed("array " + name + " has no usable shape");
            }
            shape.add(extent.asInt());
            bytes = Math.min(Integer.MAX_VALUE * (long) Float.BYTES, bytes * extent.asInt());
        }
        long from = entry.path("data_offsets").path(0).asLong(-1);
        long to = entry.path("data_offsets").path(1).asLong(-1);
        if (from < 0 || to - from != bytes || to > size - dataStart) {
            throw new Malformed("array " + name + " does not lie where the header says");
        }
        return shape;
    }

    @Override
    public Map<String, List<Integer>> shapes() {
        return shapes;
    }

    @Override
    public Optional<String> card() {
        JsonNode card = header.path(Safetensors.METADATA).path(Safetensors.CARD);
        return card.isTextual() ? Optional.of(card.asText()) : Optional.empty();
    }

    @Override
    public InputStream values(String name) throws IOException {
        InputStream values = Files.newInputStream(file);
        values.skipNBytes(
                dataStart + header.path(name).path("data_offsets").path(0).asLong());
        return values;
    }
}
