package dev.starling.node.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.config.Charter.Categorical;
import dev.starling.node.config.Charter.Column;
import dev.starling.node.config.Charter.Numeric;
import dev.starling.node.config.Charter.Quantity;
import dev.starling.node.config.Charter.Vector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: the header's length as 64-bit little-endian, the header (JSON, padded with blanks to a multiple
 * of eight), then the values of all tensors without gaps. The header names each tensor's type, shape and byte range, and
 * carries a map of strings in which the model card travels.
 */
final class Safetensors {
    private static final int ALIGNMENT = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Safetensors() {}

    static void write(ModelCard card, List<Tensor> tensors, float[] parameters, OutputStream out) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", metadata(card));
        long offset = 0;
        for (Tensor tensor : tensors) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", "F32");
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", List.of(offset, offset + tensor.bytes()));
            header.put(tensor.name(), entry);
            offset += tensor.bytes();
        }
        String json = JSON.writeValueAsString(header);
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

    private static Map<String, String> metadata(ModelCard card) throws JsonProcessingException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "starling-model-1");
        metadata.put("federation", card.federation().hex());
        metadata.put("member", card.member().hex());
        metadata.put("slot", Integer.toString(card.slot()));
        metadata.put("layers", JSON.writeValueAsString(card.layerSizes()));
        metadata.put("label", card.schema().label());
        if (card.schema().target() instanceof Quantity quantity) {
            metadata.put("target", JSON.writeValueAsString(scaling(quantity.mean(), quantity.deviation())));
        } else {
            metadata.put("classes", JSON.writeValueAsString(card.schema().classes()));
        }
        metadata.put(
                "columns",
                JSON.writeValueAsString(card.schema().columns().stream()
                        .map(Safetensors::column)
                        .toList()));
        metadata.put("parameters_sha256", card.parameters().hex());
        return metadata;
    }

    private static Map<String, Object> column(Column column) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", column.name());
        if (column instanceof Numeric numeric) {
            entry.put("kind", "numeric");
            entry.putAll(scaling(numeric.mean(), numeric.deviation()));
        } else if (column instanceof Vector vector) {
            entry.put("kind", "vector");
            entry.put("width", vector.width());
            entry.putAll(scaling(vector.mean(), vector.deviation()));
        } else if (column instanceof Categorical categorical) {
            entry.put("kind", "categorical");
            entry.put("categories", categorical.categories());
        }
        return entry;
    }

    private static Map<String, Object> scaling(double mean, double deviation) {
        Map<String, Object> scaling = new LinkedHashMap<>();
        scaling.put("mean", mean);
        scaling.put("deviation", deviation);
        return scaling;
    }
}
