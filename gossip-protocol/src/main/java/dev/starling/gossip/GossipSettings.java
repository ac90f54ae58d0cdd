package dev.starling.gossip;

import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.membership.LivenessSettings;
import java.util.List;

/**
 * What the charter and the site say to the engine.
 *
 * @param genesis parameters everybody starts from and the base of snapshots, length d; never written
 * @param encoding how snapshots travel, as the charter names it
 * @param fanout neighbours s of a member: 0 for the default rule (everybody up to 16 members, else 8), 1, or even
 * @param momentum outer momentum mu, 0 <= mu < 1
 * @param stepsPerSlot local steps H
 * @param plannedSlots slots to train, 0 for no end
 * @param minSlotNanos training is padded to this long
 * @param startMembers the first slot waits until so many members are live, this one counted
 * @param maxNorm largest Euclidean norm of a snapshot that is answered
 * @param liveness times of the failure detector
 * @param consolidateEvery slots between consolidations E, 0 for never
 * @param addresses where this member can be dialled, host:port
 * @param statisticsWords words of the figures that are summed before the first slot, 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record GossipSettings(
        float[] genesis,
        DeltaEncoding encoding,
        int fanout,
        float momentum,
        int stepsPerSlot,
        int plannedSlots,
        long minSlotNanos,
        int startMembers,
        double maxNorm,
        LivenessSettings liveness,
        int consolidateEvery,
        List<String> addresses,
        int statisticsWords) {

    /** Slots without training that may follow the plan, so that whoever comes back late can still agree. */
    public static final int SLOTS_AFTER_PLAN = 64;

    public GossipSettings {
        addresses = List.copyOf(addresses);
        if (genesis.length == 0
                || stepsPerSlot < 1
                || plannedSlots < 0
                || consolidateEvery < 0
                || statisticsWords < 0
                || !(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("settings out of range");
        }
        if (fanout < 0 || (fanout > 1 && fanout % 2 != 0)) {
            throw new IllegalArgumentException("the fan-out is 0, 1 or even");
        }
    }

    /** These settings, and the first slot waits for sums of so many words. */
    public GossipSettings summing(int words) {
        return new GossipSettings(
                genesis,
                encoding,
                fanout,
                momentum,
                stepsPerSlot,
                plannedSlots,
                minSlotNanos,
                startMembers,
                maxNorm,
                liveness,
                consolidateEvery,
                addresses,
                words);
    }

    /** The highest slot that anybody may publish. */
    public int lastSlot() {
        return plannedSlots == 0 ? Integer.MAX_VALUE : plannedSlots + SLOTS_AFTER_PLAN;
    }
}
