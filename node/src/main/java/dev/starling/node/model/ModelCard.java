package dev.starling.node.model;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.charter.Charter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a model comes from, what it expects and says, and how well it does. {@link CardJson} has its JSON.
 *
 * @param origin whose model it is, and of when
 * @param schema label, its classes in the order of the outputs or the scaling of its quantity, columns in the order of
 *     the inputs with their scaling
 * @param layerSizes features, units of each hidden layer, outputs
 * @param scores what is known of it; may be empty
 * @param parameters digest of the parameters, see {@link #digest}
 */
public record ModelCard(
        Origin origin, Charter.Schema schema, List<Integer> layerSizes, List<Score> scores, Digest parameters) {
    public ModelCard {
        layerSizes = List.copyOf(layerSizes);
        scores = List.copyOf(scores);
    }

    /**
     * Whose model it is, and of when.
     *
     * @param federation federation id, the SHA-256 of the charter
     * @param name of the federation, for people
     * @param kind which of the member's models: {@code current}, {@code best}, {@code consolidated}
     * @param slot the last slot whose learning is in it
     * @param heldBy organisation of the member that wrote the file
     * @param members the roster at that time
     */
    public record Origin(
            Digest federation, String name, String kind, int slot, String heldBy, List<Participant> members) {
        public Origin {
            members = List.copyOf(members);
        }
    }

    /**
     * A member of the federation.
     *
     * @param rows that it said it trains on
     */
    public record Participant(String peer, String organisation, int rows) {
        /** An entry of a roster. */
        public static Participant of(Member member) {
            return new Participant(member.id().hex(), member.organisation(), member.rows());
        }
    }

    /**
     * How well the model does on some rows.
     *
     * @param on which rows: {@link #VALIDATION}, or {@link #HOLDOUTS} of several members together
     * @param members whose rows they are
     * @param rows how many
     * @param metric {@code accuracy}, {@code rmse} in the unit of the label, or {@link #LOG_LOSS}
     * @param value the score
     */
    public record Score(String on, int members, long rows, String metric, double value) {
        /** Mean negative log-likelihood of the right class, in nats. */
        public static final String LOG_LOSS = "log_loss";

        /** The validation part of one member's rows. */
        public static final String VALIDATION = "validation";

        /** The hold-outs of several members, known by sums alone. */
        public static final String HOLDOUTS = "hold-outs";
    }

    /** The card of parameters that were trained under a charter. */
    public static ModelCard of(Origin origin, Charter charter, List<Score> scores, float[] parameters) {
        List<Integer> sizes = IntStream.of(charter.layerSizes()).boxed().toList();
        return new ModelCard(origin, charter.schema(), sizes, scores, digest(parameters));
    }

    /** SHA-256 over the parameters as little-endian float32. */
    public static Digest digest(float[] parameters) {
        return new RunningDigest().add(parameters).finish();
    }
}
