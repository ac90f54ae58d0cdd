package dev.starling.node.model;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.node.config.Charter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a model comes from and what it expects and says.
 *
 * @param federation federation id, the SHA-256 of the charter
 * @param member who holds the model
 * @param slot slot in which the member held it
 * @param schema label, its classes in the order of the outputs or the scaling of its quantity, columns in the order of
 *     the inputs with their scaling
 * @param layerSizes features, units of each hidden layer, outputs
 * @param parameters digest of the parameters, see {@link #digest}
 */
public record ModelCard(
        Digest federation,
        PeerId member,
        int slot,
        Charter.Schema schema,
        List<Integer> layerSizes,
        Digest parameters) {
    public ModelCard {
        layerSizes = List.copyOf(layerSizes);
    }

    /** The card of parameters that were trained under a charter. */
    public static ModelCard of(Digest federation, PeerId member, int slot, Charter charter, float[] parameters) {
        List<Integer> sizes = IntStream.of(charter.layerSizes()).boxed().toList();
        return new ModelCard(federation, member, slot, charter.schema(), sizes, digest(parameters));
    }

    /** SHA-256 over the parameters as little-endian float32. */
    public static Digest digest(float[] parameters) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(parameters.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(parameters);
        return Digest.of(bytes.array());
    }
}
