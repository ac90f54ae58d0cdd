/**
 * The simulator: the production {@link dev.starling.gossip.GossipEngine}, unchanged, for every member of a federation, in
 * one thread on virtual time. {@link dev.starling.testnet.sim.Simulation} owns a queue of what is due; the network, the
 * disks and the training between engines are simulated, with whatever the weather does to them, and everything that is left
 * to chance comes from one seed, forked by concern, so that the same settings run the same way on every JVM. A {@link
 * dev.starling.testnet.sim.Witness} sees every event with its effects: invariants, measures and the trace hash are witnesses.
 * No step is ever taken inside another one: whatever an engine wants done happens later, if only by being due at once.
 *
 * <p>A member's disk keeps what was synced and loses the rest in a crash. It can hold the values as they are or send them
 * through the bytes that a node would write; what is recovered is the same, the bytes cost time. Links are opened between
 * all members that are up, or in large federations when an engine asks for them. Uses {@code crypto} and {@code gossip-protocol} only.
 */
@NullMarked
package dev.starling.testnet.sim;

import org.jspecify.annotations.NullMarked;
