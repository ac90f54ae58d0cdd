package dev.starling.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import dev.starling.node.store.ModelDisk.PowerCut;
import dev.starling.node.store.ReleasedModels.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReleasedModelsTest {
    private static final int DIMENSION = 7;

    @TempDir
    private Path directory;

    private static float[] parameters(int number) {
        return parameters(number, DIMENSION);
    }

    private static float[] parameters(int number, int dimension) {
        SplittableRandom random = new SplittableRandom(number);
        float[] parameters = new float[dimension];
        for (int k = 0; k < dimension; k++) {
            parameters[k] = (float) random.nextDouble(-1, 1);
        }
        return parameters;
    }

    private static Release release(int number) {
        return release(number, parameters(number));
    }

    private static Release release(int number, float[] parameters) {
        Digest hash = new RunningDigest().add(parameters).finish();
        return new Release(number, hash, States.bytes(new SplittableRandom(number), 40 + number));
    }

    private ReleasedModels open() throws StoreException {
        return ReleasedModels.open(directory, DIMENSION);
    }

    private Path file(int number) {
        return directory.resolve("models/released-" + release(number).hash().hex() + ".model");
    }

    private static List<Long> indices(ReleasedModels models) throws StoreException {
        return models.list().models().stream().map(Release::index).toList();
    }

    @Test
    void aModelIsFoundByItsHashWithItsCertificate() throws StoreException {
        ReleasedModels models = open();
        for (int number = 1; number <= 3; number++) {
            models.save(release(number), parameters(number));
        }
        for (int number = 1; number <= 3; number++) {
            Loaded loaded = ReleasedModels.beside(directory, DIMENSION)
                    .load(release(number).hash())
                    .orElseThrow();
            assertThat(loaded.parameters()).isEqualTo(parameters(number));
            assertThat(loaded.release().index()).isEqualTo(number);
            assertThat(loaded.release().certificate()).isEqualTo(release(number).certificate());
        }
        assertThat(models.load(Digest.of())).isEmpty();
        assertThat(indices(models)).containsExactly(3L, 2L, 1L);
    }

    @Test
    void aModelLargerThanAnyBufferComesBackAsItWas() throws StoreException {
        float[] parameters = parameters(9, 100_003);
        Release release = release(9, parameters);
        ReleasedModels models = ReleasedModels.open(directory, parameters.length);
        models.save(release, parameters);
        assertThat(models.load(release.hash()).orElseThrow().parameters()).isEqualTo(parameters);
    }

    @Test
    void aDirectoryThatIsNotThereHoldsNoModel() throws StoreException {
        ReleasedModels models = ReleasedModels.beside(directory, DIMENSION);
        assertThat(models.list().models()).isEmpty();
        assertThat(models.load(release(1).hash())).isEmpty();
        assertThat(directory.resolve("models")).doesNotExist();
    }

    @Test
    void theNewestAreKeptAndThoseThatAreNeeded() throws StoreException {
        ReleasedModels models = open();
        for (int number = 1; number <= 8; number++) {
            models.save(release(number), parameters(number));
        }
        models.keepNewest(5, Set.of(release(2).hash()));
        assertThat(indices(models)).containsExactly(8L, 7L, 6L, 5L, 4L, 2L);
        assertThat(models.load(release(1).hash())).isEmpty();
        assertThat(models.load(release(2).hash())).isPresent();
    }

    @Test
    void otherFilesOfTheDirectoryAreLeftAlone() throws StoreException, IOException {
        Files.createDirectory(directory.resolve("models"));
        Path other = Files.writeString(directory.resolve("models/local.json"), "{}");
        ReleasedModels models = open();
        models.save(release(1), parameters(1));
        models.save(release(2), parameters(2));
        models.keepNewest(1, Set.of());
        assertThat(other).hasContent("{}");
        assertThat(indices(models)).containsExactly(2L);
    }

    @Test
    void theFilesAreForTheirOwnerOnly() throws StoreException, IOException {
        open().save(release(1), parameters(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(1))))
                .isEqualTo("rw-------");
    }

    @Test
    void parametersOfAnotherHashOrLengthAreNotKept() throws StoreException {
        ReleasedModels models = open();
        assertThatIllegalArgumentException().isThrownBy(() -> models.save(release(1), parameters(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> models.save(release(1), new float[DIMENSION - 1]));
        assertThat(directory.resolve("models")).isEmptyDirectory();
    }

    @Test
    void aFlippedByteOrAnotherLengthIsRefusedWithARemedyAndHidesNoOtherModel() throws StoreException, IOException {
        ReleasedModels models = open();
        models.save(release(1), parameters(1));
        models.save(release(2), parameters(2));
        byte[] sound = Files.readAllBytes(file(1));
        for (int at = 0; at < 2 * sound.length; at++) {
            byte[] damaged = at < sound.length ? sound.clone() : Arrays.copyOf(sound, at - sound.length);
            if (at < sound.length) {
                damaged[at] ^= (byte) (1 << (at % 8));
            }
            Files.write(file(1), damaged);
            assertThatExceptionOfType(StoreException.class)
                    .as("byte %d", at)
                    .isThrownBy(() -> models.load(release(1).hash()))
                    .withMessageContaining(file(1).toString())
                    .withMessageContaining("delete the file: the node fetches the model");
            boolean onlyParameters = at < sound.length && at >= sound.length - Float.BYTES * DIMENSION;
            assertThat(models.list().unusable()).hasSize(onlyParameters ? 0 : 1);
            assertThat(models.list().models()).hasSize(onlyParameters ? 2 : 1);
            assertThat(models.load(release(2).hash())).isPresent();
        }
    }

    @Test
    void theModelOfAnotherCharterOrOfAnotherNameIsRefused() throws StoreException, IOException {
        open().save(release(1), parameters(1));
        ReleasedModels larger = ReleasedModels.beside(directory, DIMENSION + 1);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> larger.load(release(1).hash()))
                .withMessageContaining("it has 7 parameters, and the model of the charter 8");
        Files.move(file(1), file(2));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> open().load(release(2).hash()))
                .withMessageContaining("another model than its name says");
        assertThat(open().list().unusable()).hasSize(1);
    }

    @Test
    void whateverOperationAPowerCutFallsOnAModelIsThereWholeOrNotAtAll() throws StoreException {
        for (long seed = 0; seed < 40; seed++) {
            boolean cut = true;
            for (int operation = 0; cut; operation++) {
                ModelDisk disk = new ModelDisk(seed);
                new ReleasedModels(disk, DIMENSION).save(release(1), parameters(1));
                long before = disk.operations();
                disk.cutPowerAt(before + operation);
                cut = powerCutWhileSaving(disk);
                ReleasedModels after = new ReleasedModels(disk.afterPowerCut(), DIMENSION);
                assertThat(after.list().unusable()).isEmpty();
                assertThat(after.load(release(1).hash())).isPresent();
                boolean whole = after.load(release(2).hash()).isPresent();
                assertThat(cut || whole)
                        .as("seed %d, operation %d", seed, operation)
                        .isTrue();
            }
        }
    }

    private static boolean powerCutWhileSaving(ModelDisk disk) throws StoreException {
        try {
            new ReleasedModels(disk, DIMENSION).save(release(2), parameters(2));
            return false;
        } catch (PowerCut e) {
            return true;
        }
    }

    @Test
    void whateverOperationFindsTheDiskFullTheOldModelsAreIntactAndTheErrorNamesTheFile() throws StoreException {
        boolean failed = true;
        for (int operation = 0; failed; operation++) {
            ModelDisk disk = new ModelDisk(operation);
            ReleasedModels models = new ReleasedModels(disk, DIMENSION);
            models.save(release(1), parameters(1));
            disk.fillUpAt(disk.operations() + operation);
            failed = false;
            try {
                models.save(release(2), parameters(2));
            } catch (StoreException e) {
                failed = true;
                assertThat(e).hasMessageContaining("No space left").hasMessageContaining("check free space");
                assertThat(e.file()).isEqualTo(disk.path(file(2).getFileName().toString()));
            }
            assertThat(models.load(release(1).hash())).isPresent();
            assertThat(models.list().unusable()).isEmpty();
        }
    }

    @Test
    void whatACrashLeftUnfinishedIsRemovedAtTheNextStart() throws StoreException, IOException {
        open().save(release(1), parameters(1));
        Path unfinished = file(1).resolveSibling(file(1).getFileName() + ".tmp");
        Files.write(unfinished, new byte[3]);
        assertThat(indices(ReleasedModels.beside(directory, DIMENSION))).containsExactly(1L);
        assertThat(unfinished).exists();
        assertThat(indices(open())).containsExactly(1L);
        assertThat(unfinished).doesNotExist();
    }
}
