package dev.starling.node.site.model;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.charter.Charter;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelCard.Score;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.Agreed;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The shared models on a member's disk, each complete at any moment: the current one, which is the member's state; the best
 * one, chosen by its validation rows; and the newest consolidated ones. Reads beside a running node; changes nothing.
 */
public final class MemberModels {
    /** The model as this member last held it durably. */
    public static final String CURRENT = "current";

    /** The best by the member's validation rows. */
    public static final String BEST = "best";

    /** The newest that more than half of the members signed. */
    public static final String CONSOLIDATED = "consolidated";

    private static final String EARLIER = "earlier";
    private static final int LEAST_DIGITS = 8;

    private final DataDirectory directory;
    private final Digest federation;
    private final Charter charter;
    private final ModelShelf shelf;

    /**
     * A model without its parameters.
     *
     * @param kind one of the words above, or {@code earlier} for a consolidated model that is not the newest
     * @param slot the last slot whose learning is in it
     * @param digest of the parameters
     * @param file where it is
     * @param when the file was last written
     * @param bytes size of the file
     * @param scores what is known of it
     */
    public record Item(String kind, int slot, Digest digest, Path file, Instant when, long bytes, List<Score> scores) {
        public Item {
            scores = List.copyOf(scores);
        }
    }

    /**
     * A model.
     *
     * @param parameters length d; owned by the receiver
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Loaded(Item item, float[] parameters) {}

    /**
     * What lies there.
     *
     * @param items current, best, then consolidated ones, the newest first
     * @param remarks why something cannot be used
     */
    public record Listing(List<Item> items, List<String> remarks) {
        public Listing {
            items = List.copyOf(items);
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * The models of a member.
     *
     * @param charter with its scaling
     */
    public MemberModels(DataDirectory directory, Digest federation, Charter charter) {
        this.directory = directory;
        this.federation = federation;
        this.charter = charter;
        this.shelf = ModelShelf.beside(
                directory.root(), new DurableCodec(federation, charter.parameters()), charter.parameters());
    }

    /**
     * The models of a member of a federation.
     *
     * @throws NodeFailure when the scaling is not known yet, without which there is no model
     */
    public static MemberModels of(DataDirectory directory, Agreed agreed) throws NodeFailure {
        FederationFiles.requireScaling(agreed.charter());
        return new MemberModels(directory, agreed.federation(), agreed.charter());
    }

    /**
     * All of them.
     *
     * @throws NodeFailure when the directory cannot be read
     */
    public Listing list() throws NodeFailure {
        List<Item> items = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (Source source : List.<Source>of(this::current, this::best)) {
            try {
                source.load().map(Loaded::item).ifPresent(items::add);
            } catch (NodeFailure e) {
                remarks.add(e.message());
            }
        }
        try {
            String kind = CONSOLIDATED;
            for (ModelCertificate certificate : shelf.certificates()) {
                items.add(item(certificate, kind));
                kind = EARLIER;
            }
            shelf.unusable().stream().map(StoreException::getMessage).forEach(remarks::add);
        } catch (StoreException | IOException e) {
            throw NodeFailure.of(e);
        }
        return new Listing(items, remarks);
    }

    @FunctionalInterface
    private interface Source {
        Optional<Loaded> load() throws NodeFailure;
    }

    /**
     * One of them.
     *
     * @param which {@code current}, {@code best}, {@code consolidated}, the slot of a model, or the first digits, eight at
     *     least, of its digest
     * @throws NodeFailure when there is none, or it is damaged
     */
    public Loaded load(String which) throws NodeFailure {
        return switch (which) {
            case CURRENT ->
                current()
                        .orElseThrow(() -> none(directory.state()
                                + ": there is no shared model yet; start this node with `starling run`"));
            case BEST ->
                best().orElseThrow(
                                () -> none(
                                        BestModel.file(directory)
                                                + ": there is no best model: it is chosen by the validation part of the own rows while the node"
                                                + " runs; set data.validation above 0 in starling.toml, or take another of `starling model list`"));
            case CONSOLIDATED ->
                consolidated(shelf())
                        .orElseThrow(() -> none(directory.models()
                                + ": there is no consolidated model yet; `starling model list` shows what there is"));
            default -> named(which);
        };
    }

    private List<ModelCertificate> shelf() throws NodeFailure {
        try {
            return shelf.certificates();
        } catch (StoreException e) {
            throw NodeFailure.of(e);
        }
    }

    private static NodeFailure none(String message) {
        return new NodeFailure(ExitCode.FAILED, message);
    }

    private Loaded named(String which) throws NodeFailure {
        String digits = which.toLowerCase(Locale.ROOT);
        boolean slot = digits.matches("[0-9]{1,7}");
        if (!slot && (digits.length() < LEAST_DIGITS || !digits.matches("[0-9a-f]+"))) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "\"" + which
                            + "\" names no model; say current, best, consolidated, a slot, or at least eight digits"
                            + " of the digest that `starling model list` shows");
        }
        List<Item> found = list().items().stream()
                .filter(item -> slot
                        ? item.slot() == Integer.parseInt(digits)
                        : item.digest().hex().startsWith(digits))
                .toList();
        long models = found.stream().map(Item::digest).distinct().count();
        if (models > 1) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    models + " models are meant by \"" + which
                            + "\"; give more digits of the digest that `starling model" + " list` shows");
        }
        Item item = found.stream()
                .findFirst()
                .orElseThrow(() -> none(directory.models() + ": no model that is kept is meant by \"" + which
                        + "\"; `starling model list` shows them"));
        List<ModelCertificate> certified = shelf().stream()
                .filter(certificate -> certificate.model().equals(item.digest()))
                .toList();
        Optional<Loaded> loaded =
                certified.isEmpty() ? item.kind().equals(BEST) ? best() : current() : consolidated(certified);
        return loaded.filter(model -> model.item().digest().equals(item.digest()))
                .orElseThrow(() -> none(item.file() + ": the model has just been replaced; try again"));
    }

    private Optional<Loaded> current() throws NodeFailure {
        Optional<SharedModel> model = SharedModel.read(directory, federation, charter);
        if (model.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory.state())) {
            Instant when = Instant.EPOCH;
            for (Path file : files.toList()) {
                if (Files.exists(file) && written(file).isAfter(when)) {
                    when = written(file);
                }
            }
            Path checkpoint = directory.state().resolve("checkpoint");
            float[] parameters = model.get().parameters();
            Digest digest = ModelCard.digest(parameters);
            return Optional.of(new Loaded(
                    new Item(
                            CURRENT,
                            model.get().slot(),
                            digest,
                            checkpoint,
                            when,
                            Files.size(checkpoint),
                            scores().of(digest)),
                    parameters));
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private Optional<Loaded> best() throws NodeFailure {
        Optional<ModelImport> model = BestModel.read(directory, federation);
        if (model.isEmpty()) {
            return Optional.empty();
        }
        ModelCard card = model.get().card().orElseThrow();
        Path file = BestModel.file(directory);
        try {
            return Optional.of(new Loaded(
                    new Item(
                            BEST,
                            card.origin().slot(),
                            card.parameters(),
                            file,
                            written(file),
                            Files.size(file),
                            card.scores()),
                    model.get().parameters()));
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /** The first that is still there. */
    private Optional<Loaded> consolidated(List<ModelCertificate> certificates) throws NodeFailure {
        try {
            for (ModelCertificate certificate : certificates) {
                Optional<ModelShelf.Certified> model = shelf.load(certificate);
                if (model.isPresent()) {
                    return Optional.of(new Loaded(
                            item(certificate, CONSOLIDATED), model.get().parameters()));
                }
            }
            return Optional.empty();
        } catch (StoreException | IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private Item item(ModelCertificate certificate, String kind) throws IOException {
        Path file = shelf.file(certificate);
        return new Item(
                kind,
                certificate.list().slot(),
                certificate.model(),
                file,
                written(file),
                Files.size(file),
                scores().of(certificate.model()));
    }

    private KeptScores scores() throws IOException {
        return KeptScores.read(directory, Integer.MAX_VALUE);
    }

    private static Instant written(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }
}
