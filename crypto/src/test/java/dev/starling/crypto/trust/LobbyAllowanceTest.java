package dev.starling.crypto.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LobbyAllowanceTest {
    @Test
    void allowsSixtyFourKibibytesToTheByte() {
        LobbyAllowance allowance = new LobbyAllowance();
        assertThat(allowance.spend(65_535)).isTrue();
        assertThat(allowance.spend(1)).isTrue();
        assertThat(allowance.spend(0)).isTrue();
        assertThat(allowance.spend(1)).isFalse();
        assertThat(allowance.spent()).isEqualTo(65_537);
    }

    @Test
    void onceExceededItStaysExceeded() {
        LobbyAllowance allowance = new LobbyAllowance();
        assertThat(allowance.spend(Integer.MAX_VALUE)).isFalse();
        assertThat(allowance.spend(Integer.MAX_VALUE)).isFalse();
        assertThat(allowance.spend(0)).isFalse();
        assertThat(allowance.spent()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void nothingCanBePaidBack() {
        LobbyAllowance allowance = new LobbyAllowance();
        assertThatThrownBy(() -> allowance.spend(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(allowance.spent()).isZero();
    }
}
