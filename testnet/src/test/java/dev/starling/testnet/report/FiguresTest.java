package dev.starling.testnet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void bytesAreInDecimalUnitsWithOneDigit() {
        assertThat(Figures.bytes(999)).isEqualTo("999 B");
        assertThat(Figures.bytes(1_000)).isEqualTo("1.0 kB");
        assertThat(Figures.bytes(999_949)).isEqualTo("999.9 kB");
        assertThat(Figures.bytes(999_950)).isEqualTo("1.0 MB");
        assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }

    @Test
    void differencesCarryTheirSignAndZeroDoesNotLookNegative() {
        assertThat(Figures.signed(0.1)).isEqualTo("+10.0");
        assertThat(Figures.signed(-0.051)).isEqualTo("-5.1");
        assertThat(Figures.signed(-0.0)).isEqualTo("+0.0");
    }

    @Test
    void numbersLookTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Figures.percent(0.965)).isEqualTo("96.5 %");
        } finally {
            Locale.setDefault(before);
        }
    }
}
