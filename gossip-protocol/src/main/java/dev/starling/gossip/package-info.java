/**
 * The sealed room of the protocol. {@link dev.starling.gossip.GossipEngine} is a function from a time and an event to
 * effects: it owns the model vector and decides what the node should do, and never does it. No clock, no socket, no file,
 * no thread, no log, no unseeded chance: the same events at the same times lead to the same effects, in production and in
 * a simulation.
 *
 * <p>Up to {@value dev.starling.gossip.membership.MemberTable#MOST_LINKED} members everybody is linked to everybody, and the
 * node sees to that. In a larger federation a member holds those links only that it needs ({@code LinkKeeper}): it asks for
 * each with {@link dev.starling.gossip.Effect.OpenLink} and closes those that are idle. No step looks at all members, all
 * links or all peers ever met; what a step costs follows from the slot's neighbours and from what is open. Whoever was never
 * heard of is then held to be alive, and what a lost link means is for the failure detector to find out.
 */
@NullMarked
package dev.starling.gossip;

import org.jspecify.annotations.NullMarked;
