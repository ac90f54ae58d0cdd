package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.testnet.partition.Hospitals.Hospital;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HospitalsTest {

    private static final int SEEDS = 500;

    /** Benign and malignant rows of each hospital, as its mix and size promise. */
    private static final Map<String, List<Integer>> PROMISED = Map.of(
            "Alder", mix(140, 0.90),
            "Birch", mix(50, 0.10),
            "Cedar", mix(44, 0.75),
            "Dogwood", mix(40, 0.30),
            "Elm", mix(42, 0.50),
            "Fir", mix(45, 0.20));

    @Test
    void noRowIsInTwoHospitalsWhateverTheSeed() {
        for (long seed = 0; seed < SEEDS; seed++) {
            int[] labels = pool(seed);
            Set<Integer> seen = new HashSet<>();
            for (Hospital hospital : Hospitals.of(labels, seed)) {
                for (int row : hospital.rows()) {
                    assertThat(row).isBetween(0, labels.length - 1);
                    assertThat(seen.add(row)).as("row %d, seed %d", row, seed).isTrue();
                }
            }
            assertThat(seen).hasSize(361);
        }
    }

    @Test
    void everyHospitalHasItsMixAndSizeWhateverTheSeed() {
        for (long seed = 0; seed < SEEDS; seed++) {
            int[] labels = pool(seed);
            for (Hospital hospital : Hospitals.of(labels, seed)) {
                int malignant =
                        Arrays.stream(hospital.rows()).map(row -> labels[row]).sum();
                int benign = hospital.rows().length - malignant;
                assertThat(List.of(benign, malignant))
                        .as("%s, seed %d", hospital.name(), seed)
                        .isEqualTo(PROMISED.get(hospital.name()));
            }
        }
    }

    @Test
    void everyHospitalHoldsBetween40And140RowsAndAtLeastFiveOfEachClass() {
        assertThat(PROMISED.values())
                .allSatisfy(counts -> assertThat(counts.get(0) + counts.get(1)).isBetween(40, 140))
                .allSatisfy(counts -> assertThat(counts).allMatch(count -> count >= 5));
        assertThat(PROMISED.values().stream().map(counts -> counts.get(0) + counts.get(1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void theOrderOfTheHospitalsIsFixed() {
        assertThat(Hospitals.of(pool(3), 3))
                .extracting(Hospital::name)
                .containsExactly("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir");
    }

    @Test
    void oneSeedAlwaysDealsTheSameRowsAndAnotherSeedDealsOthers() {
        int[] labels = pool(1);
        assertThat(Hospitals.of(labels, 7)).isEqualTo(Hospitals.of(labels.clone(), 7));
        assertThat(Hospitals.of(labels, 7)).isNotEqualTo(Hospitals.of(labels, 8));
    }

    @Test
    void overManySeedsEveryRowOfThePoolIsDealtToEveryHospitalSometimes() {
        int[] labels = pool(11);
        int[][] dealt = new int[6][labels.length];
        for (long seed = 0; seed < 2000; seed++) {
            List<Hospital> hospitals = Hospitals.of(labels, seed);
            for (int index = 0; index < dealt.length; index++) {
                for (int row : hospitals.get(index).rows()) {
                    dealt[index][row]++;
                }
            }
        }
        for (int[] counts : dealt) {
            assertThat(counts).doesNotContain(0);
        }
    }

    @Test
    void theEmbeddedTableHasRowsEnough() throws IOException {
        int[] all = embeddedLabels();
        int[] labels = IntStream.range(0, all.length)
                .filter(row -> row % 5 != 1)
                .map(row -> all[row])
                .toArray();
        assertThat(all).hasSize(569);
        assertThat(Hospitals.of(labels, 1)).hasSize(6);
    }

    @Test
    void aPoolWithTooFewRowsOfAClassIsRefusedWithItsName() {
        int[] labels = new int[455];
        Arrays.fill(labels, 0, 154, 1);
        assertThatThrownBy(() -> Hospitals.of(labels, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("154 malignant");
    }

    @Test
    void aThirdClassIsRefused() {
        int[] labels = pool(1);
        labels[17] = 2;
        assertThatThrownBy(() -> Hospitals.of(labels, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHospitalsRowsCannotBeChangedFromOutside() {
        Hospital hospital = Hospitals.of(pool(1), 1).get(0);
        int first = hospital.rows()[0];
        hospital.rows()[0] = -1;
        assertThat(hospital.rows()[0]).isEqualTo(first);
    }

    private static List<Integer> mix(int size, double benign) {
        int count = (int) Math.round(size * benign);
        return List.of(count, size - count);
    }

    /** 281 benign and 174 malignant rows, as the embedded table's pool has, in a random order. */
    private static int[] pool(long seed) {
        List<Integer> labels = new ArrayList<>(
                IntStream.range(0, 455).map(row -> row < 281 ? 0 : 1).boxed().toList());
        Collections.shuffle(labels, new Random(seed));
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] embeddedLabels() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(HospitalsTest.class.getResourceAsStream("../data/breast-cancer.csv")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .mapToInt(line -> line.endsWith(",malignant") ? 1 : 0)
                    .toArray();
        }
    }
}
