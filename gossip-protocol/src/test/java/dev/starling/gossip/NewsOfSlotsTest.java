package dev.starling.gossip;

import static dev.starling.gossip.VirtualFederation.MILLI;
import static dev.starling.gossip.VirtualFederation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader.Seen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where neighbours change with every slot, a member still hears how far the others are, and who rests no more. */
final class NewsOfSlotsTest {
    private static final long LIFE = 1;
    private static final int BEHIND = 2;

    private final VirtualFederation federation =
            new VirtualFederation(Setup.of(3, 7, "float32", 100).dimension(8));
    private final Node engine = federation.nodes.get(0);
    private final ScriptedMember late = new ScriptedMember(federation, federation.nodes.get(1).identity, engine);
    private final ScriptedMember other = new ScriptedMember(federation, federation.nodes.get(2).identity, engine);

    @BeforeEach
    void theEngineIsSlotsAhead() {
        engine.trainingNanos = 100 * MILLI;
        engine.start();
        late.join(LIFE);
        other.join(LIFE);
        federation.run(5 * SECOND);
        engine.trainingNanos = 100 * SECOND;
        federation.run(3 * SECOND);
        assertThat(engine.slot()).isGreaterThan(BEHIND + 1);
        late.heard.clear();
    }

    private SignedHeader header(int slot) {
        return late.snapshot(LIFE, slot, 1, late.genesis()).header();
    }

    private boolean lateRests() {
        return engine.status().peers().stream().anyMatch(peer -> peer.peer().equals(late.id()) && peer.paused());
    }

    @Test
    void whoeverPublishesAnEarlierSlotIsToldTheLatestAndToldAgainWhenItSaysSoAgain() {
        late.say(new Announce(header(BEHIND)));
        assertThat(late.heard(Announce.class)).hasSize(1);
        assertThat(late.newest().header().slot()).isEqualTo(engine.slot());
        late.say(new Announce(header(BEHIND)));
        assertThat(late.heard(Announce.class)).hasSize(2);
    }

    @Test
    void whoeverIsInStepOrAheadIsToldNothing() {
        late.say(new Announce(header(engine.slot() + 1)));
        assertThat(late.heard(Announce.class)).isEmpty();
    }

    @Test
    void whoeverGoesOnAfterARestIsToldTheLatestSlotAtOnce() {
        late.say(new Body.Pause(LIFE, BEHIND, true));
        assertThat(lateRests()).isTrue();
        late.say(new Body.Pause(LIFE, BEHIND, false));
        assertThat(lateRests()).isFalse();
        assertThat(late.newest().header().slot()).isEqualTo(engine.slot());
    }

    @Test
    void whoeverWasSeenToPublishAfterItsRestRestsNoMore() {
        late.say(new Announce(header(BEHIND)));
        late.say(new Body.Pause(LIFE, BEHIND, true));
        Digest root = header(BEHIND).root();
        other.say(new Announce(other.headerThatTells(LIFE, BEHIND + 1, new Seen(late.id(), LIFE, BEHIND, root))));
        assertThat(lateRests()).as("its last slot before the rest").isTrue();
        Digest next = header(BEHIND + 1).root();
        other.say(new Announce(other.headerThatTells(LIFE, BEHIND + 2, new Seen(late.id(), LIFE, BEHIND + 1, next))));
        assertThat(lateRests()).isFalse();
    }
}
