package dev.starling.node.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The model as one JSON object: {@code card}, and {@code tensors}, each with its shape and its values in a flat list, row by
 * row. A value has as many digits as tell it from all other float32 values.
 */
final class JsonModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonModel() {}

    static void write(ModelCard card, List<Tensor> tensors, float[] parameters, OutputStream out) throws IOException {
        JsonGenerator json =
                new JsonFactory().createGenerator(out).setCodec(JSON).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeObjectField("card", CardJson.object(card));
        json.writeObjectFieldStart("tensors");
        for (Tensor tensor : tensors) {
            json.writeObjectFieldStart(tensor.name());
            json.writeObjectField("shape", tensor.shape());
            json.writeArrayFieldStart("values");
            for (int k = tensor.offset(); k < tensor.offset() + tensor.length(); k++) {
                json.writeNumber(parameters[k]);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }
}
