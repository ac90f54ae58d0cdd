/** Whole nodes in one process, on real loopback sockets and real disks. */
@NullMarked
package dev.starling.node.runtime;

import org.jspecify.annotations.NullMarked;
