package dev.starling.gossip.exchange;

/**
 * How far a member is, as others have seen it.
 *
 * @param life its newest life, 0 when unknown
 * @param slot the newest slot of that life, 0 when none was seen
 */
public record Heard(long life, int slot) {

    /** The newer of the two. */
    Heard orNewer(Heard other) {
        boolean newer = other.life > life || (other.life == life && other.slot > slot);
        return newer ? other : this;
    }
}
