package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.partition.Tables.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FromFileTest {

    private static final String TEN = "0\n1\n".repeat(5);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("owners.csv");
    }

    @Test
    void ownersThatAreWrittenDownAreDealtAgain() throws IOException, NodeFailure {
        for (long seed = 0; seed < 200; seed++) {
            Table table = Tables.random(seed);
            int[] owners = new Dirichlet(0.5).deal(table.rows(), table.members(), seed);
            String lines = Arrays.stream(owners).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
            Files.writeString(file, seed % 2 == 0 ? lines : "node\n" + lines + "\n");
            assertThat(new FromFile(file).deal(table.rows(), table.members(), -seed))
                    .isEqualTo(owners);
        }
    }

    @Test
    void aRowOfMinusOneIsATestRow() throws IOException, NodeFailure {
        Files.writeString(file, "-1\r\n" + TEN + " -1 \n");
        int[] owners = new FromFile(file).deal(Tables.even(1, 12), 2, 1);
        assertThat(owners).startsWith(-1, 0, 1).endsWith(1, -1);
        assertThat(new Partition(Tables.even(1, 12), 2, owners).test()).containsExactly(0, 11);
    }

    @Test
    void aPackedFileIsReadWhateverItIsCalled() throws IOException, NodeFailure {
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
            packed.write(("node\n" + TEN).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(new FromFile(file).deal(Tables.even(1, 10), 2, 1)).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    }

    @Test
    void aPackedFileThatIsCutOffIsRefused() throws IOException {
        Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0});
        refused(10, 2).hasMessage(file + ": is no whole gzip file; copy or pack it again");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new FromFile(file).deal(Tables.even(1, 10), 2, 1))
                .isInstanceOf(NodeFailure.class)
                .hasMessageStartingWith(file + ": there is no such file");
    }

    @Test
    void anotherNumberOfLinesThanRowsIsRefusedWithBothNumbers() throws IOException {
        Files.writeString(file, "node\n" + TEN);
        refused(12, 2)
                .hasMessage(
                        file + ": names the owners of 10 rows, but the table has 12; write one line for each row of "
                                + "the table, -1 for a test row");
    }

    @ParameterizedTest
    @CsvSource({"malignant", "1.0", "-2", "99999999999", "''", "node"})
    void aLineThatIsNoMemberIsRefusedWithItsNumberAndWithoutItsText(String line) throws IOException {
        Files.writeString(file, "node\n0\n" + line + "\n" + TEN);
        refused(12, 2)
                .hasMessage(
                        file + ":3: is not the number of a member; write a whole number from 0, or -1 for a test row");
    }

    @Test
    void membersNumberedWithAGapAreRefused() throws IOException {
        Files.writeString(file, "0\n2\n".repeat(10));
        refused(20, 3)
                .hasMessage(
                        file + ": has 0 rows for member 1 of 0 to 2, which needs at least 5; number the members from 0 "
                                + "without gaps, and ask for as many as there are");
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "2147483647, 2147483648"})
    void aMemberBeyondThoseAskedForIsRefused(int member, long members) throws IOException {
        Files.writeString(file, TEN + member + "\n");
        refused(11, 2)
                .hasMessage(file + ": names member " + member + ", but the 2 asked for are counted from 0; ask for "
                        + members + " members");
    }

    private AbstractThrowableAssert<?, ?> refused(int rows, int members) {
        return assertThatThrownBy(() -> new FromFile(file).deal(Tables.even(1, rows), members, 1))
                .isInstanceOfSatisfying(
                        NodeFailure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.DATA));
    }
}
