package dev.starling.node.site.model;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.Effect;
import dev.starling.gossip.journal.ReferredModels;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.gossip.wire.DurableFormatException;
import dev.starling.node.store.Recovered;
import dev.starling.node.store.Release;
import dev.starling.node.store.ReleasedModels;
import dev.starling.node.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The consolidated models of this node with their certificates. Confined to one thread while it writes. */
public final class ModelShelf {
    private final ReleasedModels models;
    private final DurableCodec codec;
    private final int keep;

    private ModelShelf(ReleasedModels models, DurableCodec codec, int keep) {
        this.models = models;
        this.codec = codec;
        this.keep = keep;
    }

    /**
     * For the running node.
     *
     * @param keep how many of the newest stay
     */
    public static ModelShelf open(Path directory, DurableCodec codec, int dimension, int keep) throws StoreException {
        return new ModelShelf(ReleasedModels.open(directory, dimension), codec, keep);
    }

    /** For anybody who only reads. */
    static ModelShelf beside(Path directory, DurableCodec codec, int dimension) {
        return new ModelShelf(ReleasedModels.beside(directory, dimension), codec, Integer.MAX_VALUE);
    }

    /** Keeps a model, and of the older ones a few and those that are still referred to. Durable on return. */
    public void keep(Effect.ReleaseModel release) throws StoreException {
        Digest hash = release.certificate().model();
        byte[] certificate = codec.encode(release.certificate());
        models.save(new Release(release.certificate().index(), hash, certificate), release.parameters());
        models.keepNewest(keep, release.inUse());
    }

    /**
     * The parameters of the models that a state refers to: no other is read. What was only decided may be missing.
     *
     * @param genesis hash of the one that is in no file
     * @throws StoreException when the base of a snapshot is missing, or a file is damaged
     */
    public List<float[]> referredIn(Recovered state, Digest genesis) throws StoreException {
        List<float[]> referred = new ArrayList<>();
        ReferredModels wanted = ReferredModels.in(state.checkpoint(), state.records());
        for (Digest hash : wanted.all()) {
            Optional<ReleasedModels.Loaded> loaded = models.load(hash);
            loaded.ifPresent(model -> referred.add(model.parameters()));
            if (loaded.isEmpty() && wanted.bases().contains(hash) && !hash.equals(genesis)) {
                throw models.missing(hash);
            }
        }
        return referred;
    }

    /**
     * A model with what certifies it.
     *
     * @param parameters length d; owned by the receiver
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Certified(ModelCertificate certificate, float[] parameters) {}

    /** The newest model whose certificate can be read. */
    Optional<Certified> newest() throws StoreException {
        for (ModelCertificate certificate : certificates()) {
            Optional<Certified> model = load(certificate);
            if (model.isPresent()) {
                return model;
            }
        }
        return Optional.empty();
    }

    /** What certifies the models that are kept, the newest first, as far as it can be read. */
    List<ModelCertificate> certificates() throws StoreException {
        return models.list().models().stream()
                .flatMap(release -> certificate(release).stream())
                .toList();
    }

    /** Why each of the other files cannot be used. */
    List<StoreException> unusable() throws StoreException {
        return models.list().unusable();
    }

    /** A model that is kept; empty when it has gone meanwhile. */
    Optional<Certified> load(ModelCertificate certificate) throws StoreException {
        return models.load(certificate.model()).map(loaded -> new Certified(certificate, loaded.parameters()));
    }

    Path file(ModelCertificate certificate) {
        return models.file(certificate.model());
    }

    /** Empty where this version cannot read it. */
    private Optional<ModelCertificate> certificate(Release release) {
        try {
            return Optional.of(codec.decodeCertificate(release.certificate()));
        } catch (DurableFormatException e) {
            return Optional.empty();
        }
    }
}
