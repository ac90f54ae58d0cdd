package dev.starling.node.toml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;

class TomlTextTest {
    @Test
    void everyFiniteDoubleReadsBackAsItself() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 20_000; round++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Toml.parse("x = " + TomlText.of(value)).getDouble("x"))
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void numbersThatPeopleWriteLookAsPeopleWriteThem() {
        assertThat(TomlText.of(0.5)).isEqualTo("0.5");
        assertThat(TomlText.of(1)).isEqualTo("1.0");
        assertThat(TomlText.of(0)).isEqualTo("0.0");
        assertThat(TomlText.of(1e6)).isEqualTo("1000000.0");
        assertThat(TomlText.of(2e-3)).isEqualTo("0.002");
        assertThat(TomlText.of(0.1 + 0.2)).isEqualTo("0.30000000000000004");
        assertThat(TomlText.of(1e-9)).isEqualTo("1E-9");
    }

    @Test
    void quotesAndControlCharactersAreEscaped() {
        String text = "a \"b\" \\ \n ü \u0001";
        assertThat(Toml.parse("x = " + TomlText.of(text)).getString("x")).isEqualTo(text);
    }
}
