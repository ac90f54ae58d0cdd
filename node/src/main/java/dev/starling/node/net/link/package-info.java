/**
 * What the network and its owner tell each other: links by number, the events of their lives, why somebody was refused, and
 * where the bytes of a long frame come from. Whoever uses links needs no more than these and {@link
 * dev.starling.node.net.PeerNetwork}.
 */
@NullMarked
package dev.starling.node.net.link;

import org.jspecify.annotations.NullMarked;
