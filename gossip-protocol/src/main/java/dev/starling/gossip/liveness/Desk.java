package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.gossip.membership.MemberTable;
import java.util.SplittableRandom;

/** What the parts of one failure detector share. */
record Desk(
        PeerId self,
        MemberTable table,
        LivenessSettings settings,
        LivenessPort port,
        Rules rules,
        SplittableRandom random,
        Alarms alarms,
        LocalHealth health,
        Rumours rumours) {

    Desk(PeerId self, MemberTable table, LivenessSettings settings, LivenessPort port, Rules rules) {
        this(
                self,
                table,
                settings,
                port,
                rules,
                new SplittableRandom(self.digest().hashCode()),
                new Alarms(),
                new LocalHealth(),
                new Rumours());
    }

    int members() {
        return table.roster().size();
    }

    /** Something points at this member itself. */
    void doubtSelf(int by) {
        if (rules.localHealth()) {
            health.worse(by);
        }
    }
}
