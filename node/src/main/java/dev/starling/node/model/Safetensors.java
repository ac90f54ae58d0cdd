package dev.starling.node.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The safetensors format: the header's length as 64-bit little-endian, the header (JSON, padded with blanks to a multiple
 * of eight), then the values of all tensors without gaps. The header names each tensor's type, shape and byte range, and
 * carries a map of strings, in which the model card travels as JSON text under {@code card}.
 */
final class Safetensors {
    static final String METADATA = "__metadata__";
    static final String CARD = "card";
    static final String FLOAT32 = "F32";

    private static final int ALIGNMENT = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Safetensors() {}

    static void write(ModelCard card, List<Tensor> tensors, float[] parameters, OutputStream out) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        header.putObject(METADATA).put("format", CardJson.FORMAT).put(CARD, CardJson.text(card));
        long offset = 0;
        for (Tensor tensor : tensors) {
            ObjectNode entry = header.putObject(tensor.name()).put("dtype", FLOAT32);
            tensor.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
            offset += tensor.bytes();
        }
        String json = header.toString();
        int padding = Math.floorMod(-json.getBytes(StandardCharsets.UTF_8).length, ALIGNMENT);
        byte[] text = (json + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .array());
        out.write(text);
        for (Tensor tensor : tensors) {
            tensor.write(parameters, out);
        }
    }
}
