/**
 * What peers say to each other: pure records, no behaviour beyond their own consistency. The bytes are the business of
 * {@code gossip.wire}; what a message may cause is the business of the engine.
 */
@NullMarked
package dev.starling.gossip.message;

import org.jspecify.annotations.NullMarked;
