package dev.starling.testnet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testnet.demo.DemoTable.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTableTest {
    private final DemoTable table = DemoTable.embedded();

    private static List<String> rows(String csv) {
        return csv.lines().skip(1).toList();
    }

    @Test
    void everyFifthRowIsATestRow() {
        assertThat(rows(table.testCsv())).hasSize(114);
        assertThat(rows(table.testCsv()).get(0)).startsWith("20.57,17.77,");
        assertThat(rows(table.testCsv()))
                .filteredOn(row -> row.endsWith(",malignant"))
                .hasSize(38);
    }

    @Test
    void noHospitalHoldsATestRowOrAnothersRow() {
        List<String> held = table.shares(3).stream()
                .flatMap(share -> rows(share.csv()).stream())
                .toList();
        assertThat(held).hasSize(361).doesNotHaveDuplicates().doesNotContainAnyElementsOf(rows(table.testCsv()));
    }

    @Test
    void everyShareHasTheHeaderOfTheTable() {
        String header = table.testCsv().lines().findFirst().orElseThrow();
        assertThat(header).endsWith("," + DemoTable.LABEL);
        assertThat(table.shares(1))
                .extracting(Share::name)
                .containsExactly("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir");
        assertThat(table.shares(1)).allSatisfy(share -> assertThat(share.csv()).startsWith(header + "\n"));
    }

    @Test
    void theSeedAloneDecidesTheShares() {
        assertThat(DemoTable.embedded().shares(5)).isEqualTo(table.shares(5)).isNotEqualTo(table.shares(6));
    }
}
