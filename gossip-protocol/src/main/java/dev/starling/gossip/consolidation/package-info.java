/**
 * Exact sums and what is agreed from them. {@link dev.starling.gossip.consolidation.WindowSum} adds one vector of integers a
 * member in the smallest possible number of rounds; {@link dev.starling.gossip.consolidation.FixedPoint} is how real numbers
 * become integers that cannot overflow. Sums of integers do not depend on the order of addition, so everybody ends with the
 * same bits.
 */
@NullMarked
package dev.starling.gossip.consolidation;

import org.jspecify.annotations.NullMarked;
