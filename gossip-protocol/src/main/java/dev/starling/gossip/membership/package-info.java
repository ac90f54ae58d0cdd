/**
 * Who is there and who is whose neighbour. The roster (from {@code crypto}) says who may speak; the member table holds
 * this member's own opinion of who is alive; the schedule makes neighbours from the roster alone, and liveness only skips
 * places in it. Liveness errors cost speed, never mass. In this version liveness is direct: contact on the own links,
 * with suspicion before death; nobody relays claims about others.
 */
@NullMarked
package dev.starling.gossip.membership;

import org.jspecify.annotations.NullMarked;
