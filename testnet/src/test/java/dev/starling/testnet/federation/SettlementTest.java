package dev.starling.testnet.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.address.HostPort;
import dev.starling.node.charter.Charter;
import dev.starling.node.config.DataConfig;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.Federation;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.SiteData;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.Requests;
import dev.starling.testnet.federation.Founding.Agreement;
import dev.starling.testnet.federation.Settlement.Meeting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, charter, rows and configuration of every member, as its node finds them. */
class SettlementTest {
    private static final int MEMBERS = 3;
    private static final double HOLDOUT = 0.2;

    @TempDir
    Path directory;

    private static DataSet data(long seed) throws NodeFailure {
        return DataSet.open(
                Requests.split(Requests.of("breast-cancer"), "dirichlet:1").withMembers(OptionalInt.of(MEMBERS)), seed);
    }

    private static Agreement agreement(DataSet data, int fanout) {
        return new Agreement(
                "Test",
                data.schema(),
                new Charter.Model(Charter.Model.Kind.SOFTMAX, List.of(), 5),
                new Charter.Training(20, 16, 0.05, 0.1, 0.8, 0.5, 0),
                new Charter.Plan(10, 0, MEMBERS),
                new Charter.Mixing(fanout, Charter.Mixing.Encoding.INT8));
    }

    private static Meeting meeting() {
        List<String> addresses = IntStream.range(0, MEMBERS)
                .mapToObj(i -> "127.0.0.1:" + (7001 + i))
                .toList();
        return new Meeting(addresses, new HashSet<>(addresses), false);
    }

    private CharterDocument settle(String name, Keys keys, DataSet data) throws NodeFailure {
        return new Settlement(directory.resolve(name), data, 40)
                .settle(new Founding(agreement(data, 0), keys, HOLDOUT), meeting());
    }

    @Test
    void everyMemberHasSignedAndEveryDirectoryOpensWithItsPassphrase() throws Exception {
        DataSet data = data(1);
        CharterDocument document = settle("here", Keys.fresh(), data);
        document.requireComplete();
        assertThat(document.charter().founders()).extracting("organisation").isEqualTo(data.members());
        for (Site site : sites(data)) {
            char[] passphrase = Files.readString(site.passphraseFile()).strip().toCharArray();
            try (Federation federation = FederationFiles.open(site.directory(), passphrase)) {
                assertThat(federation.self().organisation()).isEqualTo(site.name());
                assertThat(federation.charter()).isEqualTo(document.charter());
                DataConfig own = site.directory().readConfig().data();
                assertThat(SiteData.read(own, federation.charter())
                                .split()
                                .training()
                                .rows())
                        .isEqualTo(federation.self().rows());
            }
        }
    }

    private List<Site> sites(DataSet data) {
        return new Settlement(directory.resolve("here"), data, 40).sites(meeting());
    }

    @Test
    void aMemberListensOnItsAddressDialsTheOthersAndDrawsItsOwnBatches() throws Exception {
        DataSet data = data(1);
        settle("here", Keys.fresh(), data);
        NodeConfig second = sites(data).get(1).directory().readConfig();
        assertThat(second.net().bind()).hasToString("127.0.0.1:7002");
        assertThat(second.net().peers())
                .extracting(HostPort::toString)
                .containsExactly("127.0.0.1:7001", "127.0.0.1:7003");
        assertThat(second.net().mdns()).isFalse();
        assertThat(second.data().seed()).isEqualTo(41);
        assertThat(second.data().holdout()).isEqualTo(HOLDOUT);
        assertThat(second.data().labels()).isNull();
    }

    @Test
    void aMembersDirectoryIsItsOwnersOnly() throws Exception {
        DataSet data = data(1);
        settle("here", Keys.fresh(), data);
        for (Site site : sites(data)) {
            assertThat(permissions(site.directory().root())).isEqualTo("rwx------");
            assertThat(permissions(site.passphraseFile())).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theSameSeedsMakeTheSameFederationByteForByteAndFreshKeysAnother() throws Exception {
        CharterDocument first = settle("first", Keys.ofSeed(9), data(9));
        CharterDocument again = settle("again", Keys.ofSeed(9), data(9));
        assertThat(again.signed().charter()).isEqualTo(first.signed().charter());
        assertThat(again.federation()).isEqualTo(first.federation());
        assertThat(settle("keys", Keys.ofSeed(10), data(9)).federation()).isNotEqualTo(first.federation());
        assertThat(settle("rows", Keys.ofSeed(9), data(10)).federation()).isNotEqualTo(first.federation());
        assertThat(settle("fresh", Keys.fresh(), data(9)).federation()).isNotEqualTo(first.federation());
        for (String member : data(9).members()) {
            Path share = Path.of("nodes", member, "rows.csv");
            assertThat(directory.resolve("again").resolve(share))
                    .hasSameBinaryContentAs(directory.resolve("first").resolve(share));
        }
    }

    @Test
    void everyMembersKeysAreDifferent() throws Exception {
        CharterDocument document = settle("here", Keys.ofSeed(9), data(9));
        assertThat(document.charter().founders()).extracting("id").doesNotHaveDuplicates();
    }

    @Test
    void anAgreementThatNoCharterTakesSaysAllThatIsWrong() throws Exception {
        Agreement wrong = agreement(data(1), 3).startingWith(0);
        assertThatThrownBy(() -> wrong.requireSound(List.of("a", "b")))
                .isInstanceOfSatisfying(
                        NodeFailure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContainingAll("mixing.fanout is odd", "plan.start_members is not a whole number")
                .hasMessageNotContaining("\n");
        agreement(data(1), 2).requireSound(List.of("a", "b"));
    }
}
