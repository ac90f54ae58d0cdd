/**
 * Who belongs and who is whose neighbour. The roster (from {@code crypto}) says who may speak; the member table holds
 * this member's own opinion of who is alive, which {@link dev.starling.gossip.liveness} forms; the schedule makes neighbours
 * from the roster alone, and liveness only skips places in it. Liveness errors cost speed, never mass.
 */
@NullMarked
package dev.starling.gossip.membership;

import org.jspecify.annotations.NullMarked;
