/**
 * Where a node listens, how many it lets in, how long it waits, and what the site's network asks of it: a proxy, a cap. Values
 * without Netty; what cannot be meant does not get past their constructors.
 */
@NullMarked
package dev.starling.node.net.settings;

import org.jspecify.annotations.NullMarked;
