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
    void numbersHaveFourDigitsAndKeepTheirWholePart() {
        assertThat(Figures.number(0)).isEqualTo("0");
        assertThat(Figures.number(3.14159)).isEqualTo("3.142");
        assertThat(Figures.number(0.0314159)).isEqualTo("0.03142");
        assertThat(Figures.number(9.99996)).isEqualTo("10.00");
        assertThat(Figures.number(314.159)).isEqualTo("314.2");
        assertThat(Figures.number(31415.9)).isEqualTo("31416");
        assertThat(Figures.number(3.14159e12)).isEqualTo("3.142e+12");
        assertThat(Figures.number(3.14159e-7)).isEqualTo("3.142e-07");
        assertThat(Figures.signedNumber(3.14159)).isEqualTo("+3.142");
        assertThat(Figures.signedNumber(-31.4159)).isEqualTo("-31.42");
        assertThat(Figures.signedNumber(-0.0)).isEqualTo("+0");
    }

    @Test
    void numbersLookTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Figures.percent(0.965)).isEqualTo("96.5 %");
            assertThat(Figures.number(3.14159)).isEqualTo("3.142");
        } finally {
            Locale.setDefault(before);
        }
    }
}
