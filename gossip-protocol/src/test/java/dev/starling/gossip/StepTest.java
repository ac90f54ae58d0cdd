package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What surrounds the taking of one event. */
final class StepTest {
    private final GossipEngine engine = new VirtualFederation(2, 1, "float32", 0).nodes.get(0).engine;

    @Test
    void afterAStepThatABugEndedNothingGoesToItsTakerAnyMore() {
        List<Effect> taken = new ArrayList<>();
        Consumer<Effect> failingOnce = effect -> {
            taken.add(effect);
            if (taken.size() == 1) {
                throw new IllegalArgumentException("a bug");
            }
        };
        assertThatThrownBy(() -> engine.step(0, new Event.Started(), failingOnce))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> engine.outbox().tell(new Report.Alarm("too late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside a step");
        assertThat(taken).hasSize(1);
    }
}
