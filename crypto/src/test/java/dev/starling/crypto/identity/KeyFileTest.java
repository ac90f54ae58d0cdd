package dev.starling.crypto.identity;

import static dev.starling.crypto.TestKeys.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.starling.crypto.TestKeys;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.KeyFileException.Reason;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();
    private static final Identity IDENTITY = TestKeys.published();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("identity.p12");
    }

    @Test
    void bothKeysComeBack() throws Exception {
        KeyFile.create(file, PASSPHRASE, IDENTITY, NOW);
        assertIsPublished(KeyFile.open(file, PASSPHRASE));
    }

    @Test
    void isPrivateToItsOwnerAndAloneInItsDirectory() throws Exception {
        KeyFile.create(file, PASSPHRASE, IDENTITY, NOW);
        assertThat(filesInDirectory()).containsExactly(file);
        assumeThat(OwnerOnly.isKnown(directory)).isTrue();
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void anyKeyToolFindsBothKeysWithTheirCertificates() throws Exception {
        KeyFile.create(file, PASSPHRASE, IDENTITY, NOW);
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSPHRASE);
        assertThat(Collections.list(store.aliases())).containsExactlyInAnyOrder("signing", "agreement");
        store.getCertificate("signing").verify(store.getCertificate("signing").getPublicKey());
        store.getCertificate("agreement").verify(store.getCertificate("signing").getPublicKey());
    }

    @Test
    void isNeverOverwritten() throws Exception {
        KeyFile.create(file, PASSPHRASE, IDENTITY, NOW);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> KeyFile.create(file, PASSPHRASE, TestKeys.identity(9), NOW))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("identity.p12");
        assertThat(file).hasBinaryContent(before);
        assertThat(filesInDirectory()).containsExactly(file);
    }

    @Test
    void isNotOverwrittenEvenWhenTheOtherFileAppearsAtTheLastMoment() throws Exception {
        Files.writeString(file, "came first");
        assertThatThrownBy(() -> OwnerOnlyFile.create(file, new byte[] {1}))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("came first");
        assertThat(filesInDirectory()).containsExactly(file);
    }

    @Test
    void withoutHardLinksItIsStillPrivateAndNeverOverwritten() throws Exception {
        byte[] content = {1, 2, 3};
        OwnerOnlyFile.createDirectly(file, content);
        assertThat(file).hasBinaryContent(content);
        assertThatThrownBy(() -> OwnerOnlyFile.createDirectly(file, new byte[] {4}))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasBinaryContent(content);
        assumeThat(OwnerOnly.isKnown(directory)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void doesNotFollowADanglingLinkOutOfTheDirectory() throws Exception {
        assumeThat(OwnerOnly.isKnown(directory)).isTrue();
        Path elsewhere = directory.resolve("elsewhere");
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(() -> KeyFile.create(file, PASSPHRASE, IDENTITY, NOW))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void ofTwoThreadsThatCreateItAtOnceExactlyOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 40; round++) {
                Path contested = directory.resolve("identity-" + round + ".p12");
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Boolean>> attempts = new ArrayList<>();
                for (byte writer = 0; writer < 2; writer++) {
                    byte[] content = new byte[100_000];
                    Arrays.fill(content, writer);
                    Callable<Boolean> attempt = () -> createAfter(start, contested, content);
                    attempts.add(threads.submit(attempt));
                }
                boolean first = attempts.get(0).get();
                boolean second = attempts.get(1).get();
                assertThat(first ^ second).as("exactly one created it").isTrue();
                byte[] winner = new byte[100_000];
                Arrays.fill(winner, (byte) (first ? 0 : 1));
                assertThat(contested).hasBinaryContent(winner);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(filesInDirectory()).hasSize(40);
    }

    @Test
    void leavesNothingBehindWhenItsDirectoryIsMissing() {
        assertThatThrownBy(() -> KeyFile.create(directory.resolve("no/identity.p12"), PASSPHRASE, IDENTITY, NOW))
                .isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesAnEmptyPassphrase() {
        assertThatThrownBy(() -> KeyFile.create(file, new char[0], IDENTITY, NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "pass phrase", "Größe und Maß", "病院の鍵", "tab\there", "🐦"})
    void takesAnyPassphraseOnEveryJavaVersion(String passphrase) throws Exception {
        KeyFile.create(file, passphrase.toCharArray(), IDENTITY, NOW);
        assertIsPublished(KeyFile.open(file, passphrase.toCharArray()));
        assertFails(Reason.WRONG_PASSPHRASE, passphrase + "x");
    }

    @Test
    void aPassphraseTypedAsLetterAndAccentIsTheSame() throws Exception {
        KeyFile.create(file, "Gro\u0308\u00dfe".toCharArray(), IDENTITY, NOW);
        assertIsPublished(KeyFile.open(file, "Gr\u00f6\u00dfe".toCharArray()));
    }

    @Test
    void doesNotWipeTheCallersPassphrase() throws Exception {
        char[] mine = PASSPHRASE.clone();
        KeyFile.create(file, mine, IDENTITY, NOW);
        KeyFile.open(file, mine).close();
        assertThat(mine).isEqualTo(PASSPHRASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity-from-java-17.p12", "identity-from-java-25.p12"})
    void opensWhatEitherJavaVersionWrote(String resource) throws Exception {
        try (InputStream stored = KeyFileTest.class.getResourceAsStream(resource)) {
            assertThat(stored).isNotNull();
            writeOwnerOnly(stored.readAllBytes());
        }
        assertIsPublished(KeyFile.open(file, PASSPHRASE));
    }

    @Test
    void aMissingFileIsToldWithItsNameAndTheRemedy() {
        assertFails(Reason.MISSING, "any")
                .withMessageContaining(file.toString())
                .withMessageContaining("init")
                .withCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDirectoryInItsPlaceCountsAsMissing() throws Exception {
        Files.createDirectory(file);
        assertFails(Reason.MISSING, "any");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x", "rwxrwxrwx"})
    void aFileThatOthersCanGetAtIsRefusedWithTheCommandThatHelps(String permissions) throws Exception {
        assumeThat(OwnerOnly.isKnown(directory)).isTrue();
        KeyFile.create(file, PASSPHRASE, IDENTITY, NOW);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertFails(Reason.TOO_OPEN, new String(PASSPHRASE))
                .withMessageContaining(permissions)
                .withMessageContaining("chmod 600 " + file);
        Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ));
        assertIsPublished(KeyFile.open(file, PASSPHRASE));
    }

    @Test
    void aWrongPassphraseIsNeverTakenForDamage() throws Exception {
        KeyFile.create(file, PASSPHRASE, IDENTITY, NOW);
        for (int attempt = 0; attempt < 20; attempt++) {
            assertFails(Reason.WRONG_PASSPHRASE, "guess " + attempt).withMessageContaining("passphrase is wrong");
        }
        assertFails(Reason.WRONG_PASSPHRASE, "");
    }

    @Test
    void damageIsNeverTakenForAWrongPassphrase() throws Exception {
        KeyFile.create(file, PASSPHRASE, IDENTITY, NOW);
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(42);
        int noticed = 0;
        for (int trial = 0; trial < 60; trial++) {
            byte[] damaged = sound.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            writeOwnerOnly(damaged);
            try {
                assertIsPublished(KeyFile.open(file, PASSPHRASE));
            } catch (KeyFileException e) {
                assertThat(e.reason()).as("trial %d: %s", trial, e).isEqualTo(Reason.DAMAGED);
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(55);
    }

    @Test
    void aTruncatedAnEmptyAForeignAndAHugeFileAreDamaged() throws Exception {
        KeyFile.create(file, PASSPHRASE, IDENTITY, NOW);
        byte[] sound = Files.readAllBytes(file);
        for (int length = 0; length < sound.length; length += 97) {
            writeOwnerOnly(Arrays.copyOf(sound, length));
            assertFails(Reason.DAMAGED, new String(PASSPHRASE));
        }
        writeOwnerOnly("-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII));
        assertFails(Reason.DAMAGED, new String(PASSPHRASE)).withMessageContaining("backup");
        writeOwnerOnly(Arrays.copyOf(sound, 65_537));
        assertFails(Reason.DAMAGED, new String(PASSPHRASE));
    }

    @Test
    void aKeyStoreWithoutTheTwoKeysIsDamaged() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (var out = Files.newOutputStream(file)) {
            empty.store(out, PASSPHRASE);
        }
        writeOwnerOnly(Files.readAllBytes(file));
        assertFails(Reason.DAMAGED, new String(PASSPHRASE));
    }

    private ThrowableAssertAlternative<KeyFileException> assertFails(Reason reason, String passphrase) {
        return assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> KeyFile.open(file, passphrase.toCharArray()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .withMessageContaining(file.toString());
    }

    private static void assertIsPublished(Identity opened) {
        SigningContext context = new SigningContext(Digest.of(), Purpose.MESSAGE, 1);
        try (opened) {
            assertThat(opened.publicIdentity()).isEqualTo(IDENTITY.publicIdentity());
            assertThat(opened.sign(context, new byte[5])).isEqualTo(IDENTITY.sign(context, new byte[5]));
        }
    }

    private void writeOwnerOnly(byte[] content) throws IOException {
        Files.deleteIfExists(file);
        OwnerOnlyFile.create(file, content);
    }

    private static boolean createAfter(CyclicBarrier start, Path file, byte[] content) throws Exception {
        start.await();
        try {
            OwnerOnlyFile.create(file, content);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private List<Path> filesInDirectory() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
