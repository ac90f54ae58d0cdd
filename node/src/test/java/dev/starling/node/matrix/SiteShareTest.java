package dev.starling.node.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.learning.Evaluation;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SiteShareTest {
    private static final Digest FEDERATION = Digest.of(new byte[] {1});

    private static Identity identity(int seed) {
        byte[] bytes = new byte[32];
        new SplittableRandom(seed).nextBytes(bytes);
        return Identity.fromSeeds(bytes, bytes);
    }

    private static Evaluation classes(int[] right, int... rows) {
        int all = 0;
        int told = 0;
        for (int c = 0; c < rows.length; c++) {
            all += rows[c];
            told += right[c];
        }
        return new Evaluation(all, (double) told / all, 0.123456, Double.NaN, right, rows);
    }

    private static Cell cell(Evaluation evaluation) {
        return Cell.of(new Cell.Model("consolidated", 10, "ab".repeat(32)), evaluation, 0.876543);
    }

    @Test
    void nothingIsToldOfFewRowsNorOfASmallClassNorByWhatIsLeft() {
        assertThat(cell(classes(new int[] {9, 9}, 10, 9)))
                .isEqualTo(new Cell("consolidated", 10, "ab".repeat(32), null, null, null, null, null, List.of()));
        Cell both = cell(classes(new int[] {9, 8}, 10, 10));
        assertThat(both.rows()).isEqualTo(20);
        assertThat(both.right()).isEqualTo(17);
        assertThat(both.logLoss()).isEqualTo(0.1235);
        assertThat(both.auc()).isEqualTo(0.8765);
        assertThat(both.classes()).containsExactly(new Cell.OfClass(0, 10, 9), new Cell.OfClass(1, 10, 8));
        Cell rare = cell(classes(new int[] {19, 3}, 20, 4));
        assertThat(rare.classes()).as("the other would tell it by subtraction").isEmpty();
        assertThat(rare.auc()).isNull();
        assertThat(cell(classes(new int[] {9, 9, 3, 30}, 10, 12, 4, 30)).classes())
                .extracting(Cell.OfClass::number)
                .containsExactly(1, 3);
        assertThat(cell(classes(new int[] {1, 1, 3, 30}, 1, 1, 10, 30)).classes())
                .extracting(Cell.OfClass::number)
                .containsExactly(2, 3);
        assertThat(cell(new Evaluation(30, Double.NaN, Double.NaN, 3.14159, new int[0], new int[0])))
                .isEqualTo(new Cell("consolidated", 10, "ab".repeat(32), 30, null, null, null, 3.1416, List.of()));
    }

    @Test
    void theAreaOfMoreClassesIsToldWhereEveryClassIs() {
        assertThat(cell(classes(new int[] {9, 8, 5, 4}, 10, 10, 7, 5)).auc()).isEqualTo(0.8765);
        assertThat(cell(classes(new int[] {9, 8, 5, 4}, 10, 10, 7, 4)).auc())
                .as("a class of four rows is in three of the six pairs")
                .isNull();
        assertThat(cell(classes(new int[] {9, 8, 0, 0}, 10, 10, 0, 0)).auc())
                .as("it would say of two classes that they have no rows rather than few")
                .isNull();
        assertThat(Cell.of(new Cell.Model("current", 1, "x"), classes(new int[] {9, 8, 5}, 10, 10, 7), Double.NaN)
                        .auc())
                .isNull();
    }

    @Test
    void aModelThatSeveralSitesHoldAlikeIsPooledOverAllTheirRows() {
        SiteShare first = share("01", cell(classes(new int[] {90, 5}, 95, 5)));
        SiteShare second = share("02", cell(classes(new int[] {10, 9}, 20, 30)));
        SiteShare third = share("03", cell(classes(new int[] {1, 1}, 1, 1)));

        assertThat(Pooled.of(List.of(first, second, third)))
                .containsExactly(new Pooled("consolidated", 10, "ab".repeat(32), 2, 150, 114L, null));
        Cell near = Cell.of(new Cell.Model("consolidated", 1, "x"), regression(100, 3), Double.NaN);
        Cell far = Cell.of(new Cell.Model("consolidated", 1, "x"), regression(300, 5), Double.NaN);
        assertThat(Pooled.of(List.of(share("01", near), share("02", far)))
                        .get(0)
                        .rmse())
                .isEqualTo(Math.sqrt((100 * 9 + 300 * 25) / 400.0));
    }

    private static Evaluation regression(int rows, double rmse) {
        return new Evaluation(rows, Double.NaN, Double.NaN, rmse, new int[0], new int[0]);
    }

    private static SiteShare share(String peer, Cell cell) {
        return new SiteShare(FEDERATION.hex(), peer, "accuracy", List.of(cell));
    }

    @Test
    void whatAMemberSignedIsBelievedAndAnyOtherByteIsNot() throws ShareException {
        try (Identity member = identity(1);
                Identity stranger = identity(2)) {
            Roster roster = Roster.founding(FEDERATION, 1, List.of(new Member(member.publicIdentity(), "North", 10)));
            SiteShare share = new SiteShare(
                    FEDERATION.hex(),
                    member.peerId().hex(),
                    "accuracy",
                    List.of(cell(classes(new int[] {9, 8}, 10, 10))));
            byte[] file = share.sealed(member, roster);

            assertThat(SiteShare.open(file, roster)).isEqualTo(share);
            SplittableRandom random = new SplittableRandom(9);
            for (int round = 0; round < 300; round++) {
                byte[] altered = file.clone();
                int at = random.nextInt(altered.length);
                altered[at] ^= (byte) (1 << random.nextInt(7));
                if (!isBlank(file[at])) { // blanks between the three fields may change into other blanks
                    assertThatExceptionOfType(ShareException.class)
                            .as("round %d of seed 9", round)
                            .isThrownBy(() -> SiteShare.open(altered, roster));
                }
            }
            assertThatExceptionOfType(ShareException.class)
                    .isThrownBy(() -> SiteShare.open(share.sealed(stranger, roster), roster))
                    .withMessageContaining("does not hold");
            SiteShare impossible = new SiteShare(
                    FEDERATION.hex(),
                    member.peerId().hex(),
                    "accuracy",
                    List.of(new Cell("current", 1, "x", 20, 21, 0.1, null, null, List.of())));
            assertThatExceptionOfType(ShareException.class)
                    .isThrownBy(() -> SiteShare.open(impossible.sealed(member, roster), roster))
                    .withMessageContaining("says what no node writes");
        }
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\n' || character == '\r';
    }
}
