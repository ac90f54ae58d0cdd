/**
 * Where a node is put together. {@link dev.starling.node.runtime.Node} opens the data directory, starts network,
 * discovery, training and the engine, and connects them: one thread runs the engine, one trains, one serves the network;
 * events go into a bounded inbox and effects come out. This is the only package besides {@code cli} that sees all the
 * others.
 */
@NullMarked
package dev.starling.node.runtime;

import org.jspecify.annotations.NullMarked;
