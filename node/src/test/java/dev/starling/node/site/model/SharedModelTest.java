package dev.starling.node.site.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord.OwnLife;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.gossip.wire.HeaderCodec;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Model;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.EngineSettings;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.store.StateStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedModelTest {
    private static final Digest FEDERATION = Digest.of(new byte[] {1});

    @TempDir
    Path root;

    private final Identity identity = Identity.fromSeeds(new byte[32], new byte[32]);
    private final Charter charter = withModel(new Model(Model.Kind.MLP, List.of(3), 5));

    private Charter withModel(Model model) {
        Charter plain = Charter.withDefaults(
                "pilot",
                List.of(new Member(identity.publicIdentity(), "north", 10)),
                new Schema("label", List.of("a", "b"), List.of(new Numeric("x", 0, 1))));
        return new Charter(
                plain.name(),
                plain.founders(),
                plain.schema(),
                model,
                plain.training(),
                new Charter.Plan(12, 250, 3),
                plain.mixing(),
                plain.admission(),
                plain.limits());
    }

    @Test
    void aNodeThatNeverRanHasNoSharedModel() throws Exception {
        assertThat(SharedModel.read(new DataDirectory(root), FEDERATION, charter))
                .isEmpty();
    }

    @Test
    void theCheckpointAndTheRecordsAfterItMakeTheModel() throws Exception {
        DurableCodec codec = new DurableCodec(FEDERATION, charter.parameters());
        float[] x = new float[charter.parameters()];
        x[3] = -2.25f;
        try (StateStore store = StateStore.open(root, codec)) {
            store.load();
            store.saveCheckpoint(new Checkpoint(
                    1, 6, 0, x, new float[x.length], Optional.empty(), List.of(), AgreementState.none(), List.of()));
            store.append(new OwnLife(identity.peerId(), 2, 11));
            store.sync();

            SharedModel besideARunningNode = SharedModel.read(new DataDirectory(root), FEDERATION, charter)
                    .orElseThrow();

            assertThat(besideARunningNode.slot()).isEqualTo(11);
            assertThat(besideARunningNode.parameters()).isEqualTo(x);
        }
    }

    @Test
    void theStateOfAnotherModelIsRefused() throws Exception {
        float[] x = new float[charter.parameters() + 1];
        try (StateStore store = StateStore.open(root, new DurableCodec(FEDERATION, x.length))) {
            store.load();
            store.saveCheckpoint(
                    new Checkpoint(1, 6, 0, x, x, Optional.empty(), List.of(), AgreementState.none(), List.of()));
        }

        assertThatExceptionOfType(NodeFailure.class)
                .isThrownBy(() -> SharedModel.read(new DataDirectory(root), FEDERATION, charter))
                .withMessageContaining("checkpoint")
                .matches(failure -> failure.code() == ExitCode.FAILED);
    }

    @Test
    void aModelThatASnapshotRefersToAndThatIsMissingIsNamedWithWhereToGetIt() throws Exception {
        DurableCodec codec = new DurableCodec(FEDERATION, charter.parameters());
        float[] x = new float[charter.parameters()];
        Digest gone = Digest.of(new byte[] {7});
        byte[] body = new byte[Float.BYTES * x.length];
        SnapshotHeader header = new SnapshotHeader(
                identity.peerId(),
                1,
                6,
                0,
                FEDERATION,
                1,
                gone,
                1,
                body.length,
                10,
                1,
                Snapshot.rootOf(identity.peerId(), 1, 6, body),
                List.of());
        Snapshot latest = new Snapshot(new HeaderCodec(FEDERATION).sign(identity, header), body);
        try (StateStore store = StateStore.open(root, codec)) {
            store.load();
            store.saveCheckpoint(new Checkpoint(
                    1, 6, 0, x, new float[x.length], Optional.of(latest), List.of(), AgreementState.none(), List.of()));
        }

        assertThatExceptionOfType(NodeFailure.class)
                .isThrownBy(() -> SharedModel.read(new DataDirectory(root), FEDERATION, charter))
                .withMessageContaining(
                        root.resolve("models/released-" + gone.hex() + ".model") + ": the file is missing")
                .withMessageContaining("copy the file of this name")
                .matches(failure -> failure.code() == ExitCode.FAILED);
    }

    @Test
    void theEngineIsToldWhatTheCharterSays() {
        GossipSettings settings =
                EngineSettings.of(charter, new float[charter.parameters()], List.of("north.example:7070"));

        assertThat(settings.genesis()).hasSize(charter.parameters());
        assertThat(settings.encoding().name()).isEqualTo("int8");
        assertThat(settings.momentum()).isEqualTo(0.5f);
        assertThat(settings.stepsPerSlot()).isEqualTo(20);
        assertThat(settings.plannedSlots()).isEqualTo(12);
        assertThat(settings.minSlotNanos()).isEqualTo(250_000_000L);
        assertThat(settings.startMembers()).isEqualTo(3);
        assertThat(settings.addresses()).containsExactly("north.example:7070");
    }
}
