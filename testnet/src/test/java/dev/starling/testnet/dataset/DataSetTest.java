package dev.starling.testnet.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Metric;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.statistics.Scaling;
import dev.starling.node.statistics.Task;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import dev.starling.testnet.dataset.Request.TestRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of text: who gets which rows, and what a charter says of them. */
class DataSetTest {
    private static final int ROWS = 120;

    @TempDir
    Path directory;

    private Path ward() throws IOException {
        return Ward.write(directory.resolve("ward.csv"), 0, ROWS);
    }

    /** The lines of each member's share, in order, without the header. */
    private List<List<String>> shares(DataSet data) throws NodeFailure, IOException {
        List<Path> homes = new ArrayList<>();
        Path below = Files.createTempDirectory(directory, "shares");
        for (String member : data.members()) {
            homes.add(Files.createDirectory(below.resolve(member)));
        }
        ShareFiles files = data.writeShares(homes);
        List<List<String>> shares = new ArrayList<>();
        for (Path home : homes) {
            List<String> lines = Files.readAllLines(home.resolve(files.table()));
            shares.add(lines.subList(1, lines.size()));
        }
        return shares;
    }

    private Table tests(DataSet data) throws NodeFailure, IOException {
        return data.tests(Files.createTempDirectory(directory, "tests"));
    }

    private static List<Integer> numbers(List<String> lines) {
        return lines.stream()
                .map(line -> Integer.valueOf(line.substring(0, line.indexOf(','))))
                .toList();
    }

    private static List<Integer> numbers(Table table) throws DataException {
        List<Integer> numbers = new ArrayList<>();
        ((CsvTable) table).forEachRow((line, cells) -> numbers.add(Integer.valueOf(cells.get(0))));
        return numbers;
    }

    private static List<Integer> rows(int count, IntPredicate chosen) {
        return IntStream.range(0, count).filter(chosen).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iid", "dirichlet:0.5", "shards:2", "quantity:1", "column:site"})
    void everyRowWithALabelIsATestRowOrOneMembersAndNoOtherIsAnywhere(String split) throws Exception {
        DataSet data = DataSet.open(Requests.split(Requests.of(ward()), split), 7);
        List<List<String>> shares = shares(data);
        List<Integer> dealt = shares.stream()
                .flatMap(share -> numbers(share).stream())
                .sorted()
                .toList();
        assertThat(dealt).isEqualTo(rows(ROWS, row -> Ward.hasLabel(row) && !Ward.isTest(row)));
        assertThat(numbers(tests(data))).isEqualTo(rows(ROWS, Ward::isTest));
        assertThat(shares).allSatisfy(share -> assertThat(share).hasSizeGreaterThanOrEqualTo(5));
        assertThat(shares).extracting(List::size).isEqualTo(sizes(data));
        assertThat(data.rows()).isEqualTo(dealt.size());
        assertThat(data.split()).isEqualTo(split);
    }

    private static List<Integer> sizes(DataSet data) {
        return IntStream.range(0, data.members().size()).mapToObj(data::rows).toList();
    }

    @Test
    void aShareIsReadBackAsTheSourcesRowsAre() throws Exception {
        DataSet data = DataSet.open(Requests.of(ward()), 1);
        Examples source =
                SchemaReader.read(CsvTable.open(ward()), data.schema()).examples();
        List<Integer> labelled = rows(ROWS, Ward::hasLabel);
        Path home = Files.createDirectory(directory.resolve("home"));
        List<Path> homes = new ArrayList<>(List.of(home));
        for (int other = 1; other < data.members().size(); other++) {
            homes.add(Files.createDirectory(directory.resolve("other" + other)));
        }
        ShareFiles files = data.writeShares(homes);
        CsvTable share = CsvTable.open(home.resolve(files.table()));
        Examples read = SchemaReader.read(share, data.schema()).examples();
        Examples expected = source.subset(
                numbers(share).stream().mapToInt(labelled::indexOf).toArray());
        assertThat(files.labels()).isEmpty();
        assertThat(read.rows()).isEqualTo(data.rows(0));
        assertThat(read.features()).isEqualTo(expected.features());
        assertThat(((ClassLabels) read.labels()).numbers()).isEqualTo(((ClassLabels) expected.labels()).numbers());
        assertThat(Files.readString(home.resolve(files.table())))
                .startsWith(Ward.HEADER)
                .contains("\"a, \"\"b\"\"\"");
    }

    @Test
    void membersOfAColumnAreCalledAsItsValuesAndTheColumnIsNoFeature() throws Exception {
        Path table = Ward.write(
                directory.resolve("ward.csv"), 60, row -> Ward.line(row).replace("s0", "St. Mary's "));
        DataSet data = DataSet.open(Requests.split(Requests.of(table), "column:site"), 1);
        assertThat(data.members()).containsExactly("st-mary-s", "s1", "s2");
        assertThat(data.schema().columns()).extracting(Column::name).containsExactly("number", "note");
        assertThat(shares(data).get(1)).allMatch(line -> line.contains(",s1,"));
    }

    @Test
    void columnsThatAreLeftOutAndTheLabelAreNoFeatures() throws Exception {
        DataSet data = DataSet.open(Requests.label(Requests.of(ward()), "site", "note", "diagnosis"), 1);
        assertThat(data.schema().label()).isEqualTo("site");
        assertThat(data.schema().classes()).containsExactly("s0", "s1", "s2");
        assertThat(data.schema().columns()).extracting(Column::name).containsExactly("number");
        assertThat(data.rows()).isEqualTo(ROWS - ROWS / 5);
    }

    @Test
    void aListOfOwnersThatMarksTestRowsIsFollowedRowByRow() throws Exception {
        Path list = owners(row -> row % 4 - 1);
        DataSet data = DataSet.open(Requests.split(Requests.of(ward()), "file:" + list), 1);
        assertThat(data.members()).containsExactly("node-0", "node-1", "node-2");
        assertThat(numbers(tests(data))).isEqualTo(rows(ROWS, row -> row % 4 == 0));
        assertThat(numbers(shares(data).get(1))).isEqualTo(rows(ROWS, row -> row % 4 == 2 && Ward.hasLabel(row)));
    }

    @Test
    void aListOfOwnersThatMarksNoTestRowsLeavesEveryFifthRowForTesting() throws Exception {
        Path list = owners(row -> row % 2);
        DataSet data = DataSet.open(Requests.split(Requests.of(ward()), "file:" + list), 1);
        assertThat(numbers(tests(data))).isEqualTo(rows(ROWS, Ward::isTest));
        assertThat(numbers(shares(data).get(0)))
                .isEqualTo(rows(ROWS, row -> row % 2 == 0 && Ward.hasLabel(row) && !Ward.isTest(row)));
    }

    private Path owners(java.util.function.IntUnaryOperator owner) throws IOException {
        return Files.write(
                directory.resolve("owners.txt"),
                IntStream.range(0, ROWS).map(owner).mapToObj(Integer::toString).toList());
    }

    @Test
    void withAFileOfTestRowsEveryRowOfTheTableIsDealt() throws Exception {
        Path tests = Ward.write(directory.resolve("tests.csv"), 1000, 9);
        DataSet data = DataSet.open(Requests.test(Requests.of(ward()), new TestRows(tests, Optional.empty())), 1);
        assertThat(data.rows()).isEqualTo(rows(ROWS, Ward::hasLabel).size());
        assertThat(numbers(tests(data))).containsExactly(1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008);
    }

    @Test
    void severalFilesAreOneAMemberAndEachGivesItsOwnTestRows() throws Exception {
        Path north = Ward.write(directory.resolve("North Ward.csv.txt"), 0, 40);
        Path south = Ward.write(directory.resolve("south.csv"), 100, 30);
        DataSet data = DataSet.open(Requests.of(north, south), 1);
        assertThat(data.members()).containsExactly("north-ward", "south");
        assertThat(data.split()).isEqualTo("one file a member");
        List<List<String>> shares = shares(data);
        assertThat(numbers(shares.get(0))).isEqualTo(rows(40, row -> Ward.hasLabel(row) && !Ward.isTest(row)));
        assertThat(numbers(shares.get(1)))
                .isEqualTo(rows(130, row -> row >= 100 && Ward.hasLabel(row) && !Ward.isTest(row - 100)));
        assertThat(numbers(tests(data)))
                .isEqualTo(rows(130, row -> row < 40 ? Ward.isTest(row) : row >= 100 && Ward.isTest(row)));
    }

    @Test
    void filesOfOneNameAreNumbered() throws Exception {
        Path first = Ward.write(Files.createDirectory(directory.resolve("a")).resolve("rows.csv"), 0, 40);
        Path second = Ward.write(Files.createDirectory(directory.resolve("b")).resolve("rows.csv"), 0, 40);
        assertThat(DataSet.open(Requests.of(first, second), 1).members()).containsExactly("node-0", "node-1");
    }

    @Test
    void numbersAreStandardisedByTheRowsThatSomebodyTrainsOnOnly() throws Exception {
        IntPredicate trained = row -> Ward.hasLabel(row) && !Ward.isTest(row);
        Path table = Ward.write(
                directory.resolve("ward.csv"),
                ROWS,
                row -> Ward.line(row).replaceFirst("^[0-9]+", trained.test(row) ? String.valueOf(row) : "1e9"));
        double mean = IntStream.range(0, ROWS).filter(trained).average().orElseThrow();
        double variance = IntStream.range(0, ROWS)
                .filter(trained)
                .mapToDouble(row -> (row - mean) * (row - mean))
                .average()
                .orElseThrow();
        DataSet one = DataSet.open(Requests.of(table), 1);
        DataSet several = DataSet.open(Requests.of(table, table), 1);
        for (DataSet data : List.of(one, several)) {
            Numeric number = (Numeric) data.schema().columns().get(0);
            assertThat(number.mean()).isCloseTo(mean, within(1e-3));
            assertThat(number.deviation()).isCloseTo(Math.sqrt(variance), within(0.5));
            assertThat(data.oneUnit()).isFalse();
        }
    }

    @Test
    void aClassThatOnlyATestRowHasIsAClassOfTheCharter() throws Exception {
        Path table = Ward.write(
                directory.resolve("ward.csv"),
                ROWS,
                row -> Ward.line(row).replaceAll(row == 11 ? "ill|well" : "^$", "rare"));
        assertThat(DataSet.open(Requests.of(table), 1).schema().classes()).containsExactly("ill", "rare", "well");
    }

    @Test
    void numbersStayAsTheyAreWhenToldSo() throws Exception {
        DataSet data = DataSet.open(Requests.scaling(Requests.of(ward()), Scaling.NONE), 1);
        assertThat(data.schema().columns().get(0)).isEqualTo(new Numeric("number", 0, 1));
        assertThat(data.schema().columns().get(1)).isEqualTo(new Categorical("site", List.of("s0", "s1", "s2")));
    }

    @Test
    void aLabelOfManyNumbersIsAQuantityUnlessToldOtherwise() throws Exception {
        Request request = Requests.label(Requests.of(ward()), "number", "note", "diagnosis");
        DataSet data = DataSet.open(Requests.split(request, "dirichlet:0.5"), 1);
        assertThat(data.schema().metric()).isEqualTo(Metric.RMSE);
        double mean = IntStream.range(0, ROWS)
                .filter(row -> !Ward.isTest(row))
                .average()
                .orElseThrow();
        assertThat(((Quantity) data.schema().target()).mean()).isCloseTo(mean, within(1e-3));
        DataSet classes = DataSet.open(Requests.task(request, Task.CLASSIFICATION), 1);
        assertThat(classes.schema().classes()).hasSize(ROWS).startsWith("0", "1", "2");
    }

    @Test
    void theSameRequestAndSeedDealTheSameRowsAndAnotherSeedOthers() throws Exception {
        Request request = Requests.split(Requests.of(ward()), "dirichlet:0.5");
        DataSet first = DataSet.open(request, 11);
        DataSet again = DataSet.open(request, 11);
        assertThat(shares(again)).isEqualTo(shares(first)).isNotEqualTo(shares(DataSet.open(request, 12)));
        assertThat(again.schema()).isEqualTo(first.schema());
        assertThat(again.members()).isEqualTo(first.members());
    }

    @Test
    void theDigestIsOfEveryFileInTheirOrder() throws Exception {
        Path north = Ward.write(directory.resolve("north.csv"), 0, 40);
        Path south = Ward.write(directory.resolve("south.csv"), 100, 40);
        Path tests = Ward.write(directory.resolve("tests.csv"), 200, 10);
        String both = digest(Requests.of(north, south));
        assertThat(digest(Requests.split(Requests.of(north), "dirichlet:1"))).isEqualTo(digest(Requests.of(north)));
        assertThat(List.of(
                        both,
                        digest(Requests.of(south, north)),
                        digest(Requests.of(north)),
                        digest(Requests.test(Requests.of(north), new TestRows(tests, Optional.empty())))))
                .doesNotHaveDuplicates();
        Files.writeString(south, Files.readString(south).replace("100,", "101,"));
        assertThat(digest(Requests.of(north, south))).isNotEqualTo(both);
    }

    private static String digest(Request request) throws NodeFailure {
        return DataSet.open(request, 1).digest().hex();
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "breast-cancer"})
    void anEmbeddedTableNeedsNoFile(String name) throws Exception {
        DataSet data = DataSet.open(Requests.of(name), 1);
        assertThat(data.members()).containsExactly("node-0", "node-1", "node-2", "node-3", "node-4");
        assertThat(data.source()).isEqualTo(name);
        assertThat(data.oneUnit()).isEqualTo(name.equals("digits"));
        int tests = tests(data).rows();
        assertThat(data.rows() + tests).isEqualTo(name.equals("digits") ? 1797 : 569);
    }

    @Test
    void pixelsInColumnsAreDividedByTheLargestOfAll() throws Exception {
        DataSet digits = DataSet.open(Requests.of("digits"), 1);
        assertThat(digits.schema().columns()).allSatisfy(column -> {
            assertThat(((Numeric) column).mean()).isZero();
            assertThat(((Numeric) column).deviation()).isEqualTo(16);
        });
    }
}
