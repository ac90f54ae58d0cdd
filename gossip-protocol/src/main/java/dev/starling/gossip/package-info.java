/**
 * The sealed room of the protocol. {@link dev.starling.gossip.GossipEngine} is a function from a time and an event to
 * effects: it owns the model vector and decides what the node should do, and never does it. No clock, no socket, no file,
 * no thread, no log, no unseeded chance: the same events at the same times lead to the same effects, in production and in
 * a simulation.
 */
@NullMarked
package dev.starling.gossip;

import org.jspecify.annotations.NullMarked;
