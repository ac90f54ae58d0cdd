package dev.starling.testnet.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.charter.Metric;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Quantities;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.statistics.Scaling;
import dev.starling.node.table.Table;
import dev.starling.testnet.array.Elements;
import dev.starling.testnet.array.IdxFile;
import dev.starling.testnet.array.NpyFile;
import dev.starling.testnet.dataset.Request.TestRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays: the first number of a row is the number of the row, so that it is known again. */
class ArrayDataSetTest {
    private static final int ROWS = 60;
    private static final int SIDE = 3;
    private static final int WIDTH = SIDE * SIDE;
    private static final int CLASSES = 4;

    @TempDir
    Path directory;

    private byte[] pixels() {
        byte[] pixels = new byte[ROWS * WIDTH];
        new SplittableRandom(1).nextBytes(pixels);
        for (int row = 0; row < ROWS; row++) {
            pixels[row * WIDTH] = (byte) row;
        }
        return pixels;
    }

    private Request images(String ending) throws IOException {
        Path images = directory.resolve("images" + ending);
        Path labels = directory.resolve("labels" + ending);
        byte[] classes = new byte[ROWS];
        for (int row = 0; row < ROWS; row++) {
            classes[row] = (byte) (row % CLASSES);
        }
        IdxFile.write(images, Elements.unsigned(pixels()), ROWS, SIDE, SIDE);
        IdxFile.write(labels, Elements.unsigned(classes), ROWS);
        return Requests.labels(Requests.of(images), labels);
    }

    private List<Examples> shares(DataSet data) throws Exception {
        List<Path> homes = new ArrayList<>();
        Path below = Files.createTempDirectory(directory, "shares");
        for (String member : data.members()) {
            homes.add(Files.createDirectory(below.resolve(member)));
        }
        ShareFiles files = data.writeShares(homes);
        List<Examples> shares = new ArrayList<>();
        for (Path home : homes) {
            Table table = Table.open(
                    home.resolve(files.table()), home.resolve(files.labels().orElseThrow()));
            shares.add(SchemaReader.read(table, data.schema()).examples());
        }
        return shares;
    }

    private Examples tests(DataSet data) throws Exception {
        Table table = data.tests(Files.createTempDirectory(directory, "tests"));
        return SchemaReader.read(table, data.schema()).examples();
    }

    /** The rows' numbers, from their first number. */
    private static int[] numbers(Examples examples, double deviation) {
        return IntStream.range(0, examples.rows())
                .map(row -> (int) Math.round(examples.features()[row * examples.width()] * deviation))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {".idx", ".idx.gz"})
    void imagesAreDealtAsImagesAndEveryOneIsKnownAgain(String ending) throws Exception {
        DataSet data = DataSet.open(Requests.split(images(ending), "dirichlet:0.5"), 3);
        assertThat(data.schema().columns()).containsExactly(new Vector("pixel", WIDTH, 0, 255));
        assertThat(data.schema().classes()).containsExactly("0", "1", "2", "3");
        assertThat(data.oneUnit()).isTrue();
        byte[] pixels = pixels();
        List<Integer> dealt = new ArrayList<>();
        for (Examples share : shares(data)) {
            int[] numbers = numbers(share, 255);
            for (int i = 0; i < numbers.length; i++) {
                assertThat(((ClassLabels) share.labels()).numbers()[i]).isEqualTo(numbers[i] % CLASSES);
                for (int k = 0; k < WIDTH; k++) {
                    assertThat(share.features()[i * WIDTH + k]).isEqualTo((float)
                            ((pixels[numbers[i] * WIDTH + k] & 0xff) / 255.0));
                }
                dealt.add(numbers[i]);
            }
        }
        assertThat(dealt)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ROWS)
                        .filter(row -> !Ward.isTest(row))
                        .boxed()
                        .toList());
        assertThat(numbers(tests(data), 255))
                .isEqualTo(IntStream.range(0, ROWS).filter(Ward::isTest).toArray());
    }

    @Test
    void pixelsStayFrom0To255WhenToldSo() throws Exception {
        DataSet data = DataSet.open(Requests.scaling(images(".idx"), Scaling.NONE), 1);
        assertThat(data.schema().columns()).containsExactly(new Vector("pixel", WIDTH, 0, 1));
        assertThat(data.oneUnit()).isFalse();
    }

    @Test
    void twoFilesOfImagesAreTwoMembersAndAFileOfTestImagesIsForAll() throws Exception {
        Request one = images(".idx");
        Request two = images(".gz");
        Path image = Path.of(one.data().get(0));
        Request both = Requests.labels(
                Requests.of(one.data().get(0), two.data().get(0)),
                one.labels().get(0),
                two.labels().get(0));
        DataSet data = DataSet.open(
                Requests.test(both, new TestRows(image, Optional.of(one.labels().get(0)))), 1);
        assertThat(data.members()).containsExactly("node-0", "node-1");
        assertThat(shares(data)).extracting(Examples::rows).containsExactly(ROWS, ROWS);
        assertThat(tests(data).rows()).isEqualTo(ROWS);
    }

    @Test
    void aSmallMatrixIsColumnsThatAreScaledOneByOneAndNamedByPosition() throws Exception {
        double[] numbers = new double[ROWS * 2];
        long[] labels = new long[ROWS];
        Arrays.setAll(numbers, i -> i % 2 == 0 ? i / 2 : 1000 - i);
        Arrays.setAll(labels, i -> i % 2);
        DataSet data = DataSet.open(matrix(numbers, Elements.of(labels)), 1);
        assertThat(data.schema().columns()).extracting("name").containsExactly("x0", "x1");
        Numeric first = (Numeric) data.schema().columns().get(0);
        List<Integer> dealt = new ArrayList<>();
        for (Examples share : shares(data)) {
            for (int row = 0; row < share.rows(); row++) {
                double number = share.features()[row * 2] * first.deviation() + first.mean();
                dealt.add((int) Math.round(number));
                assertThat(((ClassLabels) share.labels()).numbers()[row]).isEqualTo((int) Math.round(number) % 2);
            }
        }
        assertThat(dealt).hasSize(ROWS - ROWS / 5).doesNotHaveDuplicates();
    }

    @Test
    void labelsInAnArrayThatAreNotWholeAreAQuantityAndNanIsNone() throws Exception {
        double[] numbers = new double[ROWS];
        double[] labels = new double[ROWS];
        Arrays.setAll(numbers, i -> i);
        Arrays.setAll(labels, i -> i == 7 ? Double.NaN : i / 8.0);
        DataSet data = DataSet.open(matrix(numbers, Elements.of(labels)), 1);
        assertThat(data.schema().metric()).isEqualTo(Metric.RMSE);
        assertThat(data.rows()).isEqualTo(ROWS - ROWS / 5 - 1);
        for (Examples share : shares(data)) {
            float[] features = share.features();
            float[] values = ((Quantities) share.labels()).values();
            for (int row = 1; row < share.rows(); row++) {
                // Both are the row's number, scaled: one is a line in the other.
                assertThat((values[row] - values[0]) / (features[row] - features[0]))
                        .isCloseTo(1, within(0.1f));
            }
        }
    }

    private Request matrix(double[] numbers, Elements labels) throws IOException, NodeFailure {
        Path file = directory.resolve("x.npy");
        Path labelFile = directory.resolve("y.npy");
        NpyFile.write(file, Elements.of(numbers), ROWS, numbers.length / ROWS);
        NpyFile.write(labelFile, labels, ROWS);
        return Requests.labels(Requests.of(file), labelFile);
    }
}
