/** Placeholder. */
@NullMarked
package dev.starling.gossip;

import org.jspecify.annotations.NullMarked;
