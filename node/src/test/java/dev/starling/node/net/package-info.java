/** Tests of links: on real loopback sockets, and of the parts that need none. No buffer may be leaked by any of them. */
@NullMarked
package dev.starling.node.net;

import org.jspecify.annotations.NullMarked;
