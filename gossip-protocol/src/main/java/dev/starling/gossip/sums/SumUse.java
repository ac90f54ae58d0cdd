package dev.starling.gossip.sums;

import dev.starling.gossip.message.SumList;

/** What a {@link SumDesk} sums for. */
interface SumUse {
    /** The least number of participants. */
    int needed();

    /** The total is known here; said again every second until the desk is told that the sum is finished. */
    void summed(SumList list, long[] total);
}
