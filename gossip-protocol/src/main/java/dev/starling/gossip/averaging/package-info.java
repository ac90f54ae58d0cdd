/**
 * The arithmetic on parameter vectors: the flow between two snapshots, the outer step made of a displacement, the measure
 * of disagreement. Plain loops over {@code float[]} in which every array uses the same index; strict IEEE arithmetic, so
 * both ends of an exchange compute the same bits.
 */
@NullMarked
package dev.starling.gossip.averaging;

import org.jspecify.annotations.NullMarked;
