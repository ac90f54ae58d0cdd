package dev.starling.gossip.pacing;

/**
 * What a member sees of the live, unpaused neighbours of its latest slot.
 *
 * @param neighbours how many there are
 * @param resolved those that have exchanged, refused, passed or left
 * @param published those that have published this slot or a later one
 * @param awaited those that are not done and worth waiting for
 */
public record Company(int neighbours, int resolved, int published, int awaited) {}
