/**
 * What became of something that arrived. Every check ends in a {@link dev.starling.gossip.admission.Verdict} with a
 * reason; reasons are counted per peer, and what a peer did is never an exception. Checks run cheapest first: known link,
 * size, federation and version, duplicate, schedule, signature, decoding, base, finite numbers, norm.
 */
@NullMarked
package dev.starling.gossip.admission;

import org.jspecify.annotations.NullMarked;
