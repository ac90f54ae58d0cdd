package dev.starling.gossip.liveness;

/**
 * Which of Lifeguard's three additions to SWIM are in force. All of them are; tests switch them off to show what each is
 * good for.
 *
 * @param localHealth a member that may be slow itself waits longer
 * @param sharedSuspicion one accuser alone waits longer, confirmations shorten it
 * @param buddy the accused is told first
 */
record Rules(boolean localHealth, boolean sharedSuspicion, boolean buddy) {
    static final Rules LIFEGUARD = new Rules(true, true, true);
    static final Rules PLAIN_SWIM = new Rules(false, false, false);
}
