package dev.starling.node.toml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void insertingDeletingReplacingAndSwappingNeighboursAreOneEditEach() {
        assertThat(Nearest.edits("rate", "rates")).isEqualTo(1);
        assertThat(Nearest.edits("rate", "ate")).isEqualTo(1);
        assertThat(Nearest.edits("rate", "rafe")).isEqualTo(1);
        assertThat(Nearest.edits("rate", "raet")).isEqualTo(1);
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.edits("", "abc")).isEqualTo(3);
    }

    @Test
    void aWordThatResemblesNothingHasNoSuggestion() {
        assertThat(Nearest.to("zebra", List.of("momentum", "rate"))).isEmpty();
        assertThat(Nearest.to("Momentun", List.of("momentum", "rate"))).contains("momentum");
        assertThat(Nearest.to("x", List.of())).isEmpty();
    }
}
