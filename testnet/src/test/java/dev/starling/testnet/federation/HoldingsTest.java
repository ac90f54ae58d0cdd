package dev.starling.testnet.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Quantities;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    private static final List<dev.starling.node.charter.Charter.Column> COLUMNS = List.of(new Numeric("x", 0, 1));

    @Test
    void aMembersRowsAreCountedByClassAlsoOneItHasNoneOf() {
        Schema schema = new Schema("y", List.of("ill", "well", "unsure"), COLUMNS);
        Holdings holdings = Holdings.of(
                schema,
                List.of(
                        new Examples(1, 3, new float[3], new int[] {0, 1, 0}),
                        new Examples(1, 3, new float[1], new int[] {2})));
        assertThat(holdings.kinds()).containsExactly("ill", "well", "unsure");
        assertThat(holdings.rows()).containsExactly(List.of(2, 1, 0), List.of(0, 0, 1));
    }

    @Test
    void aQuantityIsCountedInFiveRangesThatAreNamedInItsOwnUnitAndHoldAFifthOfAllRowsEach() {
        Schema schema = new Schema("y", new Quantity(100, 10), COLUMNS);
        Holdings holdings = Holdings.of(schema, List.of(quantities(0, 1, 2, 3, 4, 5), quantities(6, 7, 8, 9)));
        assertThat(holdings.kinds())
                .containsExactly("below 120.0", "120.0 to 140.0", "140.0 to 160.0", "160.0 to 180.0", "from 180.0");
        assertThat(holdings.rows()).containsExactly(List.of(2, 2, 2, 0, 0), List.of(0, 0, 0, 2, 2));
    }

    @Test
    void aQuantityThatIsMostlyOneValueIsCountedWithoutARowLostOrCountedTwice() {
        Schema schema = new Schema("y", new Quantity(0, 1), COLUMNS);
        Holdings holdings = Holdings.of(schema, List.of(quantities(0, 0, 0, 0, 0, 0, 0, 3), quantities(0)));
        assertThat(holdings.rows())
                .extracting(row -> row.stream().mapToInt(n -> n).sum())
                .containsExactly(8, 1);
    }

    private static Examples quantities(float... values) {
        return new Examples(1, new float[values.length], new Quantities(values));
    }
}
