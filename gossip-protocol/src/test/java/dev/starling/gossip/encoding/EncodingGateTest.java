package dev.starling.gossip.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When four bits are enough. */
final class EncodingGateTest {
    @ParameterizedTest
    @ValueSource(strings = {"float32", "int8", "bfloat16"})
    void everyEncodingButInt4StandsForItselfAlways(String name) {
        DeltaEncoding encoding = DeltaEncoding.ofName(name).orElseThrow();
        EncodingGate gate = new EncodingGate(encoding);
        assertThat(gate.allowed()).containsExactly(encoding);
        assertThat(gate.choose(Double.NaN, 0, 5)).isSameAs(encoding);
        assertThat(gate.choose(0, 5, 5)).isSameAs(encoding);
        assertThat(gate.choose(10, 5, 0)).isSameAs(encoding);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 0, 9, int8",
        "0.0, 0, 9, int8",
        "0.0, 1, 9, int8",
        "0.0, 2, 1, int8",
        "0.0, 2, 2, int4",
        "0.1, 2, 9, int4",
        "0.1001, 2, 9, int8",
        "NaN, 2, 9, int8",
        "Infinity, 7, 9, int8"
    })
    void int4IsUsedOnlyBetweenAtLeastThreeWhoNearlyAgree(double distance, int seen, int neighbours, String expected) {
        EncodingGate gate = new EncodingGate(Int4BlockEncoding.INSTANCE);
        assertThat(gate.choose(distance, seen, neighbours).name()).isEqualTo(expected);
    }

    @Test
    void aCharterWithInt4AllowsInt8AsWell() {
        assertThat(new EncodingGate(Int4BlockEncoding.INSTANCE).allowed())
                .containsExactlyInAnyOrder(Int4BlockEncoding.INSTANCE, Int8BlockEncoding.INSTANCE);
    }
}
